namespace Platform.Model.Evaluation.Measures;

/// <summary>How varied texts are, by <see cref="TextUnits"/>.</summary>
internal sealed class Diversity
{
    private const int RepeatedGram = 4;
    private readonly List<List<string>> _texts = [];

    public int Count => _texts.Count;

    public void Add(string text) => _texts.Add(TextUnits.Of(text));

    /// <summary>Different n-grams among all n-grams of the texts together (Li et al. 2016).</summary>
    public double Distinct(int n, IReadOnlyList<int> items)
    {
        var seen = new HashSet<int>();
        var all = 0;
        foreach (var item in items)
            foreach (var gram in Grams(_texts[item], n))
            {
                seen.Add(gram);
                all++;
            }

        return all == 0 ? 0 : (double)seen.Count / all;
    }

    /// <summary>Share of 4-grams that stood in the same text before, on average over the texts.</summary>
    public double Repetition(IReadOnlyList<int> items) => items.Count == 0 ? 0 : items.Average(item => Repetition(_texts[item]));

    public double Length(IReadOnlyList<int> items) => items.Count == 0 ? 0 : items.Average(item => (double)_texts[item].Count);

    private static double Repetition(List<string> text)
    {
        var grams = Grams(text, RepeatedGram).ToList();
        return grams.Count == 0 ? 0 : 1 - ((double)grams.Distinct().Count() / grams.Count);
    }

    private static IEnumerable<int> Grams(List<string> units, int n)
    {
        for (var at = 0; at + n <= units.Count; at++)
        {
            var hash = default(HashCode);
            for (var i = 0; i < n; i++)
                hash.Add(units[at + i], StringComparer.Ordinal);
            yield return hash.ToHashCode();
        }
    }
}
