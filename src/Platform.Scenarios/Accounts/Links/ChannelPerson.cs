using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Accounts.Links;

/// <summary>Who speaks in a channel, where the channel vouches for it.</summary>
/// <param name="Key">Hash of who it is, the same in all conversations of the channel.</param>
/// <param name="ChannelUser">As sessions of practice name the person: the channel's name and the id in it.</param>
public sealed record ChannelPerson(string Channel, string Key, string ChannelUser)
{
    private const string Teams = "msteams";

    /// <summary>In a web chat anyone may say to be anyone, except by ids that begin so: they are taken from tokens only.</summary>
    private const string OfToken = "dl_";

    private static readonly string[] WebChats = ["directline", "connector-directline", "webchat"];

    /// <returns>Null when nobody is named, or when anyone could say to be this person.</returns>
    public static ChannelPerson? Of(Dialogue dialogue)
    {
        using var activity = JsonDocument.Parse(dialogue.Heard.Content);
        var from = Part(activity.RootElement, "from");
        var user = dialogue.Heard.UserId ?? Text(from, "id") ?? dialogue.UserId;
        if (string.IsNullOrEmpty(user) || (WebChats.Contains(dialogue.Channel, StringComparer.Ordinal) && !user.StartsWith(OfToken, StringComparison.Ordinal)))
            return null;

        var who = dialogue.Channel == Teams && InDirectory(activity.RootElement, from) is { } known ? known : user;
        return new ChannelPerson(dialogue.Channel, Hash($"{dialogue.Channel}\n{who}"), $"{dialogue.Channel}:{user}");
    }

    /// <summary>The person in the organisation's directory; ids of Teams itself differ from bot to bot.</summary>
    private static string? InDirectory(JsonElement activity, JsonElement from)
    {
        var tenant = Text(Part(Part(activity, "channelData"), "tenant"), "id") ?? Text(Part(activity, "conversation"), "tenantId");
        return tenant is not null && Text(from, "aadObjectId") is { } person ? $"{tenant}\n{person}".ToLowerInvariant() : null;
    }

    private static JsonElement Part(JsonElement whole, string name) => whole.ValueKind == JsonValueKind.Object && whole.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement whole, string name) =>
        Part(whole, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } words ? words : null;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
