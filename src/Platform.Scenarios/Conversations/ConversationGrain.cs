using System.Diagnostics;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Utilities;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>
/// Orders the turns of one conversation, owns them and fans them out; what is answered is decided elsewhere.
/// Reentrant, so that a message is taken while another is being answered; answers themselves run one after another.
/// </summary>
/// <remarks>The database is the truth: a write that fails deactivates the grain, and the next call rebuilds it.</remarks>
[Reentrant, RandomPlacement]
internal sealed partial class ConversationGrain(
    IDbContextFactory<PlatformDbContext> contexts,
    TurnWriter writer,
    IServiceScopeFactory scopes,
    IEnumerable<IReplyChannel> channels,
    IOptions<ConversationOptions> options,
    RunningTurns running,
    TimeProvider clock,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    private readonly ConversationMemory _memory = new(options.Value.RecentTurns);
    private readonly Queue<OwedAnswer> _owed = [];
    private readonly ObserverManager<IConversationWatcher> _watchers = new(IConversationGrain.WatchLifetime, logger);
    private IReplyChannel? _channel;
    private ReplyOutbox? _outbox;
    private Conversation? _conversation;
    private Task _answering = Task.CompletedTask;
    private bool _stopping;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (channel, channelConversationId) = ConversationKey.Parse(this.GetPrimaryKeyString());
        _channel = channels.FirstOrDefault(c => c.Serves(channel));
        _outbox = _channel is null ? null : new ReplyOutbox(_channel, writer, running, clock, logger);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _conversation = await db.Conversations.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Channel == channel && c.ChannelConversationId == channelConversationId, cancellationToken);
        if (_conversation is null)
            return;

        var known = await _memory.LoadAsync(db, _conversation.Id, cancellationToken);
        foreach (var (turn, inReplyTo) in known.Unsent)
            _outbox?.Add(_conversation, turn, inReplyTo, _conversation.Reference);
        foreach (var turn in known.Owed)
        {
            var owed = new OwedAnswer(turn, StoredHeard.From(turn), Task.CompletedTask, null, default);
            _memory.Remember(turn.ActivityId, turn.Sequence, Task.CompletedTask, owed.Over.Task);
            Owe(owed);
        }

        GoOn();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping = true; // the running turn is finished, no further one is begun
        await Task.WhenAny(_answering, Task.Delay(Timeout.Infinite, cancellationToken));
        TurnMetrics.Begun(_owed.Count);
        while (_owed.TryDequeue(out var owed)) // still owed in the database
        {
            owed.Answer?.TrySetCanceled(CancellationToken.None);
            owed.Over.TrySetCanceled(CancellationToken.None);
        }

        await Task.WhenAny(_outbox?.StopAsync() ?? Task.CompletedTask, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public async Task<OpenedConversation> Open(string? userId, string? locale)
    {
        if (_conversation is { } known)
            return new OpenedConversation(known.Id.Value, IsNew: false);

        var conversation = _conversation = New();
        conversation.UserId = userId;
        conversation.Locale = locale;
        var snapshot = conversation.Snapshot();
        await WriteAsync(db => db.Begin(snapshot));
        return new OpenedConversation(conversation.Id.Value, IsNew: true);
    }

    public Task<HearOutcome> Hear(Heard heard) => HearAsync(heard, null);

    public Task<HearOutcome> HearAndAnswer(Heard heard) =>
        HearAsync(heard, new TaskCompletionSource<IReadOnlyList<KeptTurn>>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task<HearOutcome> HearAsync(Heard heard, TaskCompletionSource<IReadOnlyList<KeptTurn>>? answer)
    {
        if (heard.ActivityId is { } id && _memory.Heard(id) is { } earlier)
        {
            await earlier.Stored; // a repeated message is acknowledged when the first one is safe
            if (answer is not null)
                await earlier.Answered; // its replies are read by whoever asked again
            return new HearOutcome.Duplicate(earlier.Sequence);
        }

        if (_owed.Count >= options.Value.MostWaiting)
            return new HearOutcome.Busy();

        using var span = Traces.Source.StartActivity(Traces.ChannelIn, ActivityKind.Consumer, CarriedTrace.Received());
        var isNew = _conversation is null;
        var conversation = _conversation ??= New();
        var turn = TurnDrafts.Of(heard, conversation.Id, _memory.NextSequence(), clock.GetUtcNow());
        var isNextSession = SessionAccounting.Begins(heard.Kind == "message", conversation.LastTurnAt, turn.At, options.Value.SessionGap);
        var isChanged = Take(conversation, heard, turn.At, isNextSession);
        var snapshot = conversation.Snapshot();
        var stored = WriteAsync(db =>
        {
            if (isNew)
                db.Begin(snapshot);
            else if (isNextSession)
                db.FollowIntoSession(snapshot);
            else if (isChanged || !heard.WantsAnswer)
                db.Follow(snapshot); // otherwise the answer's own write moves the conversation on
            db.Add(turn);
        });
        var owed = heard.WantsAnswer ? new OwedAnswer(turn, heard, stored, answer, span?.Context ?? default) : null;
        _memory.Remember(heard.ActivityId, turn.Sequence, stored, owed?.Over.Task ?? Task.CompletedTask);
        if (owed is not null)
            Owe(owed); // queued before it is stored, so that the order is that of arrival

        try
        {
            await stored;
        }
        catch (DbUpdateException refused) when (heard.ActivityId is not null && TurnWriter.IsConstraint(refused.InnerException))
        {
            if (await FindAsync(conversation.Id, heard.ActivityId) is { } sequence)
                return new HearOutcome.Duplicate(sequence);
            throw;
        }

        if (heard.Kind == "messageUpdate")
            _memory.Edit(heard.Content, heard.Text);
        Publish(turn);
        GoOn();
        return new HearOutcome.Accepted(turn.Sequence, answer is null || !heard.WantsAnswer ? [] : await answer.Task);
    }

    public Task Watch(IConversationWatcher watcher)
    {
        _watchers.Subscribe(watcher, watcher);
        return Task.CompletedTask;
    }

    public Task Unwatch(IConversationWatcher watcher)
    {
        _watchers.Unsubscribe(watcher);
        return Task.CompletedTask;
    }

    public Task Resume()
    {
        GoOn();
        _outbox?.GoOn();
        return Task.CompletedTask;
    }

    private TurnState SaidState() => _outbox is null ? TurnState.Sent : TurnState.Pending;

    /// <summary>Tells everyone of a reply that is stored.</summary>
    private void Send(Conversation conversation, Turn turn, string? inReplyTo, string? reference)
    {
        _memory.Keep(turn);
        Publish(turn);
        if (turn.State == TurnState.Pending)
            _outbox?.Add(conversation, turn, inReplyTo, reference);
    }

    private void Publish(Turn turn)
    {
        if (_watchers.Count > 0)
            _ = _watchers.Notify(watcher => watcher.Kept(KeptTurn.Of(turn)));
    }

    /// <returns>Whether more than the time of the last turn changed.</returns>
    private static bool Take(Conversation conversation, Heard heard, DateTimeOffset at, bool isNextSession)
    {
        var before = (conversation.EndedAt, conversation.UserId, conversation.Locale, conversation.Reference, conversation.Outcome);
        if (isNextSession)
            conversation.Outcome = SessionAccounting.AtBeginning(conversation.Handling);
        conversation.LastTurnAt = at;
        conversation.EndedAt = heard.Kind == "endOfConversation" ? at : null; // whoever speaks again goes on
        conversation.UserId = heard.UserId ?? conversation.UserId;
        conversation.Locale = heard.Locale ?? conversation.Locale;
        conversation.Reference = heard.Reference ?? conversation.Reference;
        return before != (conversation.EndedAt, conversation.UserId, conversation.Locale, conversation.Reference, conversation.Outcome);
    }

    private Conversation New()
    {
        var (channel, channelConversationId) = ConversationKey.Parse(this.GetPrimaryKeyString());
        var now = clock.GetUtcNow();
        return new Conversation
        {
            Channel = channel,
            ChannelConversationId = channelConversationId,
            Scenario = options.Value.Scenario,
            StartedAt = now,
            LastTurnAt = now,
        };
    }

    private Dialogue ViewFor(Conversation conversation, Heard heard) =>
        new(conversation.Id, conversation.Channel, heard.Locale ?? conversation.Locale, heard.UserId ?? conversation.UserId, _memory.Recent(), heard);

    private async Task WriteAsync(Action<PlatformDbContext> change)
    {
        try
        {
            await writer.WriteAsync(change, CancellationToken.None);
        }
        catch
        {
            _stopping = true; // what is in memory may no longer be what is in the database
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<int?> FindAsync(ConversationId conversation, string activityId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Turns.Where(t => t.ConversationId == conversation && t.ActivityId == activityId)
            .Select(t => (int?)t.Sequence).SingleOrDefaultAsync();
    }
}
