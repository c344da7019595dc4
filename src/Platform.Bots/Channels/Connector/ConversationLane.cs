using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Connector;

/// <summary>The way out to one conversation: one request at a time, in the order they came, no faster than its channel allows.</summary>
internal sealed class ConversationLane(Pace? pace, Pace? tenantPace, TimeProvider clock)
{
    private static readonly TimeSpan BetweenTypings = TimeSpan.FromSeconds(3); // A6001
    private Task _last = Task.CompletedTask;
    private DateTimeOffset _lastTyping = DateTimeOffset.MinValue;
    private readonly Lock _gate = new();

    public DateTimeOffset LastUsed { get; private set; } = clock.GetUtcNow();

    /// <summary>Does its work when everything that was asked for before is done.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            (before, _last) = (_last, done.Task);
            LastUsed = clock.GetUtcNow();
        }

        try
        {
            await before;
            await WaitAsync(pace);
            await WaitAsync(tenantPace);
            return await work();
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <summary>Whether typing may be shown now; if so it counts as shown.</summary>
    public bool MayType()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _lastTyping < BetweenTypings)
                return false;
            _lastTyping = now;
            return true;
        }
    }

    private Task WaitAsync(Pace? limit) => limit?.Take() is { } wait && wait > TimeSpan.Zero ? Task.Delay(wait, clock) : Task.CompletedTask;
}

/// <summary>The lanes in use; those that were not used for longer than the longest rate looks back are forgotten.</summary>
internal sealed class ConversationLanes
{
    private const int MostBeforeSweep = 10_000;
    private static readonly string[] TeamsRates = ["7/00:00:01", "8/00:00:02", "60/00:00:30", "1800/01:00:00"];
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly Rate[] _conversationRates;
    private readonly Rate[] _tenantRates;
    private readonly ConcurrentDictionary<(string Channel, string Conversation), ConversationLane> _lanes = new();
    private readonly ConcurrentDictionary<string, Pace> _tenants = new(StringComparer.Ordinal);
    private int _sweepAt = MostBeforeSweep;

    public ConversationLanes(IOptions<ConnectorOptions> options, TimeProvider clock)
    {
        _clock = clock;
        _conversationRates = Read(options.Value.TeamsConversationRates.Count > 0 ? options.Value.TeamsConversationRates : TeamsRates);
        _tenantRates = Read([options.Value.TeamsTenantRate]);
    }

    public ConversationLane Of(ConversationReference reference, string conversationId)
    {
        if (_lanes.Count >= _sweepAt)
            Sweep();
        return _lanes.GetOrAdd((reference.ChannelId, conversationId), (_, lanes) => new ConversationLane(
            reference.IsTeams ? new Pace(lanes._conversationRates, lanes._clock) : null,
            reference is { IsTeams: true, Tenant: { } tenant } ? lanes._tenants.GetOrAdd(tenant, _ => new Pace(lanes._tenantRates, lanes._clock)) : null,
            lanes._clock), this);
    }

    private void Sweep()
    {
        var before = _clock.GetUtcNow() - KeptFor;
        foreach (var (key, lane) in _lanes)
            if (lane.LastUsed < before)
                _lanes.TryRemove(key, out _);
        _sweepAt = Math.Max(MostBeforeSweep, _lanes.Count * 2);
    }

    private static Rate[] Read(IEnumerable<string> rates) => [.. rates.Select(text => Rate.TryParse(text, out var rate) ? rate : null).OfType<Rate>()];
}
