using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.CustomerService;

/// <summary>How a reply came about; kept with the turn, shown to reviewers, never to the person.</summary>
public sealed record TurnDetails
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // pages encode what they show; Chinese stays readable in an export
    };

    public string? Language { get; init; }

    /// <summary>The query that was searched, made standalone from the dialogue.</summary>
    public string? Query { get; init; }

    /// <summary>How the query was made: <c>plain</c>, <c>combined</c>, <c>rewritten</c>, <c>picked</c>.</summary>
    public string? QueryBy { get; init; }

    public IReadOnlyList<CandidateDetails> Candidates { get; init; } = [];

    public IReadOnlyList<PassageDetails> Passages { get; init; } = [];

    /// <summary>The entry that the question was recognised as and declined by.</summary>
    public CandidateDetails? Recognised { get; init; }

    /// <summary>Why it was decided so: one of <see cref="PolicyReasons"/> or <see cref="AnswerReasons"/>.</summary>
    public string? Reason { get; init; }

    public double? Score { get; init; }

    public double? High { get; init; }

    public double? Low { get; init; }

    /// <summary>The questions that were offered as buttons.</summary>
    public IReadOnlyList<OfferedEntry> Offered { get; init; } = [];

    /// <summary>What a follow-up would be about.</summary>
    public AnsweredTopic? Topic { get; init; }

    public ModelDetails? Model { get; init; }

    /// <summary>Milliseconds by stage.</summary>
    public IReadOnlyDictionary<string, double> Times { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <returns>Null for details that another scenario or nobody wrote.</returns>
    public static TurnDetails? Read(string? json)
    {
        if (json is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<TurnDetails>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Value">What a press on its button says.</param>
public sealed record OfferedEntry(string Key, string Language, string Question, string Value);

/// <param name="Question">The standard question, or for a passage the question that was asked.</param>
/// <param name="Entry">Key of the entry that was answered; null when a passage was.</param>
public sealed record AnsweredTopic(string Question, string? Entry, string Language);

public sealed record CandidateDetails(
    string Key, string Question, string MatchedQuestion, double Score, double Lexical, double Classifier, double Similarity, double? Dense, bool Exact)
{
    public static CandidateDetails Of(SearchCandidate found) => new(
        found.Key, found.Question, found.MatchedQuestion, Rounded(found.Score), Rounded(found.Stages.Lexical), Rounded(found.Stages.Classifier),
        Rounded(found.Stages.Similarity), found.Stages.Dense is { } dense ? Rounded(dense) : null, found.Exact);

    internal static double Rounded(double score) => Math.Round(score, 4);
}

public sealed record PassageDetails(string Key, string Document, string Heading, double Score, double Lexical)
{
    public static PassageDetails Of(PassageCandidate found) =>
        new(found.Passage.Key, found.Passage.Document, found.Passage.Heading, CandidateDetails.Rounded(found.Score), CandidateDetails.Rounded(found.Lexical));
}

/// <summary>What a model was asked for and what came of it.</summary>
/// <param name="Outcome"><c>used</c>, <c>unsupported</c>, <c>timed-out</c>, <c>failed</c> …</param>
public sealed record ModelDetails(
    string Route, string Model, string Prompt, string PromptHash, int Tries, string Outcome, string? Failure, IReadOnlyList<SentenceDetails> Sentences);

/// <param name="Verdict"><c>supported</c>, or the rule it broke.</param>
public sealed record SentenceDetails(string Text, string Verdict, double Support);

/// <summary>Reasons beside those of the policy.</summary>
public static class AnswerReasons
{
    public const string Picked = "picked";
    public const string PickGone = "pick-gone";
    public const string NoneOfThese = "none-of-these";
    public const string DidNotHelp = "did-not-help";
    public const string SameChoicesAgain = "same-choices-again";
    /// <summary>A follow-up that names nothing itself fits an entry by chance only.</summary>
    public const string SaysTooLittle = "says-too-little";
    public const string FollowUpInAnswer = "follow-up-in-answer";
    public const string FollowUpNotInAnswer = "follow-up-not-in-answer";
}
