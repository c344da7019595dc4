using System.Text.Json;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Reads a thumb out of the ways in which clients give one.</summary>
internal static class ClientFeedback
{
    /// <summary>Web Chat 4.18 sends this event with the pressed action of the message's entity; the action's <c>@id</c> says which message.</summary>
    public const string WebChatEvent = "webchat:activity-status/feedback";

    private const string SubmitAction = "message/submitAction";

    /// <returns>Null when the activity is no feedback.</returns>
    public static GiveFeedback? Read(Activity activity, string conversation)
    {
        var (answer, liked, comment) = activity switch
        {
            { Type: ActivityTypes.Event, Name: WebChatEvent } => OfWebChat(activity),
            { Type: ActivityTypes.Invoke, Name: SubmitAction } => OfSubmit(activity),
            _ => default,
        };
        return liked is null ? null : new GiveFeedback(DirectLineChannel.Name, conversation, new AnswerAddress.Place(TurnActivities.PlaceIn(answer, conversation) ?? 0), liked, comment);
    }

    /// <summary>The <c>@id</c> of an action, which comes back when it is pressed.</summary>
    public static string ActionId(string activity, bool liked) => $"{activity}#{(liked ? "like" : "dislike")}";

    private static (string? Answer, bool? Liked, string? Comment) OfWebChat(Activity activity)
    {
        foreach (var entity in activity.Entities ?? [])
        {
            if (entity?.More is not { } action || !action.TryGetValue("@id", out var id) || !id.TryReadText(out var address) || address is null
                || !action.TryGetValue("@type", out var type) || !type.TryReadText(out var kind))
                continue;
            var isLike = kind == "LikeAction" || (kind == "VoteAction" && action.TryGetValue("actionOption", out var option) && option.TryReadText(out var vote) && vote == "upvote");
            return (address.Split('#')[0], isLike, null);
        }

        return default;
    }

    private static (string? Answer, bool? Liked, string? Comment) OfSubmit(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } value || !value.TryGetText("actionName", out var name) || name != "feedback"
            || !value.TryGetProperty("actionValue", out var given) || !given.TryGetText("reaction", out var reaction) || reaction is not ("like" or "dislike"))
            return default;
        return (activity.ReplyToId, reaction == "like", given.TryGetText("feedback", out var feedback) && feedback is not null ? CommentIn(feedback) : null);
    }

    /// <summary>The comment comes as JSON within a string.</summary>
    private static string? CommentIn(string feedback)
    {
        try
        {
            using var document = JsonDocument.Parse(feedback);
            return document.RootElement.TryGetText("feedbackText", out var text) ? text : null;
        }
        catch (JsonException)
        {
            return feedback;
        }
    }
}
