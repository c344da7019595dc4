using Platform.Model.Corpus;

namespace Platform.Model.Evaluation.Language;

/// <summary>The held-out documents of a corpus folder by source.</summary>
internal static class HeldOutTexts
{
    /// <param name="corpus">A folder with dev.jsonl.</param>
    /// <param name="sources">Empty for all.</param>
    /// <param name="most">Of each source, evenly over its documents; 0 for all.</param>
    /// <exception cref="EvaluationException">A source is not there.</exception>
    public static IReadOnlyList<IGrouping<string, CorpusDocument>> Read(string corpus, IReadOnlyCollection<string> sources, int most)
    {
        var path = Path.Combine(corpus, "dev.jsonl");
        if (!File.Exists(path))
            throw new EvaluationException($"{corpus} holds no dev.jsonl. Give the folder that `platform corpus build` wrote.");
        var groups = CorpusFile.Read(path).GroupBy(document => document.Source, StringComparer.Ordinal).ToList();
        if (sources.FirstOrDefault(source => groups.TrueForAll(group => group.Key != source)) is { } missing)
            throw new EvaluationException($"{path} has nothing of '{missing}'. It has {string.Join(", ", groups.Select(group => group.Key))}.");
        return [.. groups.Where(group => sources.Count == 0 || sources.Contains(group.Key, StringComparer.Ordinal)).SelectMany(group => Some(group, most))];
    }

    private static IEnumerable<IGrouping<string, CorpusDocument>> Some(IGrouping<string, CorpusDocument> group, int most) =>
        Some([.. group], most).GroupBy(document => document.Source, StringComparer.Ordinal);

    /// <summary>Every n-th, so that no order in the file decides.</summary>
    public static IReadOnlyList<T> Some<T>(IReadOnlyList<T> all, int most) =>
        most <= 0 || all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];
}
