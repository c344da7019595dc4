using System.ComponentModel.DataAnnotations;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Two limits on the calibrated score, each with one meaning everywhere.</summary>
public sealed class AnswerPolicyOptions : IValidatableObject
{
    public const double DefaultHigh = 0.54;
    public const double DefaultLow = 0.52;
    public const double DefaultPassage = 0.6;

    /// <summary>From this score on, the best entry is answered. 0 answers always.</summary>
    [Range(0.0, 1.0)]
    public double High { get; set; } = DefaultHigh;

    /// <summary>Below this score, the platform says that it does not know. 0 never declines while there is a candidate.</summary>
    [Range(0.0, 1.0)]
    public double Low { get; set; } = DefaultLow;

    /// <summary>Where no entry reaches <see cref="High"/>, a passage with this score or more is quoted. 0 quotes the best one always, 1 only one that has every word of weight.</summary>
    [Range(0.0, 1.0)]
    public double Passage { get; set; } = DefaultPassage;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Low > High)
            yield return new ValidationResult($"Low ({Low}) must not lie above High ({High}).", [nameof(Low), nameof(High)]);
    }
}

/// <summary>Whether to answer, to ask back, or to say honestly that it is not known.</summary>
public sealed class AnswerPolicy
{
    private const int MostChoices = 3;

    private readonly double _high;
    private readonly double _low;
    private readonly double _passage;

    /// <exception cref="ArgumentException">The limits are not 0 &lt;= Low &lt;= High &lt;= 1.</exception>
    public AnswerPolicy(AnswerPolicyOptions options)
    {
        (_high, _low, _passage) = (options.High, options.Low, options.Passage);
        if (!(_low >= 0 && _low <= _high && _high <= 1))
            throw new ArgumentException($"Low is {_low} and High is {_high}; 0 <= Low <= High <= 1 is needed.", nameof(options));
    }

    public PolicyDecision Decide(SearchResult result)
    {
        var best = result.Candidates is [var first, ..] ? first : null;
        var figures = Figures(best?.Score ?? 0);
        if (result.Declined is { } declined && declined.Score >= _low && Outranks(declined, best))
            return new PolicyDecision.Decline(PolicyReasons.DeclinedQuestion, Figures(declined.Score)) { Recognised = declined };

        var exact = result.Candidates.Where(candidate => candidate.Exact).Take(MostChoices).ToArray();
        if (exact.Length > 1) return new PolicyDecision.AskBack(exact, PolicyReasons.SameQuestionTwice, figures);
        if (best is { Exact: true }) return new PolicyDecision.Answer(best, PolicyReasons.ExactQuestion, figures);
        if (best?.Score >= _high) return new PolicyDecision.Answer(best, PolicyReasons.HighScore, figures);

        PassageCandidate[] passages = [.. result.Passages.Where(passage => passage.Score >= _passage)];
        if (passages.Length > 0) return new PolicyDecision.Quote(passages, PolicyReasons.PassageFound, figures);
        if (best is null) return new PolicyDecision.Decline(PolicyReasons.NothingFound, figures);
        if (best.Score < _low) return new PolicyDecision.Decline(PolicyReasons.LowScore, figures);
        return new PolicyDecision.AskBack([.. result.Candidates.Take(MostChoices)], PolicyReasons.Unsure, figures);
    }

    /// <summary>A stored question, word for word, is answered even if the base declines it elsewhere.</summary>
    private static bool Outranks(SearchCandidate declined, SearchCandidate? best) =>
        best is null || (!best.Exact && (declined.Exact || declined.Score > best.Score));

    private PolicyFigures Figures(double score) => new(score, _high, _low);
}

/// <summary>What is to be done with a search result, and why.</summary>
/// <param name="Reason">One of <see cref="PolicyReasons"/>.</param>
public abstract record PolicyDecision(string Reason, PolicyFigures Figures)
{
    public sealed record Answer(SearchCandidate Candidate, string Reason, PolicyFigures Figures) : PolicyDecision(Reason, Figures);

    /// <param name="Choices">One to three candidates to offer, the best first.</param>
    public sealed record AskBack(IReadOnlyList<SearchCandidate> Choices, string Reason, PolicyFigures Figures) : PolicyDecision(Reason, Figures);

    /// <param name="Passages">What documents say to it, the best first; one at least.</param>
    public sealed record Quote(IReadOnlyList<PassageCandidate> Passages, string Reason, PolicyFigures Figures) : PolicyDecision(Reason, Figures);

    public sealed record Decline(string Reason, PolicyFigures Figures) : PolicyDecision(Reason, Figures)
    {
        /// <summary>The entry that says that this is declined; null where nothing was recognised.</summary>
        public SearchCandidate? Recognised { get; init; }
    }
}

/// <summary>The score that was compared with the limits.</summary>
public sealed record PolicyFigures(double Score, double High, double Low);

/// <summary>Codes for why a decision was taken; kept with a turn and counted.</summary>
public static class PolicyReasons
{
    public const string ExactQuestion = "exact-question";
    public const string HighScore = "high-score";
    public const string PassageFound = "passage-found";
    public const string Unsure = "unsure";
    public const string SameQuestionTwice = "same-question-twice";
    public const string LowScore = "low-score";
    public const string NothingFound = "nothing-found";
    public const string DeclinedQuestion = "declined-question";
}
