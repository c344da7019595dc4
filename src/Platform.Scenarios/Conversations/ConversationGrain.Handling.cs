using Microsoft.EntityFrameworkCore;
using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <content>What people do in a conversation besides asking: they take over, answer, hand back, judge, remove.</content>
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

    public async Task<EraseOutcome> Erase(string messageId)
    {
        if (_conversation is not { } conversation)
            return EraseOutcome.NoSuchMessage;
        if (_memory.Heard(messageId) is { } heard)
            await heard.Stored;

        await using var db = await contexts.CreateDbContextAsync();
        var edits = Heard.ChangesOf("messageUpdate", messageId);
        var turns = db.Turns.Where(t => t.ConversationId == conversation.Id && (t.ActivityId == messageId || t.ActivityId!.StartsWith(edits)));
        var places = await turns.Select(t => t.Sequence).ToListAsync();
        await turns.ExecuteUpdateAsync(turn => turn.SetProperty(t => t.Text, (string?)null).SetProperty(t => t.Content, "{}"));
        places.ForEach(_memory.Forget);
        return places.Count > 0 ? EraseOutcome.Erased : EraseOutcome.NoSuchMessage;
    }

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
