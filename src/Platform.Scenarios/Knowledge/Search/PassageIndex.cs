namespace Platform.Scenarios.Knowledge.Search;

/// <summary>BM25 over the passages of documents.</summary>
internal sealed class PassageIndex : IDisposable
{
    private readonly IReadOnlyList<SearchPassage> _passages;
    private readonly LexicalIndex _lexical;
    private readonly HashSet<string>[] _terms;

    private PassageIndex(IReadOnlyList<SearchPassage> passages, LexicalIndex lexical)
    {
        (_passages, _lexical) = (passages, lexical);
        _terms = [.. passages.Select(passage => ContentCoverage.TermsOf(QuestionText.Normalize($"{passage.Document}\n{passage.Heading}\n{passage.Text}", int.MaxValue)))];
    }

    public static PassageIndex Build(IReadOnlyList<SearchPassage> passages) =>
        new(passages, LexicalIndex.Build([.. passages.Select(passage => QuestionText.Normalize($"{passage.Heading}\n{passage.Text}", int.MaxValue))]));

    public IReadOnlyList<PassageCandidate> Search(string normalizedQuery, SearchScope scope, int take)
    {
        var scores = new float[_passages.Count];
        _lexical.Score(normalizedQuery, scores);
        var coverage = new ContentCoverage(normalizedQuery);
        return [.. Enumerable.Range(0, scores.Length)
            .Where(i => scores[i] > 0 && scope.AdmitsLanguage(_passages[i].Language))
            .Select(i => (Passage: i, Score: coverage.Of(_terms[i])))
            .OrderByDescending(found => found.Score + scores[found.Passage]).ThenBy(found => found.Passage)
            .Take(take)
            .Select(found => new PassageCandidate(
                _passages[found.Passage], found.Score, scores[found.Passage], BestSentence.Of(_passages[found.Passage].Text, normalizedQuery)))];
    }

    public void Save(string folder) => _lexical.Save(Path.Combine(folder, "passages"));

    public static PassageIndex Load(string folder, IReadOnlyList<SearchPassage> passages)
    {
        var lexical = LexicalIndex.Load(Path.Combine(folder, "passages"));
        if (lexical.Count == passages.Count) return new PassageIndex(passages, lexical);

        lexical.Dispose();
        throw new InvalidDataException($"The index holds {lexical.Count} passages, the knowledge base {passages.Count}.");
    }

    public void Dispose() => _lexical.Dispose();
}
