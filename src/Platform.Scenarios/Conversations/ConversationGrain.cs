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
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>
/// Orders the turns of one conversation, owns them and fans them out; what is answered is decided elsewhere.
/// Reentrant, so that a message is taken while another is being answered; answers themselves run one after another.
/// </summary>
/// <remarks>The database is the truth: a write that fails deactivates the grain, and the next call rebuilds it.</remarks>
[Reentrant, RandomPlacement]
internal sealed class ConversationGrain(
    IDbContextFactory<PlatformDbContext> contexts,
    TurnWriter writer,
    IServiceScopeFactory scopes,
    IEnumerable<IReplyChannel> channels,
    IOptions<ConversationOptions> options,
    TimeProvider clock,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    public static readonly TimeSpan WatchLifetime = TimeSpan.FromMinutes(5);

    private readonly ConversationMemory _memory = new(options.Value.RecentTurns);
    private readonly Queue<OwedAnswer> _owed = [];
    private readonly Queue<(Turn Turn, string? InReplyTo)> _outbox = [];
    private readonly ObserverManager<IConversationWatcher> _watchers = new(WatchLifetime, logger);
    private bool _stopping;
    private IReplyChannel? _channel;
    private Conversation? _conversation;
    private Task _answering = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (channel, channelConversationId) = ConversationKey.Parse(this.GetPrimaryKeyString());
        _channel = channels.FirstOrDefault(c => c.Serves(channel));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _conversation = await db.Conversations.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Channel == channel && c.ChannelConversationId == channelConversationId, cancellationToken);
        if (_conversation is null)
            return;

        var known = await _memory.LoadAsync(db, _conversation.Id, cancellationToken);
        foreach (var turn in known.Owed)
            _owed.Enqueue(new OwedAnswer(turn, StoredHeard.From(turn), Task.CompletedTask, null));
        foreach (var (turn, inReplyTo) in known.Unsent)
            _outbox.Enqueue((turn, inReplyTo));
        GoOn();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping = true; // the running turn is finished, no further one is begun
        await Task.WhenAny(Task.WhenAll(_answering, _sending), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public async Task<OpenedConversation> Open(string? userId, string? locale)
    {
        if (_conversation is { } known)
            return new OpenedConversation(known.Id.Value, IsNew: false);

        var conversation = Begin();
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
            return new HearOutcome.Duplicate(earlier.Sequence);
        }

        if (_conversation?.EndedAt is { } endedAt)
            return new HearOutcome.AlreadyEnded(endedAt);
        if (_owed.Count >= options.Value.MostWaiting)
            return new HearOutcome.Busy();

        var isNew = _conversation is null;
        var conversation = _conversation ?? Begin();
        var turn = new Turn
        {
            ConversationId = conversation.Id,
            Sequence = _memory.NextSequence(),
            Speaker = heard.Kind == "message" ? Speaker.User : Speaker.Channel,
            Kind = heard.Kind,
            ActivityId = heard.ActivityId,
            Text = heard.Text,
            Content = heard.Content,
            At = clock.GetUtcNow(),
            State = heard.WantsAnswer ? TurnState.Accepted : TurnState.Answered,
        };
        conversation.LastTurnAt = turn.At;
        conversation.UserId = heard.UserId ?? conversation.UserId;
        conversation.Locale = heard.Locale ?? conversation.Locale;
        conversation.Reference = heard.Reference ?? conversation.Reference;
        var snapshot = conversation.Snapshot();
        var stored = WriteAsync(db =>
        {
            if (isNew)
                db.Begin(snapshot);
            else
                db.Follow(snapshot);
            db.Add(turn);
        });
        _memory.Remember(heard.ActivityId, turn.Sequence, stored);
        if (heard.WantsAnswer)
            _owed.Enqueue(new OwedAnswer(turn, heard, stored, answer));

        try
        {
            await stored;
        }
        catch (DbUpdateException refused) when (TurnWriter.IsConstraint(refused.InnerException) && heard.ActivityId is not null)
        {
            if (await FindAsync(conversation.Id, heard.ActivityId) is { } sequence)
                return new HearOutcome.Duplicate(sequence);
            throw;
        }

        Publish(turn);
        GoOn();
        return new HearOutcome.Accepted(turn.Sequence, answer is null || !heard.WantsAnswer ? [] : await answer.Task);
    }

    public async Task<CardAnswer> Press(Heard heard, string? verb, string data)
    {
        using var scope = scopes.CreateScope();
        var conversation = _conversation ?? Begin();
        return await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new PressCard(conversation.Scenario, ViewFor(conversation, heard), verb, data), CancellationToken.None);
    }

    public async Task<SayOutcome> TakeOver(Guid account)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (conversation.Handling == Handling.Person && conversation.HandledBy != account)
            return SayOutcome.NotYours;
        conversation.Handling = Handling.Person;
        conversation.HandledBy = account;
        conversation.Outcome = SessionOutcome.Escalated;
        await FollowAsync(conversation);
        return SayOutcome.Done;
    }

    public async Task<SayOutcome> Say(Guid account, string text)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (conversation.Handling != Handling.Person || conversation.HandledBy != account)
            return SayOutcome.NotYours;

        var turn = ReplyTurn(conversation, Reply.Say(text), inReplyTo: null, Speaker.Person, account);
        conversation.LastTurnAt = turn.At;
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            db.Add(turn);
            db.Follow(snapshot);
        });
        _memory.Keep(turn);
        Publish(turn);
        if (turn.State == TurnState.Pending)
            _outbox.Enqueue((turn, null));
        GoOn();
        return SayOutcome.Done;
    }

    public async Task<SayOutcome> HandBack(Guid account)
    {
        if (_conversation is not { } conversation)
            return SayOutcome.NoSuchConversation;
        if (conversation.Handling == Handling.Person && conversation.HandledBy != account)
            return SayOutcome.NotYours;
        conversation.Handling = Handling.Bot;
        conversation.HandledBy = null;
        conversation.HandoverAskedAt = null;
        await FollowAsync(conversation);
        return SayOutcome.Done;
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
        return Task.CompletedTask;
    }

    private void GoOn()
    {
        if (_answering.IsCompleted && _owed.Count > 0)
            _answering = AnswerAllAsync();
        if (_sending.IsCompleted && _outbox.Count > 0)
            _sending = SendAllAsync();
    }

    private async Task AnswerAllAsync()
    {
        while (!_stopping && _owed.TryDequeue(out var owed))
        {
            try
            {
                await owed.Stored;
                var replies = await AnswerAsync(owed);
                owed.Answer?.TrySetResult([.. replies.Select(KeptTurn.Of)]);
            }
            catch (Exception failure) // the turn stays owed in the database and is answered after the rebuild
            {
                logger.AnswerNotStored(_conversation?.Id.Value ?? Guid.Empty, failure.GetType().Name);
                owed.Answer?.TrySetException(failure);
            }
        }
    }

    private async Task<IReadOnlyList<Turn>> AnswerAsync(OwedAnswer owed)
    {
        var conversation = _conversation ?? throw new InvalidOperationException("A conversation answers before it has begun.");
        var outcome = conversation.Handling == Handling.Bot || owed.Heard.Kind != "message"
            ? await AskScenarioAsync(conversation, owed)
            : new TurnOutcome.Answered([], HandedOver: false); // a person answers; the bot is silent
        var (replies, state) = outcome switch
        {
            TurnOutcome.Answered answered => (answered.Replies, TurnState.Answered),
            _ => ([FailureReply.For(ViewFor(conversation, owed.Heard))], TurnState.Failed),
        };

        var turns = replies.Select(reply => ReplyTurn(conversation, reply, owed, Speaker.Bot, account: null)).ToList();
        if (outcome is TurnOutcome.Answered { HandedOver: true })
        {
            conversation.Handling = Handling.Waiting;
            conversation.HandoverAskedAt = clock.GetUtcNow();
        }

        foreach (var turn in turns)
        {
            conversation.LastTurnAt = turn.At;
            conversation.Outcome = SessionAccounting.After(conversation.Outcome, turn.Decision);
        }

        if (replies.Any(reply => reply.EndCode is not null))
            conversation.EndedAt = clock.GetUtcNow();
        var snapshot = conversation.Snapshot();
        await WriteAsync(db =>
        {
            db.Progress(owed.Turn.Id, state);
            db.AddRange(turns);
            if (turns.Count > 0)
                db.Follow(snapshot);
        });

        _memory.Keep(owed.Turn);
        foreach (var turn in turns)
        {
            _memory.Keep(turn);
            Publish(turn);
            if (turn.State == TurnState.Pending)
                _outbox.Enqueue((turn, owed.Heard.ActivityId));
        }

        GoOn();
        return turns;
    }

    private async Task<TurnOutcome?> AskScenarioAsync(Conversation conversation, OwedAnswer owed)
    {
        var steps = 0;
        try
        {
            using var scope = scopes.CreateScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new TakeTurn(conversation.Scenario, ViewFor(conversation, owed.Heard), Show), CancellationToken.None);
        }
        catch (Exception failure) // whatever a scenario does, the person gets a word and the next turn runs
        {
            logger.TurnFailed(conversation.Id.Value, conversation.Scenario, failure.GetType().Name);
            return null;
        }

        ValueTask Show(ReplyEvent step)
        {
            var progress = step switch
            {
                ReplyEvent.Informing informing => new TurnProgress(owed.Turn.Sequence, ++steps, "informative", informing.Text),
                ReplyEvent.Partial partial => new TurnProgress(owed.Turn.Sequence, ++steps, "streaming", partial.Text),
                _ => new TurnProgress(owed.Turn.Sequence, 0, "typing", null),
            };
            _ = _watchers.Notify(watcher => watcher.Progressed(progress));
            if (owed.Answer is null)
                _channel?.Show(new OutgoingProgress(conversation.ChannelConversationId, conversation.Reference, owed.Heard.ActivityId, step));
            return ValueTask.CompletedTask;
        }
    }

    private async Task SendAllAsync()
    {
        while (!_stopping && _outbox.TryDequeue(out var next))
        {
            var (turn, inReplyTo) = next;
            try
            {
                var delivery = await _channel!.SendAsync(
                    new OutgoingReply(_conversation!.ChannelConversationId, _conversation.Reference, turn.Id.Value, inReplyTo, Reply.FromJson(turn.Content)),
                    CancellationToken.None);
                if (delivery is Delivery.Refused refused)
                    logger.ReplyRefused(_conversation.Id.Value, refused.Reason);
                var state = delivery is Delivery.Done ? TurnState.Sent : TurnState.Undeliverable;
                await MarkAsync(turn.Id, state, (delivery as Delivery.Done)?.ActivityId);
            }
            catch (Exception failure) // it stays pending in the database and is sent again after the rebuild
            {
                logger.ReplyNotSent(_conversation?.Id.Value ?? Guid.Empty, failure.GetType().Name);
            }
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
            await WriteAsync(db => db.Progress(turn, state)); // a channel that gives one id twice must not have its replies sent for ever
        }
    }

    private Conversation Begin()
    {
        var (channel, channelConversationId) = ConversationKey.Parse(this.GetPrimaryKeyString());
        var now = clock.GetUtcNow();
        return _conversation = new Conversation
        {
            Channel = channel,
            ChannelConversationId = channelConversationId,
            Scenario = options.Value.Scenario,
            StartedAt = now,
            LastTurnAt = now,
        };
    }

    private Turn ReplyTurn(Conversation conversation, Reply reply, OwedAnswer? inReplyTo, Speaker speaker, Guid? account) => new()
    {
        ConversationId = conversation.Id,
        Sequence = _memory.NextSequence(),
        Speaker = speaker,
        Kind = reply.EndCode is null ? "message" : "endOfConversation",
        InReplyTo = inReplyTo?.Turn.Sequence,
        Text = reply.Text,
        Content = reply.ToJson(),
        At = clock.GetUtcNow(),
        State = _channel is null || inReplyTo?.Answer is not null ? TurnState.Sent : TurnState.Pending,
        Decision = reply.Decision,
        Details = reply.Details,
        SaidBy = account,
    };

    private Dialogue ViewFor(Conversation conversation, Heard heard) =>
        new(conversation.Id, conversation.Channel, conversation.Locale, conversation.UserId, _memory.Recent(), heard);

    private void Publish(Turn turn)
    {
        if (_watchers.Count > 0)
            _ = _watchers.Notify(watcher => watcher.Kept(KeptTurn.Of(turn)));
    }

    private Task FollowAsync(Conversation conversation)
    {
        var snapshot = conversation.Snapshot();
        return WriteAsync(db => db.Follow(snapshot));
    }

    private async Task WriteAsync(Action<PlatformDbContext> change)
    {
        try
        {
            await writer.WriteAsync(change, CancellationToken.None);
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory may no longer be what is in the database
            throw;
        }
    }

    private async Task<int?> FindAsync(ConversationId conversation, string activityId)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Turns.Where(t => t.ConversationId == conversation && t.ActivityId == activityId)
            .Select(t => (int?)t.Sequence).SingleOrDefaultAsync();
    }

    private sealed record OwedAnswer(Turn Turn, Heard Heard, Task Stored, TaskCompletionSource<IReadOnlyList<KeptTurn>>? Answer);
}
