using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>What is judged: criteria made of yes/no checks, with weights and a pass mark. One object for hints, score, review form and training gate.</summary>
public sealed record Rubric : IAuthored
{
    public required string Id { get; init; }

    /// <summary>A changed rubric gets a new number; a score names the number it was made with.</summary>
    public required int Version { get; init; }

    public required string Family { get; init; }

    /// <summary>Only scenes with a risk are judged by it, beside the family's own rubric.</summary>
    public bool Crisis { get; init; }

    /// <summary>Of 100.</summary>
    public required int PassMark { get; init; }

    /// <summary>Points off for each turn with a prohibited act, so that doing harm scores below doing little; up to five turns.</summary>
    public int Penalty { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }

    public IEnumerable<ContentProblem> Problems()
    {
        if (Criteria.Sum(c => c.Weight) != 100)
            yield return new ContentProblem($"$.criteria：权重合计 {Criteria.Sum(c => c.Weight)}，应为 100。", $"$.criteria: the weights sum up to {Criteria.Sum(c => c.Weight)}; 100 is needed.");
        var checks = Criteria.SelectMany((criterion, i) => criterion.Checks.Select((check, j) => (Place: $"$.criteria[{i}].checks[{j}]", Check: check))).ToList();
        foreach (var same in checks.GroupBy(c => c.Check.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return new ContentProblem($"{same.Last().Place}.id：“{same.Key}”用了两次。", $"{same.Last().Place}.id '{same.Key}' is used twice.");
        var codes = ActCodes.Of(Family);
        foreach (var (place, check) in checks)
            foreach (var code in check.By.Acts.Concat(check.By.NoneOf).Except(codes, StringComparer.Ordinal))
                yield return Rules.NoAct($"{place}.by", code, codes);
        foreach (var (place, _) in checks.Where(c => c.Check.Question.Zh.Length == 0 || c.Check.Question.En.Length == 0))
            yield return new ContentProblem($"{place}.question 要有中文和英文。", $"{place}.question is needed in both languages.");
    }
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
}

/// <summary>A yes/no question about one observable thing.</summary>
public sealed record RubricCheck
{
    public required string Id { get; init; }

    public required InBoth Question { get; init; }

    public required Decider By { get; init; }
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
