using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>What a trainer can do to a rubric in one step; a step that leads nowhere leaves it as it is.</summary>
public static class RubricEdit
{
    private const int IdSigns = 8;

    public static Rubric Change(this Rubric rubric, int criterion, Func<Criterion, Criterion> change) =>
        Holds(rubric.Criteria, criterion) ? rubric with { Criteria = [.. rubric.Criteria.Select((one, at) => at == criterion ? change(one) : one)] } : rubric;

    public static Rubric ChangeCheck(this Rubric rubric, int criterion, int check, Func<RubricCheck, RubricCheck> change) =>
        rubric.Change(criterion, one => one with { Checks = [.. one.Checks.Select((asked, at) => at == check ? change(asked) : asked)] });

    /// <param name="by">Minus one is up, plus one is down.</param>
    public static Rubric Move(this Rubric rubric, int criterion, int by) => rubric with { Criteria = Moved(rubric.Criteria, criterion, by) };

    public static Rubric MoveCheck(this Rubric rubric, int criterion, int check, int by) =>
        rubric.Change(criterion, one => one with { Checks = Moved(one.Checks, check, by) });

    public static Rubric MoveCheckTo(this Rubric rubric, int criterion, int check, int other)
    {
        if (criterion == other || !Holds(rubric.Criteria, criterion) || !Holds(rubric.Criteria, other) || !Holds(rubric.Criteria[criterion].Checks, check))
            return rubric;
        var moved = rubric.Criteria[criterion].Checks[check];
        return rubric.WithoutCheck(criterion, check).Add(other, moved);
    }

    /// <summary>With one more criterion, whose id no other rubric has; its name and weight are still to be written.</summary>
    public static Rubric AddCriterion(this Rubric rubric) => rubric with
    {
        Criteria = [.. rubric.Criteria, new Criterion { Id = $"{(rubric.Crisis ? RubricProblems.RiskPrefix : "own")}-{Guid.NewGuid().ToString("N")[..IdSigns]}", Name = new InBoth("", ""), Weight = 0, Checks = [] }],
    };

    public static Rubric Add(this Rubric rubric, int criterion, RubricCheck check) =>
        rubric.Criteria.SelectMany(one => one.Checks).Any(asked => asked.Id == check.Id) ? rubric : rubric.Change(criterion, one => one with { Checks = [.. one.Checks, check] });

    public static Rubric Without(this Rubric rubric, int criterion) => rubric with { Criteria = [.. rubric.Criteria.Where((_, at) => at != criterion)] };

    public static Rubric WithoutCheck(this Rubric rubric, int criterion, int check) =>
        rubric.Change(criterion, one => one with { Checks = [.. one.Checks.Where((_, at) => at != check)] });

    private static IReadOnlyList<T> Moved<T>(IReadOnlyList<T> all, int at, int by)
    {
        if (!Holds(all, at) || !Holds(all, at + by))
            return all;
        var moved = all.ToList();
        (moved[at], moved[at + by]) = (moved[at + by], moved[at]);
        return moved;
    }

    private static bool Holds<T>(IReadOnlyList<T> all, int at) => at >= 0 && at < all.Count;
}
