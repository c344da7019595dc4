using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <content>The answering: one owed turn after another, while further ones are heard.</content>
internal sealed partial class ConversationGrain
{
    private void Owe(OwedAnswer owed)
    {
        _owed.Enqueue(owed);
        TurnMetrics.Queued();
    }

    private void GoOn()
    {
        if (!_stopping && _answering.IsCompleted && _owed.Count > 0)
            _answering = AnswerAllAsync();
    }

    private async Task AnswerAllAsync()
    {
        Activity.Current = null; // each turn hangs under what it answers, not under whoever woke this loop
        while (!_stopping && _owed.Count > 0 && running.TryBegin())
        {
            var owed = _owed.Dequeue();
            TurnMetrics.Begun();
            try
            {
                await AnswerNextAsync(owed);
            }
            finally
            {
                running.End();
            }
        }
    }

    private async Task AnswerNextAsync(OwedAnswer owed)
    {
        try
        {
            await owed.Stored;
        }
        catch (Exception)
        {
            owed.Over.TrySetCanceled(CancellationToken.None);
            return; // never acknowledged: whoever sent it has been told
        }

        try
        {
            var replies = await AnswerAsync(owed);
            owed.Over.TrySetResult();
            owed.Answer?.TrySetResult([.. replies.Select(KeptTurn.Of)]);
        }
        catch (Exception failure) // the turn stays owed in the database and is answered after the rebuild
        {
            logger.AnswerNotStored(_conversation?.Id.Value ?? Guid.Empty, failure.GetType().Name);
            owed.Over.TrySetCanceled(CancellationToken.None);
            owed.Answer?.TrySetException(failure);
        }
    }

    private async Task<IReadOnlyList<Turn>> AnswerAsync(OwedAnswer owed)
    {
        var conversation = _conversation ?? throw new InvalidOperationException("A conversation answers before it has begun.");
        using var span = Traces.Source.StartActivity(Traces.Turn, ActivityKind.Internal, owed.Origin);
        span?.SetTag("platform.conversation", conversation.Id.Value).SetTag("platform.sequence", owed.Turn.Sequence)
            .SetTag("platform.scenario", conversation.Scenario).SetTag("platform.channel", conversation.Channel);
        var erasures = _memory.Erasures;
        var outcome = await AskScenarioAsync(conversation, owed, IsForPerson(conversation, owed));
        if (IsForPerson(conversation, owed) && outcome is not TurnOutcome.Answered { IsUrgent: true })
            outcome = TurnOutcome.Answered.Silent; // a person answers, perhaps one who came while the bot was about to
        var (replies, state) = outcome is TurnOutcome.Answered answered
            ? (answered.Replies, TurnState.Answered)
            : ([FailureReply.For(ViewFor(conversation, owed.Heard))], TurnState.Failed);

        var said = owed.Answer is null ? SaidState() : TurnState.Sent;
        var isErased = _memory.IsErased(owed.Turn.Sequence);
        var wasErased = _memory.Erasures != erasures; // what it carries on may come from what is gone
        var turns = replies.Select(reply => TurnDrafts.Of(
            isErased || (wasErased && CarriedDetails.Are(reply.Details)) ? reply with { Details = null } : reply, conversation.Id, _memory.NextSequence(), clock.GetUtcNow(), said, owed.Turn.Sequence, saidBy: null)).ToList();
        conversation.TakeReplies(turns, outcome is TurnOutcome.Answered { HandedOver: true }, clock.GetUtcNow());
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            db.Progress(owed.Turn.Id, state);
            db.AddRange(turns);
            db.Follow(snapshot);
        });

        TurnMetrics.Ended(conversation, state == TurnState.Failed, clock.GetUtcNow() - owed.Turn.At);
        _memory.Keep(owed.Turn);
        foreach (var turn in turns)
            Send(conversation, turn, owed.Heard.ActivityId, owed.Heard.Reference ?? conversation.Reference);
        return turns;
    }

    private static bool IsForPerson(Conversation conversation, OwedAnswer owed) => conversation.Handling != Handling.Bot && owed.Heard.Kind == "message";

    private async Task<TurnOutcome?> AskScenarioAsync(Conversation conversation, OwedAnswer owed, bool onlyUrgent)
    {
        var steps = 0;
        var dialogue = ViewFor(conversation, owed.Heard);
        using var patience = _channel is null || owed.Answer is not null || onlyUrgent ? null : new Patience(dialogue, ShowInChannel, clock);
        try
        {
            using var span = Traces.Source.StartActivity(Traces.Compose);
            using var scope = scopes.CreateScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new TakeTurn(conversation.Scenario, dialogue, Show, onlyUrgent), CancellationToken.None);
        }
        catch (Exception failure) // whatever a scenario does, the person gets a word and the next turn runs
        {
            logger.TurnFailed(conversation.Id.Value, conversation.Scenario, failure.GetType().Name);
            return null;
        }

        ValueTask Show(ReplyEvent step)
        {
            var progress = TurnProgress.Of(step, owed.Turn.Sequence, ref steps);
            _ = _watchers.Notify(watcher => watcher.Progressed(progress));
            patience?.Saw();
            if (owed.Answer is null)
                ShowInChannel(step);
            return ValueTask.CompletedTask;
        }

        void ShowInChannel(ReplyEvent step) =>
            _channel?.Show(new OutgoingProgress(conversation.ChannelConversationId, owed.Heard.Reference ?? conversation.Reference, owed.Heard.ActivityId, step));
    }

    /// <param name="Stored">Done when the turn is durable; failed when it was never taken.</param>
    /// <param name="Answer">Set when the caller waits for the replies; they are then not sent through the channel.</param>
    /// <param name="Origin">The span in which the turn was heard.</param>
    private sealed record OwedAnswer(Turn Turn, Heard Heard, Task Stored, TaskCompletionSource<IReadOnlyList<KeptTurn>>? Answer, ActivityContext Origin)
    {
        /// <summary>Done when the answer is kept; cancelled when it stays owed.</summary>
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
