using System.Text.Json;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Reads a thumb out of the ways in which clients give one.</summary>
internal static class ClientFeedback
{
    /// <summary>Web Chat 4.18 sends this event with the pressed action of the message's entity; the action's <c>@id</c> says which message.</summary>
    private const string WebChatEvent = "webchat:activity-status/feedback";

    private const string SubmitAction = "message/submitAction";

    /// <returns>Null when the activity is no feedback.</returns>
    public static GiveFeedback? Read(Activity activity, string conversation)
    {
        var thumb = activity switch
        {
            { Type: ActivityTypes.Event, Name: WebChatEvent } => OfWebChat(activity),
            { Type: ActivityTypes.Invoke, Name: SubmitAction } => FeedbackSignals.InSubmitAction(activity),
            { Type: ActivityTypes.MessageReaction } => FeedbackSignals.InReaction(activity),
            _ => null,
        };
        return thumb is null
            ? null
            : new GiveFeedback(DirectLineChannel.Name, conversation, new AnswerAddress.Place(TurnActivities.PlaceIn(thumb.AnswerId, conversation) ?? 0), thumb.Liked, thumb.Comment);
    }

    private static Thumb? OfWebChat(Activity activity)
    {
        foreach (var entity in activity.Entities ?? [])
            if (entity?.More is { } action && Text(action, "@id") is { } id && Text(action, "@type") is { } kind)
                return new Thumb(id.Split(MessageEntity.ActionMark)[0], kind == "LikeAction" || (kind == "VoteAction" && Text(action, "actionOption") == "upvote"), null);
        return null;
    }

    private static string? Text(Dictionary<string, JsonElement> action, string name) =>
        action.TryGetValue(name, out var value) && value.TryReadText(out var text) ? text : null;
}
