using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class CheckMarkingTests
{
    private const string Rubric = "community-v1";

    [Fact]
    public void A_changed_check_makes_the_score_that_its_result_would_have_made()
    {
        var score = Score();
        score.Score.ShouldBe(65); // (60 · 0.5 + 40 · 1) · 0.85 + 15 · 0.5 − 2

        var greeted = CheckMarking.Judged(score, [Mark("greets", machine: false, person: true)]);
        var ofScene = CheckMarking.Judged(score, [Mark("asked-hours", machine: false, person: true)]);
        var taken = CheckMarking.Judged(score, [Mark("empathy", machine: true, person: false)]);

        greeted.Score.ShouldBe(78);
        ofScene.Score.ShouldBe(73);
        taken.Score.ShouldBe(31);
        greeted.ByRubric.ShouldHaveSingleItem().Score.ShouldBe(78);
        greeted.Criteria.ShouldBeSameAs(score.Criteria); // what the program decided stays
    }

    [Fact]
    public void What_a_person_finds_harmless_costs_no_points_any_more()
    {
        var blamed = CheckMarking.Judged(Score(), [Mark("no-blame", machine: false, person: true)]);

        blamed.Score.ShouldBe(80); // a quarter of 60 · 0.85, and the two points of the turn
    }

    [Fact]
    public void A_mark_that_agrees_or_settles_changes_nothing()
    {
        var score = Score();

        CheckMarking.Judged(score, [Mark("greets", machine: false, person: false), Mark("empathy", machine: true, person: null)]).ShouldBe(score);
    }

    private static SessionScore Score()
    {
        List<CriterionScore> criteria =
        [
            Criterion("reception", 60, Check("greets", false), Check("no-calm-down", true, ActCodes.CalmDown), Check("no-blame", false, ActCodes.Blame), Check("no-brush-off", true, ActCodes.BrushOff)),
            Criterion("listening", 40, Check("empathy", true)),
            Criterion(Rubrics.SceneCriterion, ScoreSum.ScenePart, Check("asked-hours", false), Check("offers-mediation", true)),
        ];
        var score = new SessionScore
        {
            Rubric = Rubric,
            RubricVersion = 1,
            Score = 0,
            PassMark = 70,
            ByRubric = [new RubricScore(Rubric, 1, 0, 70, Penalty: 2)],
            Criteria = criteria,
            Harm = [new HarmfulTurn(2, [ActCodes.Blame])],
            Facts = new FactCoverage([]),
            Redo = [],
        };
        return ScoreSum.Of(score, criteria, score.Harm);
    }

    private static CriterionScore Criterion(string id, int weight, params CheckResult[] checks) => new(id, id, weight, ScoreSum.Share(checks), Official: false, checks, Rubric);

    private static CheckResult Check(string id, bool met, params string[] forbids) => new(id, $"{id}?", met, [], "", "recogniser", 0.9, forbids);

    private static CheckMark Mark(string check, bool machine, bool? person) =>
        new() { SessionId = Guid.NewGuid(), Criterion = "any", Check = check, MachineMet = machine, PersonMet = person, At = DateTimeOffset.UnixEpoch };
}
