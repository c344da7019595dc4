using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>A version of a rubric that a session keeps, whatever is released while it runs.</summary>
internal sealed record RubricPin(string Id, int Version)
{
    public static IReadOnlyList<RubricPin> Of(IReadOnlyList<Rubric> rubrics) => [.. rubrics.Select(rubric => new RubricPin(rubric.Id, rubric.Version))];
}
