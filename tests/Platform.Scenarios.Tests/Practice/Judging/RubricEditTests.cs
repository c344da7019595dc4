using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Judging;

public sealed class RubricEditTests
{
    private static readonly Rubrics Shipped = Rubrics.Shipped();
    private static readonly Rubric Rubric = Shipped.InService.Single(rubric => rubric.Family == "community");

    [Fact]
    public void Criteria_and_checks_change_their_order_and_a_check_its_criterion()
    {
        Rubric.Move(0, 1).Criteria.Take(2).Select(criterion => criterion.Id).ShouldBe(["listening", "reception"]);
        Rubric.Move(0, -1).Criteria.ShouldBe(Rubric.Criteria);
        Rubric.MoveCheck(0, 1, -1).Criteria[0].Checks.Take(2).Select(check => check.Id).ShouldBe(["no-blame", "greets"]);
        var moved = Rubric.MoveCheckTo(0, 0, 1);
        moved.Criteria[0].Checks.ShouldNotContain(check => check.Id == "greets");
        moved.Criteria[1].Checks[^1].Id.ShouldBe("greets");
        Rubric.MoveCheckTo(0, 9, 1).ShouldBe(Rubric);
    }

    [Fact]
    public void A_check_is_asked_once_and_what_is_switched_off_stays_but_does_not_count()
    {
        var known = Shipped.Checks("community", crisis: false);

        Rubric.Add(4, Rubric.Criteria[0].Checks[0]).ShouldBe(Rubric);
        Rubric.Add(4, known.Single(check => check.Id == "closing-check")).Criteria[4].Checks[^1].Id.ShouldBe("closing-check");
        var off = Rubric.ChangeCheck(0, 0, check => check with { Off = true }).Change(4, criterion => criterion with { Off = true });
        off.Criteria.Count.ShouldBe(5);
        off.Counted().Select(criterion => criterion.Id).ShouldBe(["reception", "listening", "facts", "solution"]);
        off.Counted()[0].Checks.ShouldNotContain(check => check.Id == "greets");
    }

    [Fact]
    public void A_new_criterion_has_an_id_of_its_own_and_waits_for_its_name_and_weight()
    {
        var two = Rubric.AddCriterion().AddCriterion();

        two.Criteria.Select(criterion => criterion.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(7);
        two.Problems().Select(problem => problem.English).ShouldContain(problem => problem.StartsWith("$.criteria[5].name", StringComparison.Ordinal));
        two.Without(6).Without(5).Criteria.ShouldBe(Rubric.Criteria);
    }
}
