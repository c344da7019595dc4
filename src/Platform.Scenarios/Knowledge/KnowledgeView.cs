using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge;

/// <summary>One language's index with what it was made from.</summary>
internal sealed record LanguageIndex(IndexSource Source, KnowledgeIndex Index);

/// <summary>The base at one moment: what may be answered, and the indexes that find it. Never changes.</summary>
internal sealed class KnowledgeView
{
    private readonly Dictionary<string, Dictionary<string, KnowledgeEntry>> _waiting = new(StringComparer.Ordinal);

    public KnowledgeView(KnowledgeCatalog catalog, IReadOnlyDictionary<string, LanguageIndex> indexes)
    {
        (Catalog, Indexes) = (catalog, indexes);
        Sources = catalog.Sources();
        Stale = [.. Sources.Where(s => indexes[s.Language].Source.Fingerprint != s.Fingerprint).Select(s => s.Language)];
        foreach (var language in Stale)
            _waiting[language] = WordingsThatWait(language);
    }

    public KnowledgeCatalog Catalog { get; }

    public IReadOnlyDictionary<string, LanguageIndex> Indexes { get; }

    public IReadOnlyList<IndexSource> Sources { get; }

    /// <summary>Languages whose index was made from an older state of the base.</summary>
    public IReadOnlyCollection<string> Stale { get; }

    public string? FingerprintOf(string language) => Sources.FirstOrDefault(s => s.Language == language)?.Fingerprint;

    public KnowledgeStatus Status() => new(Catalog.Revision, Catalog.Entries.Count, Catalog.Passages.Count, [.. Indexes.Keys], Stale);

    /// <param name="language">Null searches every language.</param>
    public SearchResult Search(string query, string? language, IReadOnlyCollection<string> audiences, int take)
    {
        var searched = language is not null && Indexes.ContainsKey(language) ? [language] : Indexes.Keys.ToArray();
        var results = searched.Select(one => SearchOne(one, query, audiences, take)).ToArray();
        return results is [var only]
            ? only
            : new SearchResult(
                query,
                [.. results.SelectMany(r => r.Candidates).OrderByDescending(c => c.Exact).ThenByDescending(c => c.Score).Take(take)],
                [.. results.SelectMany(r => r.Passages).OrderByDescending(p => p.Score).Take(take)],
                [.. results.SelectMany(r => r.Times).GroupBy(t => t.Stage, StringComparer.Ordinal).Select(stage => new StageTime(stage.Key, new TimeSpan(stage.Sum(t => t.Elapsed.Ticks))))])
            {
                Declined = results.Select(r => r.Declined).OfType<SearchCandidate>().MaxBy(c => c.Score),
            };
    }

    /// <summary>Asks the index for more until enough of what it found may be answered: it may be older than the catalog.</summary>
    private SearchResult SearchOne(string language, string query, IReadOnlyCollection<string> audiences, int take)
    {
        var (source, index) = Indexes[language];
        for (var asked = take; ; asked *= 4)
        {
            var found = index.Search(query, new SearchScope(Audiences: audiences), asked);
            var candidates = found.Candidates.Select(c => Current(c, audiences)).OfType<SearchCandidate>().Take(take).ToList();
            var passages = found.Passages.Where(p => Catalog.Passages.TryGetValue(p.Passage.Key, out var passage) && audiences.Contains(passage.Audience, StringComparer.Ordinal)).Take(take).ToList();
            var mayBeMore = (candidates.Count < take && found.Candidates.Count == asked && asked < source.Entries.Count)
                || (passages.Count < take && found.Passages.Count == asked && asked < source.Passages.Count);
            if (!mayBeMore)
                return WithWaiting(language, audiences, found with { Candidates = candidates, Passages = passages, Declined = StillDeclined(found.Declined, audiences) }, take);
        }
    }

    private SearchCandidate? Current(SearchCandidate found, IReadOnlyCollection<string> audiences) =>
        Catalog.Entries.TryGetValue(found.Key, out var entry) && audiences.Contains(entry.Audience, StringComparer.Ordinal)
            ? found with { Question = entry.Question, Answer = entry.Answer }
            : null;

    private SearchCandidate? StillDeclined(SearchCandidate? found, IReadOnlyCollection<string> audiences) =>
        found is not null && Catalog.Declined.TryGetValue(found.Key, out var entry) && audiences.Contains(entry.Audience, StringComparer.Ordinal) ? found with { Question = entry.Question, Answer = entry.Answer } : null;

    /// <summary>A wording that the index does not know yet is found word for word.</summary>
    private SearchResult WithWaiting(string language, IReadOnlyCollection<string> audiences, SearchResult found, int take)
    {
        if (!_waiting.TryGetValue(language, out var waiting)
            || !waiting.TryGetValue(QuestionText.ExactKey(QuestionText.Normalize(found.Query)), out var entry)
            || !audiences.Contains(entry.Audience, StringComparer.Ordinal))
            return found;

        var key = KnowledgeCatalog.KeyOf(entry.Id);
        var exact = new SearchCandidate(key, language, entry.Question, found.Query, entry.Answer, 1, new StageScores(1, 1, 1, null), Exact: true);
        return entry.State == KnowledgeState.Declined
            ? found with { Declined = exact }
            : found with { Candidates = [exact, .. found.Candidates.Where(c => c.Key != key).Take(take - 1)] };
    }

    private Dictionary<string, KnowledgeEntry> WordingsThatWait(string language)
    {
        var known = Indexes[language].Source.Entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
        var waiting = new Dictionary<string, KnowledgeEntry>(StringComparer.Ordinal);
        foreach (var entry in Catalog.Entries.Values.Concat(Catalog.Declined.Values).Where(e => e.Language == language))
        {
            var before = known.GetValueOrDefault(KnowledgeCatalog.KeyOf(entry.Id));
            foreach (var wording in entry.Similar.Prepend(entry.Question))
                if (before is null || before.IsDeclined != (entry.State == KnowledgeState.Declined) || (before.Question != wording && !before.Similar.Contains(wording, StringComparer.Ordinal)))
                    waiting.TryAdd(QuestionText.ExactKey(QuestionText.Normalize(wording)), entry);
        }

        return waiting;
    }
}
