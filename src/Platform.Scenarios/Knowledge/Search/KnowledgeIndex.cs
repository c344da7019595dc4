namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Finds the entries and passages that may answer a question. Never changes once built; safe for many threads at once.</summary>
public sealed class KnowledgeIndex : IDisposable
{
    private const double HighestInexact = 0.999; // 1 is kept for a stored question, word for word

    private readonly IReadOnlyList<SearchEntry> _entries;
    private readonly QuestionMatcher _matcher;
    private readonly ScoreCalibrator _calibrator;
    private readonly PassageIndex _passages;
    private readonly IQuestionEncoder? _encoder;
    private readonly Dictionary<string, List<StoredQuestion>> _exact = new(StringComparer.Ordinal);

    internal KnowledgeIndex(
        string fingerprint, IReadOnlyList<SearchEntry> entries, IReadOnlyList<StoredQuestion> questions, QuestionMatcher matcher,
        ScoreCalibrator calibrator, PassageIndex passages, IQuestionEncoder? encoder)
    {
        Fingerprint = fingerprint;
        (_entries, _matcher, _calibrator, _passages, _encoder) = (entries, matcher, calibrator, passages, encoder);
        foreach (var question in questions)
        {
            var key = QuestionText.ExactKey(question.Normalized);
            if (key.Length == 0) continue;
            if (!_exact.TryGetValue(key, out var same)) _exact.Add(key, same = []);
            same.Add(question);
        }
    }

    /// <summary>Stands for the content the index was made from; equal content has an equal fingerprint.</summary>
    public string Fingerprint { get; }

    /// <param name="take">How many entries and how many passages at most.</param>
    public SearchResult Search(string query, SearchScope scope, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var clock = new StageClock();
        var normalized = QuestionText.Normalize(query);
        if (normalized.Length == 0) return new SearchResult(query, [], [], clock.Times);

        var dense = _encoder is null || _entries.Count == 0 ? null : UnitVectors.Of(_encoder, [normalized])[0];
        if (dense is not null) clock.Lap("encode");

        var evidence = _matcher.Compare(normalized, dense, entry => scope.Admits(_entries[entry]), clock);
        var ranked = Rank(normalized, evidence, take);
        clock.Lap("calibration");

        var passages = _passages.Search(normalized, scope, take);
        clock.Lap("passages");
        return new SearchResult(query, ranked.Answers, passages, clock.Times) { Declined = ranked.Declined };
    }

    /// <summary>The key of the entry plain BM25 finds: what the other stages are measured against.</summary>
    internal string? BestLexical(string query, SearchScope scope)
    {
        var evidence = _matcher.Compare(QuestionText.Normalize(query), null, entry => scope.Admits(_entries[entry]));
        return evidence.Present.Length == 0 ? null : _entries[evidence.Present.MaxBy(entry => evidence.Lexical[entry])].Key;
    }

    public void Dispose()
    {
        _matcher.Dispose();
        _passages.Dispose();
    }

    internal void Save(string folder)
    {
        _matcher.Save(folder);
        _passages.Save(folder);
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, "calibrator.bin")));
        _calibrator.Write(writer);
    }

    private (List<SearchCandidate> Answers, SearchCandidate? Declined) Rank(string normalized, MatchEvidence evidence, int take)
    {
        var exact = _exact.GetValueOrDefault(QuestionText.ExactKey(normalized)) ?? [];
        var signals = ScoreCalibrator.Signals(evidence);
        var probabilities = ScoreCalibrator.Probabilities(evidence);
        var ranked = evidence.Present
            .Select((entry, place) => (Entry: entry, Place: place, Exact: exact.Find(question => question.Entry == entry),
                Score: Math.Min(_calibrator.Score(signals[place]), HighestInexact)))
            .OrderByDescending(found => found.Exact is not null)
            .ThenByDescending(found => found.Score)
            .ThenBy(found => found.Entry)
            .ToLookup(found => _entries[found.Entry].IsDeclined, found => (Func<SearchCandidate>)(() =>
                Candidate(found.Entry, probabilities[found.Place], found.Exact, found.Score, evidence)));
        return ([.. ranked[false].Take(take).Select(candidate => candidate())], ranked[true].FirstOrDefault()?.Invoke());
    }

    private SearchCandidate Candidate(int number, float probability, StoredQuestion? exact, double score, MatchEvidence evidence)
    {
        var entry = _entries[number];
        var similarity = evidence.Similarity[number];
        var nearest = similarity > 0 ? evidence.SimilarQuestion[number] : evidence.LexicalQuestion[number];
        return new SearchCandidate(
            entry.Key, entry.Language, entry.Question, (exact ?? _matcher[nearest]).Text, entry.Answer, exact is null ? score : 1,
            new StageScores(
                evidence.Lexical[number], probability, Math.Clamp(similarity, 0, 1),
                evidence.Dense is null ? null : Math.Clamp(evidence.Dense[number], 0, 1)),
            exact is not null);
    }
}
