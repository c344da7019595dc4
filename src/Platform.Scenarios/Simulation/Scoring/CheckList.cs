using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>Checks that the engine can decide and no rubric that ships asks: what trainers may take into theirs.</summary>
public sealed record CheckList : IAuthored
{
    public required string Id { get; init; }

    public required string Family { get; init; }

    public required IReadOnlyList<RubricCheck> Checks { get; init; }

    public IEnumerable<ContentProblem> Problems() => Checks.SelectMany((check, at) => CheckProblems.Of(Family, crisis: false, check, $"$.checks[{at}]"))
        .Concat(Checks.GroupBy(check => check.Id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => new ContentProblem($"$.checks：编号“{same.Key}”用了两次。", $"$.checks: the id '{same.Key}' is used twice.")));
}
