using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Platform.Data.Conversations;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>Hands the replies of one conversation to its channel, one after another, keeps what came of it, and tries again later what the channel could not take.</summary>
/// <remarks>
/// Runs beside the answering, so that a slow channel does not hold up the next answer. The order stays: a reply that waits for a later attempt holds up those
/// behind it, but for a while only, so that one which the channel never takes does not silence the conversation.
/// </remarks>
internal sealed class ReplyOutbox(IReplyChannel channel, TurnWriter writer, RunningTurns running, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a reply is tried before it counts as undeliverable.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromHours(1);

    /// <summary>How long a reply holds up those behind it.</summary>
    private static readonly TimeSpan HoldsUpFor = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly List<Letter> _waiting = [];
    private bool _stopping;

    /// <summary>Done when nothing is being sent.</summary>
    public Task Sending { get; private set; } = Task.CompletedTask;

    /// <param name="inReplyTo">The channel's id of what is answered.</param>
    /// <param name="reference">Where to and to whom: what the adapter wrote when it heard what is answered. In a group somebody else may have spoken since.</param>
    public void Add(Conversation conversation, Turn turn, string? inReplyTo, string? reference)
    {
        foreach (var letter in _waiting)
            letter.Pause = TimeSpan.Zero; // somebody has spoken through the channel: it may be back
        _waiting.Add(new Letter(conversation, turn, inReplyTo, reference, Activity.Current?.Context ?? default, clock.GetTimestamp()));
        GoOn();
    }

    /// <summary>Sends what waits and whose time has come.</summary>
    public void GoOn()
    {
        if (!_stopping && Sending.IsCompleted && Next() is not null)
            Sending = SendAllAsync();
    }

    /// <summary>Lets the running delivery end and begins no further one; what waits is still pending in the database.</summary>
    public async Task StopAsync()
    {
        _stopping = true;
        await Sending;
        foreach (var letter in _waiting.ToList())
            if (letter.Result is { } result)
                await KeepResultAsync(letter, result); // or it is handed over once more after the next start
    }

    private async Task SendAllAsync()
    {
        Activity.Current = null;
        while (!_stopping && Next() is { } next)
        {
            running.BeginDelivery();
            try
            {
                using var span = Traces.Source.StartActivity(Traces.ChannelOut, ActivityKind.Producer, next.Origin);
                await SendAsync(next);
            }
            finally
            {
                running.End();
            }
        }
    }

    /// <summary>The first whose time has come, and none that would overtake one which still holds it up.</summary>
    private Letter? Next()
    {
        foreach (var letter in _waiting)
        {
            if (clock.GetElapsedTime(letter.TriedAt) >= letter.Pause)
                return letter;
            if (letter.Result is null && clock.GetElapsedTime(letter.AddedAt) < HoldsUpFor)
                return null;
        }

        return null;
    }

    private async Task SendAsync(Letter letter)
    {
        letter.Result ??= await HandOverAsync(letter);
        if (letter.Result is { } result)
            await KeepResultAsync(letter, result);
        else
            Postpone(letter);
    }

    /// <returns>Null when it is worth another attempt.</returns>
    private async Task<Result?> HandOverAsync(Letter letter)
    {
        var (conversation, turn) = (letter.Conversation, letter.Turn);
        try
        {
            var reply = new OutgoingReply(conversation.ChannelConversationId, letter.Reference, turn.Id.Value, letter.InReplyTo, Reply.FromJson(turn.Content)) { Before = letter.Before };
            switch (await channel.SendAsync(reply, CancellationToken.None))
            {
                case Delivery.Done done:
                    return new Result(TurnState.Sent, done.ActivityId);
                case Delivery.Refused refused:
                    logger.ReplyRefused(conversation.Id.Value, refused.Reason);
                    return new Result(TurnState.Undeliverable, null);
                case Delivery.Later later:
                    logger.ReplyNotTaken(conversation.Id.Value, later.Reason);
                    letter.Before = later;
                    break;
            }
        }
        catch (Exception failure) // a channel that fails is as one that is away
        {
            logger.ReplyNotSent(conversation.Id.Value, failure.GetType().Name);
        }

        if (clock.GetElapsedTime(letter.AddedAt) < TriedFor)
            return null;
        logger.ReplyGivenUp(conversation.Id.Value, TriedFor.TotalMinutes);
        return new Result(TurnState.Undeliverable, null);
    }

    /// <summary>What was handed over is never handed over again while this is in memory: when the mark fails, only the mark is tried again.</summary>
    private async Task KeepResultAsync(Letter letter, Result result)
    {
        try
        {
            await MarkAsync(letter.Turn.Id, result.State, result.ActivityId);
            _waiting.Remove(letter);
        }
        catch (Exception failure)
        {
            logger.ReplyNotMarked(letter.Conversation.Id.Value, failure.GetType().Name);
            Postpone(letter);
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

    private void Postpone(Letter letter)
    {
        letter.TriedAt = clock.GetTimestamp();
        letter.Pause = TimeSpan.FromTicks(Math.Clamp(letter.Pause.Ticks * 2, FirstPause.Ticks, LongestPause.Ticks));
    }

    /// <param name="AddedAt">Timestamp of the clock, which nobody sets forward or back.</param>
    private sealed record Letter(Conversation Conversation, Turn Turn, string? InReplyTo, string? Reference, ActivityContext Origin, long AddedAt)
    {
        public Delivery.Later? Before { get; set; }

        /// <summary>Null until it was handed over or given up.</summary>
        public Result? Result { get; set; }

        public long TriedAt { get; set; }

        /// <summary>From <see cref="TriedAt"/> to the next attempt.</summary>
        public TimeSpan Pause { get; set; }
    }

    private sealed record Result(TurnState State, string? ActivityId);
}
