using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>What is judged: criteria made of yes/no checks, with weights and a pass mark. One object for hints, score, review form and training gate.</summary>
public sealed record Rubric : IAuthored
{
    public required string Id { get; init; }

    /// <summary>How it is called; its id where it has no name.</summary>
    public InBoth? Name { get; init; }

    /// <summary>A changed rubric gets a new number; a score names the number it was made with. In an authored one it is the number of its saved version, whatever stands in the text.</summary>
    public required int Version { get; init; }

    public required string Family { get; init; }

    /// <summary>Only scenes with a risk are judged by it, beside the family's own rubric.</summary>
    public bool Crisis { get; init; }

    /// <summary>Of 100.</summary>
    public required int PassMark { get; init; }

    /// <summary>Points off for each turn with a prohibited act, so that doing harm scores below doing little; up to five turns.</summary>
    public int Penalty { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }

    public IEnumerable<ContentProblem> Problems() => RubricProblems.Of(this);

    /// <summary>What counts: a criterion or a check that is switched off stands in the rubric and is asked nowhere.</summary>
    public IReadOnlyList<Criterion> Counted() => [.. Criteria.Where(criterion => !criterion.Off).Select(criterion => criterion with { Checks = criterion.Counted() })];
}

/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record InBoth(string Zh, string En)
{
    public string In(string lang) => lang == "zh" ? Zh : En;
}

public sealed record Criterion
{
    public required string Id { get; init; }

    public required InBoth Name { get; init; }

    public required int Weight { get; init; }

    public required IReadOnlyList<RubricCheck> Checks { get; init; }

    /// <summary>Kept for another day: it counts nothing, and its weight is not among the 100.</summary>
    public bool Off { get; init; }

    public IReadOnlyList<RubricCheck> Counted() => [.. Checks.Where(check => !check.Off)];
}

/// <summary>A yes/no question about one observable thing.</summary>
public sealed record RubricCheck
{
    public required string Id { get; init; }

    public required InBoth Question { get; init; }

    public required Decider By { get; init; }

    public bool Off { get; init; }
}

/// <summary>How a check is decided; what is set must all hold.</summary>
public sealed record Decider
{
    /// <summary>Any of these acts was seen.</summary>
    public IReadOnlyList<string> Acts { get; init; } = [];

    /// <summary>In at least so many turns.</summary>
    public int AtLeast { get; init; } = 1;

    /// <summary>Within the first so many turns.</summary>
    public int? Within { get; init; }

    /// <summary>None of these acts was seen.</summary>
    public IReadOnlyList<string> NoneOf { get; init; } = [];

    /// <summary>In more turns than this the acts of <see cref="NoneOf"/> count.</summary>
    public int Tolerated { get; init; }

    /// <summary>Least share, from 0 to 1, of the facts behind a gate that were earned by questions.</summary>
    public double? Elicited { get; init; }

    /// <summary>A state variable at the end, against its start.</summary>
    public StateTarget? State { get; init; }

    /// <summary>How the session may have ended.</summary>
    public IReadOnlyList<Characters.PlayEnd> Ends { get; init; } = [];

    /// <summary>How it must not have ended.</summary>
    public IReadOnlyList<Characters.PlayEnd> NotEnds { get; init; } = [];

    /// <summary>A counselling measure: see <see cref="MitiMeasures"/>.</summary>
    public MeasureTarget? Measure { get; init; }

    /// <summary>A rule in code: see <see cref="CrisisRules"/>.</summary>
    public string? Rule { get; init; }

    /// <summary>Least number of the trainee's turns before anything can be met: who says nothing has not kept from harm.</summary>
    public int Turns { get; init; }
}

public sealed record StateTarget(string Variable, int? Rise, int? Fall, int? AtLeast, int? AtMost);

public sealed record MeasureTarget(string Name, double AtLeast);
