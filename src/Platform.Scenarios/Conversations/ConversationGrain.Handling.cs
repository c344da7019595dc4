using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <content>What people do in a conversation besides asking: they take over, answer, hand back, judge.</content>
internal sealed partial class ConversationGrain
{
    public Task<SayOutcome> TakeOver(Guid account) => HandleAsync(conversation =>
    {
        if (conversation.Handling == Handling.Person && conversation.HandledBy != account)
            return false;
        conversation.Handling = Handling.Person;
        conversation.HandledBy = account;
        conversation.Outcome = SessionOutcome.Escalated;
        return true;
    });

    public Task<SayOutcome> HandBack(Guid account) => HandleAsync(conversation =>
    {
        if (conversation.Handling == Handling.Person && conversation.HandledBy != account)
            return false;
        conversation.Handling = Handling.Bot;
        conversation.HandledBy = null;
        conversation.HandoverAskedAt = null;
        return true;
    });

    public async Task<SayOutcome> Judge(bool liked) => await HandleAsync(conversation =>
    {
        conversation.Outcome = SessionAccounting.AfterFeedback(conversation.Outcome, liked);
        return true;
    });

    public async Task<SayOutcome> Say(Guid account, string text)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (conversation.Handling != Handling.Person || conversation.HandledBy != account)
            return SayOutcome.NotYours;

        var turn = TurnDrafts.Of(Reply.Say(text), conversation.Id, _memory.NextSequence(), clock.GetUtcNow(), SaidState(), inReplyTo: null, account);
        conversation.LastTurnAt = turn.At;
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            db.Add(turn);
            db.Follow(snapshot);
        });
        Send(conversation, turn, inReplyTo: null);
        return SayOutcome.Done;
    }

    private async Task<SayOutcome> HandleAsync(Func<Conversation, bool> change)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (!change(conversation))
            return SayOutcome.NotYours;
        var snapshot = conversation.Snapshot();
        await WriteAsync(db => db.Follow(snapshot));
        return SayOutcome.Done;
    }
}
