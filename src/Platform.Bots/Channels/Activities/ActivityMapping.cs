using System.Text.Json;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Activities;

/// <summary>From a channel's activity to what a conversation hears.</summary>
internal static class ActivityMapping
{
    private const int LongestId = 400;
    private const int LongestLocale = 35;

    /// <param name="content">The activity's JSON as it came, to be kept.</param>
    /// <param name="reference">What the channel's adapter needs to write to the conversation later.</param>
    /// <returns>Null for types that are not kept: typing, invoke, trace, and every type that is not known.</returns>
    public static Heard? ToHeard(this Activity activity, string content, string? reference)
    {
        if (activity.Type is not (ActivityTypes.Message or ActivityTypes.MessageUpdate or ActivityTypes.MessageDelete or ActivityTypes.MessageReaction
            or ActivityTypes.ConversationUpdate or ActivityTypes.InstallationUpdate or ActivityTypes.Event or ActivityTypes.EndOfConversation))
            return null;

        var membersAdded = MembersAdded(activity);
        return activity.ToHeardOf(activity.Type, content, reference) with
        {
            MembersAdded = membersAdded,
            WantsAnswer = activity.Type switch
            {
                ActivityTypes.Message or ActivityTypes.Event => true,
                ActivityTypes.ConversationUpdate => membersAdded > 0, // Teams sends an installationUpdate beside it: one greeting, not two
                _ => false,
            },
        };
    }

    /// <summary>As <see cref="ToHeard"/>, for a press on a card: not kept, asked of the scenario at once.</summary>
    public static Heard ToPress(this Activity activity, string content) => activity.ToHeardOf(ActivityTypes.Invoke, content, null) with { ActivityId = null };

    private static Heard ToHeardOf(this Activity activity, string kind, string content, string? reference) => new(kind, SaidText(activity))
    {
        ActivityId = IdOf(activity),
        UserId = activity.From?.Id,
        Locale = activity.Locale is { Length: > 0 and <= LongestLocale } locale ? locale : null,
        Value = activity.Value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value ? value.GetRawText() : null,
        Name = activity.Name,
        Content = content,
        Reference = reference,
    };

    /// <summary>The text without the mentions of the bot itself, which only summon it; null when nothing is left.</summary>
    public static string? SaidText(Activity activity)
    {
        var text = activity.Text;
        if (text is { Length: > 0 } && activity is { Entities: { } entities, Recipient.Id: { } bot })
            foreach (var entity in entities)
                if (entity is { Type: "mention", Mentioned: { } who, Text: { ValueKind: JsonValueKind.String } mention } && IdIn(who) == bot && mention.GetString() is { Length: > 0 } words)
                    text = text.Replace(words, "", StringComparison.OrdinalIgnoreCase);
        return string.IsNullOrWhiteSpace(text) ? null : ReferenceEquals(text, activity.Text) ? text : text.Trim();
    }

    /// <summary>How many other than the bot came; channels list the bot too.</summary>
    public static int MembersAdded(Activity activity) =>
        activity.MembersAdded?.Count(member => member?.Id is { } id && id != activity.Recipient?.Id) ?? 0;

    /// <summary>The id by which a second copy of this activity is known. An edit or removal carries the id of the message it is about, so its kind and time are added.</summary>
    private static string? IdOf(Activity activity)
    {
        var id = activity.Type is ActivityTypes.MessageUpdate or ActivityTypes.MessageDelete && activity.Id is { Length: > 0 }
            ? $"{Heard.ChangesOf(activity.Type, activity.Id)}{activity.Timestamp}"
            : activity.Id;
        return id is { Length: > 0 and <= LongestId } ? id : null;
    }

    private static string? IdIn(JsonElement account) =>
        account.ValueKind == JsonValueKind.Object && account.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
