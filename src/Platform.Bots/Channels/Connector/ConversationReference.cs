using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Bots.Channels.Activities;

namespace Platform.Bots.Channels.Connector;

/// <summary>What is needed to write to a conversation later; kept with it as JSON.</summary>
internal sealed record ConversationReference
{
    /// <summary>The channel's own word for itself, see <see cref="ConnectorChannels"/>.</summary>
    public required string ChannelId { get; init; }

    public string? ServiceUrl { get; init; }

    /// <summary>Whether the service URL came in an authenticated activity.</summary>
    public bool Vouched { get; init; }

    public ChannelAccount? Bot { get; init; }

    public ChannelAccount? User { get; init; }

    public ConversationAccount? Conversation { get; init; }

    public string? Tenant { get; init; }

    public string? Locale { get; init; }

    /// <summary>Teams streams and suggests in one-to-one chats only.</summary>
    [JsonIgnore]
    public bool IsTeamsPersonal => IsTeams && Conversation is { IsGroup: not true, ConversationType: null or "personal" };

    [JsonIgnore]
    public bool IsTeams => ChannelId == ConnectorChannels.Teams;

    public static ConversationReference Of(Activity activity, bool vouched) => new()
    {
        ChannelId = activity.ChannelId ?? "",
        ServiceUrl = activity.ServiceUrl,
        Vouched = vouched,
        Bot = activity.Recipient,
        User = activity.From,
        Conversation = activity.Conversation,
        Tenant = activity.Conversation?.TenantId ?? TenantIn(activity.ChannelData),
        Locale = activity.Locale,
    };

    public string ToJson() => JsonSerializer.Serialize(this, ReferenceJson.Default.ConversationReference);

    /// <returns>Null when there is none or it was written by another adapter.</returns>
    public static ConversationReference? FromJson(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, ReferenceJson.Default.ConversationReference);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TenantIn(JsonElement? channelData) =>
        channelData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("tenant", out var tenant) && tenant.ValueKind == JsonValueKind.Object
            && tenant.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationReference))]
internal sealed partial class ReferenceJson : JsonSerializerContext;

/// <summary>Which conversations are reached through the Bot Connector.</summary>
internal static class ConnectorChannels
{
    public const string Teams = "msteams";

    /// <summary>What comes through the connector under a name that this platform uses for its own doors is kept apart from those.</summary>
    private const string Apart = "connector-";

    private static readonly string[] Own = ["directline", "api", "console"];

    /// <summary>The name under which a channel's conversations are kept.</summary>
    public static string KeptAs(string channelId) => Own.Contains(channelId, StringComparer.Ordinal) ? Apart + channelId : channelId;

    public static bool AreServed(string keptAs) => !Own.Contains(keptAs, StringComparer.Ordinal);
}
