using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <content>What people do in a conversation besides asking: they press cards, take over, answer, hand back, judge, remove.</content>
internal sealed partial class ConversationGrain
{
    public Task<SayOutcome> TakeOver(Guid account, Guid? from = null) => HandleAsync(conversation =>
    {
        if (conversation.Handling == Handling.Person && conversation.HandledBy != account && conversation.HandledBy != from)
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

    public async Task<CardAnswer> Press(Heard heard, string? verb, string data)
    {
        var conversation = _conversation ?? New();
        using var scope = scopes.CreateScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new PressCard(conversation.Scenario, ViewFor(conversation, heard), verb, data), CancellationToken.None);
        if (CardPress.ReplyOf(answer) is { } reply)
            await KeepPressAsync(heard, reply);
        return answer;
    }

    /// <summary>What was pressed and what came of it, as turns like any other; the channel has its answer already.</summary>
    private async Task KeepPressAsync(Heard heard, Reply reply)
    {
        var isNew = _conversation is null;
        var conversation = _conversation ??= New();
        var now = clock.GetUtcNow();
        var pressed = TurnDrafts.Of(heard with { WantsAnswer = false }, conversation.Id, _memory.NextSequence(), now);
        var said = TurnDrafts.Of(reply, conversation.Id, _memory.NextSequence(), now, TurnState.Sent, pressed.Sequence, saidBy: null);
        Take(conversation, heard, now, isNextSession: false);
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            if (isNew)
                db.Begin(snapshot);
            else
                db.Follow(snapshot);
            db.AddRange(pressed, said);
        });
        Publish(pressed);
        Send(conversation, said, inReplyTo: null, conversation.Reference);
    }

    public async Task<EraseOutcome> Erase(string messageId)
    {
        if (_conversation is not { } conversation)
            return EraseOutcome.NoSuchMessage;

        await SettleAsync();
        await using var db = await contexts.CreateDbContextAsync();
        var edits = Heard.ChangesOf("messageUpdate", messageId);
        var turns = db.Turns.Where(t => t.ConversationId == conversation.Id && (t.ActivityId == messageId || t.ActivityId!.StartsWith(edits)));
        var said = await turns.Select(t => new { t.Sequence, t.Text }).ToListAsync();
        var places = said.ConvertAll(t => t.Sequence);
        _memory.Erase(places); // an answer that is being made will not quote them
        await SettleAsync(); // one that was made before is there to be changed
        await turns.ExecuteUpdateAsync(turn => turn.SetProperty(t => t.Text, (string?)null).SetProperty(t => t.Content, "{}"));
        using var scope = scopes.CreateScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(new MessageErased(conversation.Id, messageId) { Words = [.. said.Select(t => t.Text).OfType<string>().Where(text => text.Length > 0)] }, CancellationToken.None);
        await db.Turns.Where(t => t.ConversationId == conversation.Id && t.InReplyTo != null && (places.Contains(t.InReplyTo.Value) || t.Details!.Contains(CarriedDetails.Mark)))
            .ExecuteUpdateAsync(turn => turn.SetProperty(t => t.Details, (string?)null));
        return places.Count > 0 ? EraseOutcome.Erased : EraseOutcome.NoSuchMessage;
    }

    /// <summary>Returns when everything that was said and heard so far is in the database.</summary>
    private Task SettleAsync() => writer.WriteAsync(_ => { }, CancellationToken.None);

    public async Task<SayOutcome> Say(Guid account, string text)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (conversation.Handling != Handling.Person || conversation.HandledBy != account)
            return SayOutcome.NotYours;

        return await SayAsync(conversation, Reply.Say(text), account);
    }

    /// <summary>Something that is said of itself, as the answer to nothing.</summary>
    private async Task<SayOutcome> SayAsync(Conversation conversation, Reply reply, Guid? saidBy)
    {
        var turn = TurnDrafts.Of(reply, conversation.Id, _memory.NextSequence(), clock.GetUtcNow(), SaidState(), inReplyTo: null, saidBy);
        conversation.LastTurnAt = turn.At;
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            db.Add(turn);
            db.Follow(snapshot);
        });
        Send(conversation, turn, inReplyTo: null, conversation.Reference);
        return SayOutcome.Done;
    }

    public async Task<SayOutcome> EndWait(DateTimeOffset askedBefore)
    {
        if (_conversation is not { Handling: Handling.Waiting } conversation || conversation.HandoverAskedAt is not { } asked || asked > askedBefore)
            return SayOutcome.NotYours; // somebody came meanwhile

        conversation.Handling = Handling.Bot;
        conversation.HandoverAskedAt = null;
        var asker = new Heard("message", _memory.Recent().LastOrDefault(line => line.Speaker == Speaker.User)?.Text) { Content = "{}" };
        return await SayAsync(conversation, NobodyCameReply.For(ViewFor(conversation, asker)), saidBy: null);
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
