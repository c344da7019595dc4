using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Data.Conversations;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Hands the replies of one conversation to its channel, one after another, and keeps what came of it.</summary>
/// <remarks>Runs beside the answering, so that a slow channel does not hold up the next answer; the order stays.</remarks>
internal sealed class ReplyOutbox(IReplyChannel channel, TurnWriter writer, RunningTurns running, ILogger logger)
{
    private readonly Queue<Letter> _waiting = [];
    private bool _stopping;

    /// <summary>Done when nothing is being sent.</summary>
    public Task Sending { get; private set; } = Task.CompletedTask;

    /// <param name="inReplyTo">The channel's id of what is answered.</param>
    /// <param name="reference">Where to and to whom: what the adapter wrote when it heard what is answered. In a group somebody else may have spoken since.</param>
    public void Add(Conversation conversation, Turn turn, string? inReplyTo, string? reference)
    {
        _waiting.Enqueue(new Letter(conversation, turn, inReplyTo, reference, Activity.Current?.Context ?? default));
        if (Sending.IsCompleted)
            Sending = SendAllAsync();
    }

    /// <summary>Lets the running delivery end and begins no further one; what waits is still pending in the database.</summary>
    public void Stop() => _stopping = true;

    private async Task SendAllAsync()
    {
        Activity.Current = null;
        while (!_stopping && _waiting.TryDequeue(out var next))
        {
            running.BeginDelivery();
            try
            {
                using var span = Traces.Source.StartActivity(Traces.ChannelOut, ActivityKind.Producer, next.Origin);
                await SendAsync(next);
            }
            catch (Exception failure) // it stays pending in the database and is sent again later
            {
                logger.ReplyNotSent(next.Conversation.Id.Value, failure.GetType().Name);
            }
            finally
            {
                running.End();
            }
        }
    }

    private async Task SendAsync(Letter letter)
    {
        var (conversation, turn) = (letter.Conversation, letter.Turn);
        var reply = new OutgoingReply(conversation.ChannelConversationId, letter.Reference, turn.Id.Value, letter.InReplyTo, Reply.FromJson(turn.Content));
        switch (await channel.SendAsync(reply, CancellationToken.None))
        {
            case Delivery.Done done:
                await MarkAsync(turn.Id, TurnState.Sent, done.ActivityId);
                break;
            case Delivery.Refused refused:
                logger.ReplyRefused(conversation.Id.Value, refused.Reason);
                await MarkAsync(turn.Id, TurnState.Undeliverable, activityId: null);
                break;
        }
    }

    private async Task MarkAsync(TurnId turn, TurnState state, string? activityId)
    {
        try
        {
            await writer.WriteAsync(db => db.Progress(turn, state, activityId), CancellationToken.None);
        }
        catch (DbUpdateException refused) when (activityId is not null && TurnWriter.IsConstraint(refused.InnerException))
        {
            await MarkAsync(turn, state, activityId: null); // a channel that gives one id twice must not have its replies sent for ever
        }
    }

    private sealed record Letter(Conversation Conversation, Turn Turn, string? InReplyTo, string? Reference, ActivityContext Origin);
}
