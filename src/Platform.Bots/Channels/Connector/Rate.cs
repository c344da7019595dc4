using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Platform.Bots.Channels.Connector;

/// <summary>At most so many in any window of that length.</summary>
internal sealed record Rate(int Most, TimeSpan Window)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Rate? rate)
    {
        rate = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most is < 1 or > 100_000
            || !TimeSpan.TryParse(text.AsSpan(slash + 1), CultureInfo.InvariantCulture, out var window) || window <= TimeSpan.Zero || window > TimeSpan.FromDays(1))
            return false;
        rate = new Rate(most, window);
        return true;
    }
}

/// <summary>Keeps to several rates at once.</summary>
internal sealed class Pace(IEnumerable<Rate> rates, TimeProvider clock)
{
    private readonly Rate[] _rates = [.. rates.OrderBy(rate => rate.Most)];
    private readonly LinkedList<DateTimeOffset> _taken = []; // oldest first, no more than the largest rate needs

    /// <summary>Takes the next free moment, now or later, and says how long to wait for it.</summary>
    public TimeSpan Take()
    {
        lock (_taken)
        {
            var now = clock.GetUtcNow();
            var at = _taken.Last is { } last && last.Value > now ? last.Value : now;
            var node = _taken.Last;
            var place = 1;
            foreach (var rate in _rates)
            {
                for (; node is not null && place < rate.Most; place++)
                    node = node.Previous;
                if (node is null)
                    break;
                if (node.Value + rate.Window is var free && free > at)
                    at = free;
            }

            _taken.AddLast(at);
            if (_taken.Count > _rates[^1].Most)
                _taken.RemoveFirst();
            return at - now;
        }
    }
}
