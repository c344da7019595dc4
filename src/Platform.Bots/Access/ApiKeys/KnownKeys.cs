using System.Collections.Concurrent;
using MediatR;
using Platform.Scenarios.Keys;

namespace Platform.Bots.Access.ApiKeys;

/// <summary>Keys that were used a moment ago, so that not every request asks the database. A revoked key is noticed when its moment is over.</summary>
internal sealed class KnownKeys(IMediator mediator, TimeProvider clock)
{
    /// <summary>How long a key is trusted without asking again; revoking takes effect within it.</summary>
    public static readonly TimeSpan Trusted = TimeSpan.FromSeconds(2);

    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, (FoundKey Found, long At)> _known = new(StringComparer.Ordinal);

    /// <returns>Null when there is no such key, or it may not be used any more.</returns>
    public async ValueTask<FoundKey?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = KeySecret.Hash(key);
        if (!_known.TryGetValue(hash, out var known) || clock.GetElapsedTime(known.At) > Trusted)
        {
            var at = clock.GetTimestamp();
            if (await mediator.Send(new FindKey(hash), cancellationToken) is not { } found)
            {
                _known.TryRemove(hash, out _);
                return null;
            }

            if (_known.Count >= MostKept)
                _known.Clear();
            _known[hash] = known = (found, at);
        }

        return known.Found.Key.IsUsable(clock.GetUtcNow()) ? known.Found : null;
    }
}
