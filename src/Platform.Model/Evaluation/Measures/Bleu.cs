using System.Runtime.InteropServices;

namespace Platform.Model.Evaluation.Measures;

/// <summary>BLEU-4 over a corpus, one reference (Papineni et al. 2002), by <see cref="TextUnits"/>: words for English, signs for Chinese. No smoothing; letter case counts.</summary>
internal sealed class Bleu
{
    private const int Orders = 4;
    private readonly List<double[]> _items = [];

    public int Count => _items.Count;

    public void Add(string written, string reference)
    {
        var (mine, right) = (TextUnits.Of(written), TextUnits.Of(reference));
        var counts = new double[(2 * Orders) + 2];
        for (var n = 1; n <= Orders; n++)
        {
            var grams = Grams(right, n);
            foreach (var (gram, count) in Grams(mine, n))
                counts[n - 1] += Math.Min(count, grams.GetValueOrDefault(gram));
            counts[Orders + n - 1] = Math.Max(0, mine.Count - n + 1);
        }

        (counts[^2], counts[^1]) = (mine.Count, right.Count);
        _items.Add(counts);
    }

    /// <returns>0 to 100.</returns>
    public double Value(IReadOnlyList<int> items)
    {
        var sums = new double[(2 * Orders) + 2];
        foreach (var item in items)
            for (var i = 0; i < sums.Length; i++)
                sums[i] += _items[item][i];
        var logs = 0.0;
        for (var n = 0; n < Orders; n++)
        {
            if (sums[n] == 0)
                return 0;
            logs += Math.Log(sums[n] / sums[Orders + n]) / Orders;
        }

        return 100 * Math.Exp(logs + Math.Min(0, 1 - (sums[^1] / sums[^2])));
    }

    private static Dictionary<string, int> Grams(List<string> units, int n)
    {
        var grams = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at + n <= units.Count; at++)
            CollectionsMarshal.GetValueRefOrAddDefault(grams, string.Join('\u0001', CollectionsMarshal.AsSpan(units).Slice(at, n)!), out _)++;
        return grams;
    }
}
