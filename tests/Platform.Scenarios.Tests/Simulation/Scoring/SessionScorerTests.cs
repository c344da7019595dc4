using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Scoring;

public sealed class SessionScorerTests
{
    private static readonly CounselingScenes Counselling = CounselingScenes.Shipped();
    private static readonly Scene Plain = Counselling.Compose("lin-xiaoyu", Difficulty.Medium);

    [Fact]
    public void What_was_told_and_reached_in_an_earlier_session_is_no_merit_of_this_one()
    {
        var (_, fresh) = PracticePlay.Open(Plain, 1);
        var opening = fresh with { State = fresh.State.Moved(StateVariables.Rapport, 30), Told = [.. Plain.Facts.Select(fact => new ToldFact(fact.Id, 0, Elicited: true))] };
        var turn = PracticePlay.Take(Plain, 1, opening, "嗯。", []);

        var score = SessionScorer.Score(Plain, Rubrics.Shipped().For(Plain.Key), opening, [turn]);

        score.Facts.Facts.ShouldAllBe(fact => fact.FromBefore && fact.Turn == null);
        score.Criteria.SelectMany(c => c.Checks).Single(check => check.Id == "rapport").Met.ShouldBeFalse();
        score.Miti.ShouldNotBeNull().Relational.ShouldBe(2.0);
        score.Criteria.ShouldNotContain(c => c.Id == Rubrics.SceneCriterion); // its checks ask for facts that are known
    }

    [Fact]
    public void Facts_from_before_count_neither_as_earned_nor_as_never_found()
    {
        var coverage = new FactCoverage(
        [
            new FactOutcome("earned", "", FactGate.Asked, 2, Elicited: true),
            new FactOutcome("never", "", FactGate.Asked, null, Elicited: false),
            new FactOutcome("before", "", FactGate.Rapport, null, Elicited: false, FromBefore: true),
        ]);

        coverage.ElicitedShare.ShouldBe(0.5);
    }

    [Fact]
    public void Every_rubric_has_its_version_its_sum_and_a_mark_that_must_be_reached()
    {
        var scene = Counselling.Compose("lin-xiaoyu", Difficulty.Medium, crisis: true);

        var score = Score(scene, "你好。", "今天想聊什么？", "听起来很累。", "还有吗？");

        score.Rubric.ShouldBe("counselling-v1+crisis-v1");
        score.ByRubric.Select(r => (r.Id, r.Version, r.PassMark)).ShouldBe([("counselling-v1", 1, 65), ("crisis-v1", 1, 80)]);
        score.ByRubric[1].Score.ShouldBe(33); // nothing played down, no secrecy promised, and none of the other four
        (score with { Score = 90, ByRubric = [score.ByRubric[0] with { Score = 95 }, score.ByRubric[1] with { Score = 67 }] }).Passed.ShouldBeFalse();
        (score with { Score = 70, ByRubric = [score.ByRubric[0] with { Score = 65 }, score.ByRubric[1] with { Score = 83 }] }).Passed.ShouldBeTrue();
    }

    [Fact]
    public void A_single_rubric_comes_to_the_whole_score()
    {
        var score = Score(Plain, "你好。", "听起来你很累。");

        score.ByRubric.ShouldHaveSingleItem().Score.ShouldBe(score.Score);
    }

    [Fact]
    public void A_measure_stands_below_in_or_above_the_band_of_its_reference()
    {
        var miti = new MitiMeasures(1, 1, 1, 1, 0, 0, Technical: 3.9, Relational: 3.4);

        miti.BandOf(MitiMeasures.ReflectionsToQuestionsName).ShouldBe(MitiBand.Fair);
        miti.BandOf(MitiMeasures.ComplexReflectionsName).ShouldBe(MitiBand.Good);
        miti.BandOf(MitiMeasures.TechnicalName).ShouldBe(MitiBand.Fair);
        miti.BandOf(MitiMeasures.RelationalName).ShouldBe(MitiBand.Below);
        miti.BandOf(MitiMeasures.OpenQuestionsName).ShouldBeNull();
    }

    /// <summary>Of a trainee in whose words no act is seen.</summary>
    private static SessionScore Score(Scene scene, params string[] lines)
    {
        var (_, opening) = PracticePlay.Open(scene, 1);
        var turns = new List<PlayTurn>();
        foreach (var line in lines)
            turns.Add(PracticePlay.Take(scene, 1, turns.Count > 0 ? turns[^1].After : opening, line, []));
        return SessionScorer.Score(scene, Rubrics.Shipped().For(scene.Key), opening, turns);
    }
}
