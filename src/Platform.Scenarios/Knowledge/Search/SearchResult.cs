namespace Platform.Scenarios.Knowledge.Search;

/// <summary>What a search found: entries by falling score, passages by falling score, and where the time went.</summary>
public sealed record SearchResult(
    string Query, IReadOnlyList<SearchCandidate> Candidates, IReadOnlyList<PassageCandidate> Passages, IReadOnlyList<StageTime> Times)
{
    /// <summary>The best of the entries that are recognised only to be declined; never among <see cref="Candidates"/>.</summary>
    public SearchCandidate? Declined { get; init; }
}

/// <summary>One entry that may answer the query.</summary>
/// <param name="MatchedQuestion">The stored wording that is nearest to the query.</param>
/// <param name="Score">In [0,1], rising with the probability that this entry answers the query, and calibrated so that a limit means the same on every base. 1 is a stored question, word for word.</param>
public sealed record SearchCandidate(
    string Key, string Language, string Question, string MatchedQuestion, string Answer, double Score, StageScores Stages, bool Exact);

/// <summary>What each stage thought of a candidate, each in [0,1].</summary>
/// <param name="Lexical">BM25 of the best wording, as a share of the most the query could reach.</param>
/// <param name="Classifier">Probability given by the intent classifier among the entries in scope.</param>
/// <param name="Similarity">Cosine between the n-grams of the query and of the best wording.</param>
/// <param name="Dense">Cosine between embeddings; null where no encoder is present.</param>
public sealed record StageScores(double Lexical, double Classifier, double Similarity, double? Dense);

/// <summary>A passage that may answer the query.</summary>
/// <param name="Score">Share of what the query names that occurs in the passage, its headings or its document's title, in [0,1].</param>
/// <param name="Lexical">BM25 as a share of the most the query could reach, in [0,1]; orders passages of one score.</param>
/// <param name="BestSentence">The sentence of the passage that shares most with the query.</param>
public sealed record PassageCandidate(SearchPassage Passage, double Score, double Lexical, string BestSentence);

/// <summary>Time one stage of a search took.</summary>
public sealed record StageTime(string Stage, TimeSpan Elapsed);
