using System.Text.Json;
using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Reads back from a stored turn what was heard, when it is answered after a restart.</summary>
internal static class StoredHeard
{
    public static Heard From(Turn turn)
    {
        using var activity = JsonDocument.Parse(turn.Content);
        var root = activity.RootElement;
        return new Heard(turn.Kind, turn.Text)
        {
            ActivityId = turn.ActivityId,
            Content = turn.Content,
            Name = root.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null,
            Value = root.TryGetProperty("value", out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null,
            MembersAdded = MembersAdded(root),
        };
    }

    /// <summary>The channel's id of the message that an edit or a removal is about; null when it does not say.</summary>
    /// <param name="content">See <see cref="Turn.Content"/>.</param>
    public static string? MessageIn(string content)
    {
        using var activity = JsonDocument.Parse(content);
        return Id(activity.RootElement);
    }

    /// <summary>How many members other than the bot were added; the bot itself is listed too.</summary>
    public static int MembersAdded(JsonElement activity)
    {
        if (!activity.TryGetProperty("membersAdded", out var members) || members.ValueKind != JsonValueKind.Array)
            return 0;
        var bot = Id(activity.TryGetProperty("recipient", out var recipient) ? recipient : default);
        return members.EnumerateArray().Count(member => Id(member) is { } id && id != bot);
    }

    private static string? Id(JsonElement account) =>
        account.ValueKind == JsonValueKind.Object && account.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
