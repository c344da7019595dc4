using Platform.Scenarios.DocumentWriting.Facts;

namespace Platform.Scenarios.DocumentWriting.Checks;

/// <summary>How alike two texts are by their words: pairs of neighbouring signs, as no model is needed to see them.</summary>
public static class Wordings
{
    /// <returns>From 0 to 1: cosine over single signs and pairs, counted with their square root.</returns>
    public static double Similarity(string a, string b)
    {
        var (x, y) = (Grams(a), Grams(b));
        if (x.Count == 0 || y.Count == 0)
            return 0;
        var dot = x.Sum(gram => gram.Value * y.GetValueOrDefault(gram.Key));
        return dot / Math.Sqrt(x.Values.Sum(v => v * v) * y.Values.Sum(v => v * v));
    }

    /// <summary>How much of <paramref name="wanted"/> stands in <paramref name="text"/>, from 0 to 1: a long text is not blamed for saying more.</summary>
    public static double Coverage(string wanted, string text) => Coverage(wanted, Pairs(text));

    /// <param name="there">The text's <see cref="Pairs"/>, for whoever asks of many.</param>
    public static double Coverage(string wanted, IReadOnlySet<string> there)
    {
        var pairs = Pairs(wanted);
        return pairs.Count == 0 ? 1 : (double)pairs.Count(there.Contains) / pairs.Count;
    }

    public static HashSet<string> Pairs(string text)
    {
        var bare = FactReader.Bare(text);
        return [.. Enumerable.Range(0, Math.Max(0, bare.Length - 1)).Select(at => bare.Substring(at, 2))];
    }

    private static Dictionary<string, double> Grams(string text)
    {
        var bare = FactReader.Bare(text);
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var at = 0; at < bare.Length; at++)
        {
            counts[bare[at].ToString()] = counts.GetValueOrDefault(bare[at].ToString()) + 0.25;
            if (at + 1 < bare.Length)
                counts[bare.Substring(at, 2)] = counts.GetValueOrDefault(bare.Substring(at, 2)) + 1;
        }

        foreach (var gram in counts.Keys.ToList())
            counts[gram] = Math.Sqrt(counts[gram]);
        return counts;
    }
}
