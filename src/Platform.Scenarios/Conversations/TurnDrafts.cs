using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Turns before they are kept.</summary>
internal static class TurnDrafts
{
    public static Turn Of(Heard heard, ConversationId conversation, int sequence, DateTimeOffset at) => new()
    {
        ConversationId = conversation,
        Sequence = sequence,
        Speaker = heard.Kind == "message" ? Speaker.User : Speaker.Channel,
        Kind = heard.Kind,
        ActivityId = heard.ActivityId,
        Text = heard.Text,
        Content = heard.Content,
        At = at,
        State = heard.WantsAnswer ? TurnState.Accepted : TurnState.Answered,
    };

    /// <param name="inReplyTo">The place of what is answered; null for what a person says of themselves.</param>
    /// <param name="saidBy">The account of the person who says it; null for the bot.</param>
    public static Turn Of(Reply reply, ConversationId conversation, int sequence, DateTimeOffset at, TurnState state, int? inReplyTo, Guid? saidBy) => new()
    {
        ConversationId = conversation,
        Sequence = sequence,
        Speaker = saidBy is null ? Speaker.Bot : Speaker.Person,
        Kind = reply.EndCode is null ? "message" : "endOfConversation",
        InReplyTo = inReplyTo,
        Text = reply.Text,
        Content = reply.ToJson(),
        At = at,
        State = state,
        Decision = reply.Decision,
        Details = reply.Details,
        SaidBy = saidBy,
    };
}
