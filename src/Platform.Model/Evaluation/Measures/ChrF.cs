using System.Runtime.InteropServices;

namespace Platform.Model.Evaluation.Measures;

/// <summary>chrF2 over a corpus (Popović 2015, with sacreBLEU's defaults): 1- to 6-grams of characters without spaces, recall weighing twice.</summary>
internal sealed class ChrF
{
    private const int Orders = 6;
    private const double Beta = 2;
    private readonly List<double[]> _items = [];

    public int Count => _items.Count;

    public void Add(string written, string reference)
    {
        var (mine, right) = (Without(written), Without(reference));
        var counts = new double[3 * Orders];
        for (var n = 1; n <= Orders; n++)
        {
            var grams = Grams(right, n);
            foreach (var (gram, count) in Grams(mine, n))
                counts[n - 1] += Math.Min(count, grams.GetValueOrDefault(gram));
            (counts[Orders + n - 1], counts[(2 * Orders) + n - 1]) = (Math.Max(0, mine.Length - n + 1), Math.Max(0, right.Length - n + 1));
        }

        _items.Add(counts);
    }

    /// <returns>0 to 100.</returns>
    public double Value(IReadOnlyList<int> items)
    {
        var sums = new double[3 * Orders];
        foreach (var item in items)
            for (var i = 0; i < sums.Length; i++)
                sums[i] += _items[item][i];
        var (precision, recall, orders) = (0.0, 0.0, 0);
        for (var n = 0; n < Orders; n++)
        {
            if (sums[Orders + n] == 0 || sums[(2 * Orders) + n] == 0)
                continue;
            precision += sums[n] / sums[Orders + n];
            recall += sums[n] / sums[(2 * Orders) + n];
            orders++;
        }

        if (orders == 0 || precision + recall == 0)
            return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + (Beta * Beta)) * precision * recall / ((Beta * Beta * precision) + recall);
    }

    private static string Without(string text) => string.Concat(text.Where(sign => !char.IsWhiteSpace(sign)));

    private static Dictionary<string, int> Grams(string text, int n)
    {
        var grams = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at + n <= text.Length; at++)
            CollectionsMarshal.GetValueRefOrAddDefault(grams, text.Substring(at, n), out _)++;
        return grams;
    }
}
