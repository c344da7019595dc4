using System.Collections.Concurrent;
using Platform.Scenarios.Keys;

namespace Platform.Bots.OpenPlatform.Usage;

/// <summary>The meters of all keys that were used since the start.</summary>
internal sealed class KeyMeters(TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, KeyMeter> _meters = new();

    public Admission Admit(FoundKey found) => MeterOf(found).Admit(found.Key, clock.GetUtcNow());

    public void Count(FoundKey found, string model, RequestUsage usage, bool failed, bool admitted) =>
        MeterOf(found).Count(model, usage, failed, admitted, clock.GetUtcNow());

    /// <summary>What was counted since the last time, of all keys.</summary>
    public IReadOnlyList<UsageRow> Take() => [.. _meters.SelectMany(meter => meter.Value.Take(meter.Key))];

    public void Settle(IReadOnlyList<UsageRow> written, IReadOnlyDictionary<Guid, UsedToday> totals)
    {
        foreach (var rows in written.GroupBy(row => row.KeyId))
            if (_meters.TryGetValue(rows.Key, out var meter) && totals.TryGetValue(rows.Key, out var known))
                meter.Settle(rows, known);
    }

    private KeyMeter MeterOf(FoundKey found) => _meters.GetOrAdd(found.Key.Id, static (_, known) => new KeyMeter(known), found.Used);
}
