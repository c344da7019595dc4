namespace Platform.Model.Tokenization.BytePairs;

/// <summary>Joins neighbours, the pair of lowest rank first and of those the leftmost, until no pair can be joined.</summary>
/// <remarks>Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units", section 3.2.</remarks>
internal static class Merging
{
    private const int Short = 48;

    /// <param name="symbols">Rewritten in place.</param>
    /// <returns>How many symbols remain, from the start of <paramref name="symbols"/>.</returns>
    public static int Merge(Span<int> symbols, MergeTable merges) => symbols.Length switch
    {
        < 2 => symbols.Length,
        <= Short => MergeShort(symbols, merges),
        _ => MergeLong(symbols, merges),
    };

    /// <summary>A word: looking at every pair each time is quicker than keeping a queue.</summary>
    private static int MergeShort(Span<int> symbols, MergeTable merges)
    {
        Span<int> ranks = stackalloc int[Short];
        Span<int> ids = stackalloc int[Short];
        var count = symbols.Length;
        for (var at = 0; at < count - 1; at++)
            Look(symbols, at, merges, ranks, ids);
        while (true)
        {
            var best = -1;
            var bestRank = int.MaxValue;
            for (var at = 0; at < count - 1; at++)
            {
                if (ranks[at] < bestRank)
                {
                    bestRank = ranks[at];
                    best = at;
                }
            }

            if (best < 0)
                return count;

            symbols[best] = ids[best];
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            if (best + 2 < count)
            {
                ranks[(best + 2)..(count - 1)].CopyTo(ranks[(best + 1)..]);
                ids[(best + 2)..(count - 1)].CopyTo(ids[(best + 1)..]);
            }

            count--;
            if (best > 0)
                Look(symbols, best - 1, merges, ranks, ids);
            if (best < count - 1)
                Look(symbols, best, merges, ranks, ids);
        }
    }

    private static void Look(Span<int> symbols, int at, MergeTable merges, Span<int> ranks, Span<int> ids)
    {
        if (merges.TryGet(symbols[at], symbols[at + 1], out ranks[at], out ids[at]))
            return;
        ranks[at] = int.MaxValue;
    }

    /// <summary>A text without borders, or a long run of one character: a queue keeps it at n log n.</summary>
    private static int MergeLong(Span<int> symbols, MergeTable merges)
    {
        var next = new int[symbols.Length];
        var previous = new int[symbols.Length];
        var open = new PriorityQueue<int, ulong>(symbols.Length);
        for (var at = 0; at < symbols.Length; at++)
        {
            next[at] = at + 1;
            previous[at] = at - 1;
            if (at + 1 < symbols.Length && merges.TryGet(symbols[at], symbols[at + 1], out var rank, out _))
                open.Enqueue(at, Order(rank, at));
        }

        while (open.TryDequeue(out var at, out var order))
        {
            // an entry is stale when one of its two symbols was joined to another meanwhile
            var right = next[at];
            if (symbols[at] < 0 || right >= symbols.Length || !merges.TryGet(symbols[at], symbols[right], out var rank, out var id) || Order(rank, at) != order)
                continue;

            symbols[at] = id;
            symbols[right] = -1;
            next[at] = next[right];
            if (next[at] < symbols.Length)
                previous[next[at]] = at;
            Offer(symbols, previous[at], at, merges, open);
            Offer(symbols, at, next[at], merges, open);
        }

        var count = 0;
        for (var at = 0; at < symbols.Length; at = next[at])
            symbols[count++] = symbols[at];
        return count;
    }

    private static void Offer(Span<int> symbols, int left, int right, MergeTable merges, PriorityQueue<int, ulong> open)
    {
        if (left >= 0 && right < symbols.Length && merges.TryGet(symbols[left], symbols[right], out var rank, out _))
            open.Enqueue(left, Order(rank, left));
    }

    private static ulong Order(int rank, int at) => ((ulong)(uint)rank << 32) | (uint)at;
}
