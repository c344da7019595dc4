namespace Platform.Model.Corpus.Duplicates;

/// <summary>Finds texts that have nearly all in common: candidates by <see cref="MinHash"/>, each checked by its true similarity, joined to groups.</summary>
/// <param name="least">Jaccard similarity of rows of five from which on two texts are the same, 0 to 1.</param>
/// <param name="textOf">Gives back the text with a number; several threads ask.</param>
internal sealed class NearDuplicates(double least, Func<int, string> textOf, int threads)
{
    private const int Compared = 16; // members of a band that each new one is compared with
    private readonly List<ulong[]> _signatures = [];

    /// <summary>Pairs that were looked at, and those that were the same.</summary>
    public (long Candidates, long Verified) Pairs { get; private set; }

    /// <returns>The number of the text.</returns>
    public int Add(ulong[] signature)
    {
        _signatures.Add(signature);
        return _signatures.Count - 1;
    }

    /// <returns>For each text the smallest number in its group: its own where it is alone.</returns>
    public int[] Groups(CancellationToken cancellationToken = default)
    {
        var sets = new DisjointSets(_signatures.Count);
        var (candidates, verified) = (0L, 0L);
        for (var band = 0; band < MinHash.Bands; band++)
        {
            var place = band;
            var keys = _signatures.Select(signature => signature[place]).ToArray();
            var order = Enumerable.Range(0, keys.Length).ToArray();
            Array.Sort(keys, order);
            var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
            Parallel.ForEach(Runs(keys), options, run =>
            {
                var members = order[run.Start..run.End];
                Array.Sort(members);
                var shingles = new Dictionary<int, ulong[]>();
                for (var one = 1; one < members.Length; one++)
                {
                    for (var other = Math.Max(0, one - Compared); other < one; other++)
                    {
                        if (sets.Find(members[one]) == sets.Find(members[other]))
                            continue;
                        Interlocked.Increment(ref candidates);
                        if (Shingles.Jaccard(Of(members[one]), Of(members[other])) < least)
                            continue;
                        Interlocked.Increment(ref verified);
                        sets.Join(members[one], members[other]);
                    }

                    shingles.Remove(members[Math.Max(0, one - Compared)]);
                }

                ulong[] Of(int item) => shingles.TryGetValue(item, out var known) ? known : shingles[item] = Shingles.Of(textOf(item));
            });
        }

        Pairs = (candidates, verified);
        return [.. Enumerable.Range(0, _signatures.Count).Select(sets.Find)];
    }

    private static IEnumerable<(int Start, int End)> Runs(ulong[] keys)
    {
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            if (end - start > 1)
                yield return (start, end);
            start = end;
        }
    }
}
