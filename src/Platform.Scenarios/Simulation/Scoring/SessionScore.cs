namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>How a session stands with its score.</summary>
public enum ScoreState
{
    Scored,
    Confirmed,
    Changed,
    Contested,
    Settled,

    /// <summary>A role flip or a sanitised persona: not to be scored.</summary>
    Void,
}

/// <summary>What a session was worth, and why.</summary>
public sealed record SessionScore
{
    public required string Rubric { get; init; }

    public required int RubricVersion { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Score { get; init; }

    public required int PassMark { get; init; }

    public bool Passed => Score >= PassMark && Void is null;

    public required IReadOnlyList<CriterionScore> Criteria { get; init; }

    public required FactCoverage Facts { get; init; }

    /// <summary>Counselling only.</summary>
    public MitiMeasures? Miti { get; init; }

    /// <summary>Up to three turns that lost the most, the worst first.</summary>
    public required IReadOnlyList<RedoTurn> Redo { get; init; }

    /// <summary>Why it is void; null when it is valid.</summary>
    public string? Void { get; init; }
}

/// <param name="Official">Whether its agreement with people was measured and is good enough; advice otherwise.</param>
public sealed record CriterionScore(string Id, string Name, int Weight, double Share, bool Official, IReadOnlyList<CheckResult> Checks);

/// <param name="Confidence">0 to 1: how sure the decider is.</param>
/// <param name="DecidedBy">recogniser, ledger, rule, state or judge.</param>
public sealed record CheckResult(string Id, string Question, bool Met, IReadOnlyList<Evidence> Evidence, string Reason, string DecidedBy, double Confidence);

public sealed record Evidence(int Turn, string Quote);

/// <summary>Which facts were earned, volunteered or never found.</summary>
public sealed record FactCoverage(IReadOnlyList<FactOutcome> Facts)
{
    /// <summary>Share of the facts behind a gate that were earned by a question.</summary>
    public double ElicitedShare => Gated.Count == 0 ? 1 : (double)Gated.Count(f => f.Turn is not null && f.Elicited) / Gated.Count;

    public double VolunteeredShare => Gated.Count == 0 ? 0 : (double)Gated.Count(f => f.Turn is not null && !f.Elicited) / Gated.Count;

    private List<FactOutcome> Gated => [.. Facts.Where(f => f.Gate != Content.FactGate.Free)];
}

/// <param name="Turn">Null when it was never found.</param>
public sealed record FactOutcome(string Id, string Text, Content.FactGate Gate, int? Turn, bool Elicited);

/// <param name="Cost">How much the turn cost, in points of the character's state.</param>
public sealed record RedoTurn(int Turn, int Cost, string Reason);
