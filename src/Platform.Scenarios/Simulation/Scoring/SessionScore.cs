namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>How a session stands with its score.</summary>
public enum ScoreState
{
    Scored,
    Confirmed,
    Changed,
    Contested,
    Settled,

    /// <summary>Not to be scored: a role flip, a sanitised persona, a stop for safety, or nothing was said.</summary>
    Void,
}

/// <summary>What a session was worth, and why.</summary>
public sealed record SessionScore
{
    /// <summary>Ids of its rubrics, joined with +; <see cref="ByRubric"/> says their versions.</summary>
    public required string Rubric { get; init; }

    /// <summary>Of the family's rubric.</summary>
    public required int RubricVersion { get; init; }

    /// <summary>The version of the recogniser that heard every turn; null when there was more than one, or it was not kept.</summary>
    public string? Recogniser { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Score { get; init; }

    /// <summary>Of the family's rubric.</summary>
    public required int PassMark { get; init; }

    /// <summary>What each rubric alone comes to, the family's first; empty in a score that was stored before this was kept.</summary>
    public IReadOnlyList<RubricScore> ByRubric { get; init; } = [];

    /// <summary>Whether every rubric's own mark is reached: good listening does not make up for a crisis that was not met.</summary>
    public bool Passed => Void is null && (ByRubric.Count == 0 ? Score >= PassMark : ByRubric.All(rubric => rubric.Score >= rubric.PassMark));

    public required IReadOnlyList<CriterionScore> Criteria { get; init; }

    /// <summary>Turns that cost points because of what they did.</summary>
    public IReadOnlyList<HarmfulTurn> Harm { get; init; } = [];

    public required FactCoverage Facts { get; init; }

    /// <summary>Counselling only.</summary>
    public MitiMeasures? Miti { get; init; }

    /// <summary>Up to three turns that lost the most, the worst first.</summary>
    public required IReadOnlyList<RedoTurn> Redo { get; init; }

    /// <summary>Why it is void, in the language of the scene; null when it is valid. What is void has no number to show.</summary>
    public string? Void { get; init; }
}

/// <param name="Score">0 to 100, of its criteria alone.</param>
/// <param name="Penalty">Points off for each harmful turn.</param>
public sealed record RubricScore(string Id, int Version, int Score, int PassMark, int Penalty);

/// <param name="Acts">The prohibited acts that were seen in it.</param>
public sealed record HarmfulTurn(int Turn, IReadOnlyList<string> Acts);

/// <param name="Official">Whether its agreement with people was measured and is good enough; advice otherwise.</param>
/// <param name="Rubric">Id of the rubric that it counts for.</param>
public sealed record CriterionScore(string Id, string Name, int Weight, double Share, bool Official, IReadOnlyList<CheckResult> Checks, string Rubric = "");

/// <param name="Confidence">0 to 1: how sure the decider is.</param>
/// <param name="DecidedBy">recogniser, ledger, rule, state or judge.</param>
/// <param name="Forbids">Acts whose absence it asks for; null when it asks for something else.</param>
public sealed record CheckResult(string Id, string Question, bool Met, IReadOnlyList<Evidence> Evidence, string Reason, string DecidedBy, double Confidence, IReadOnlyList<string>? Forbids = null);

public sealed record Evidence(int Turn, string Quote);

/// <summary>Which facts were earned, volunteered or never found. What an earlier session found counts neither way.</summary>
public sealed record FactCoverage(IReadOnlyList<FactOutcome> Facts)
{
    /// <summary>Share of the facts behind a gate that were earned by a question.</summary>
    public double ElicitedShare => Gated.Count == 0 ? 1 : (double)Gated.Count(f => f.Turn is not null && f.Elicited) / Gated.Count;

    public double VolunteeredShare => Gated.Count == 0 ? 0 : (double)Gated.Count(f => f.Turn is not null && !f.Elicited) / Gated.Count;

    private List<FactOutcome> Gated => [.. Facts.Where(f => f.Gate != Content.FactGate.Free && !f.FromBefore)];
}

/// <param name="Turn">Null when it was never found.</param>
/// <param name="FromBefore">It was told in an earlier session with the same person and is not told again.</param>
public sealed record FactOutcome(string Id, string Text, Content.FactGate Gate, int? Turn, bool Elicited, bool FromBefore = false);

/// <param name="Cost">How much the turn cost, in points of the character's state.</param>
public sealed record RedoTurn(int Turn, int Cost, string Reason);
