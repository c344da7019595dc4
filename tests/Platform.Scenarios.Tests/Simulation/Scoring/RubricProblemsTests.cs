using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Scoring;

public sealed class RubricProblemsTests
{
    private static readonly Rubrics Shipped = Rubrics.Shipped();
    private static readonly Rubric Community = Of("community-v1");
    private static readonly Rubric Crisis = Of("crisis-v1");

    public static TheoryData<string> Spoilt => [.. Spoiling.Keys];

    private static Dictionary<string, (Rubric Rubric, string Place)> Spoiling { get; } = new(StringComparer.Ordinal)
    {
        ["family"] = (Community with { Family = "sales" }, "$.family"),
        ["pass mark"] = (Community with { PassMark = 101 }, "$.passMark"),
        ["penalty"] = (Community with { Penalty = -1 }, "$.penalty"),
        ["name in one language"] = (Community with { Name = new InBoth("接待", " ") }, "$.name"),
        ["nothing counts"] = (Community with { Criteria = [.. Community.Criteria.Select(criterion => criterion with { Off = true })] }, "$.criteria"),
        ["sum"] = (First(criterion => criterion with { Weight = 16 }), "$.criteria"),
        ["id of the scene"] = (First(criterion => criterion with { Id = Rubrics.SceneCriterion }), "$.criteria[0].id"),
        ["id of a crisis"] = (First(criterion => criterion with { Id = "crisis-reception" }), "$.criteria[0].id"),
        ["no check"] = (First(criterion => criterion with { Checks = [.. criterion.Checks.Select(check => check with { Off = true })] }), "$.criteria[0]"),
        ["twice"] = (First(criterion => criterion with { Checks = [.. criterion.Checks, criterion.Checks[0]] }), "$.criteria[0].checks[4].id"),
        ["question"] = (Asked(check => check with { Question = new InBoth("有没有？", "") }), "$.criteria[0].checks[0].question"),
        ["act of another family"] = (Decided(new Decider { Acts = ["complex-reflection"] }), "$.criteria[0].checks[0].by"),
        ["nothing decides"] = (Decided(new Decider { Turns = 3 }), "$.criteria[0].checks[0].by"),
        ["variable"] = (Decided(new Decider { State = new StateTarget("rapport", 3, null, null, null) }), "$.criteria[0].checks[0].by.state"),
        ["no target"] = (Decided(new Decider { State = new StateTarget("anger", null, null, null, null) }), "$.criteria[0].checks[0].by.state"),
        ["measure"] = (Decided(new Decider { Measure = new MeasureTarget("open-questions", 0.5) }), "$.criteria[0].checks[0].by.measure"),
        ["share"] = (Decided(new Decider { Elicited = 1.5 }), "$.criteria[0].checks[0].by.elicited"),
        ["turns"] = (Decided(new Decider { Acts = ["greeting"], AtLeast = 0 }), "$.criteria[0].checks[0].by.atLeast"),
        ["rule of a crisis"] = (Decided(new Decider { Rule = CrisisRules.Stayed }), "$.criteria[0].checks[0].by.rule"),
        ["act in a crisis"] = (Crisis with { Criteria = [Crisis.Criteria[0] with { Checks = [Crisis.Criteria[0].Checks[0] with { By = new Decider { Acts = ["affirm"] } }] }] }, "$.criteria[0].checks[0].by"),
        ["unknown rule"] = (Crisis with { Criteria = [Crisis.Criteria[0] with { Checks = [Crisis.Criteria[0].Checks[0] with { By = new Decider { Rule = "prayed" } }] }] }, "$.criteria[0].checks[0].by.rule"),
        ["crisis of residents"] = (Crisis with { Family = "community" }, "$.crisis"),
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void What_keeps_a_rubric_from_judging_is_named_with_its_place_in_both_languages(string spoilt)
    {
        var (rubric, place) = Spoiling[spoilt];

        var problems = rubric.Problems().ToList();

        problems.ShouldContain(problem => problem.English.StartsWith(place, StringComparison.Ordinal) && problem.Chinese.StartsWith(place, StringComparison.Ordinal));
        problems.ShouldAllBe(problem => problem.Chinese.EndsWith('。') && problem.English.EndsWith('.'));
    }

    [Fact]
    public void The_engine_decides_every_check_that_can_be_chosen()
    {
        var counselling = CounselingScenes.Shipped();
        (Scene Scene, bool Crisis)[] scenes =
        [
            (CommunityScenes.Shipped().Compose("zhou-guilan", "night-mahjong", Difficulty.Medium), false),
            (counselling.Compose("lin-xiaoyu", Difficulty.Medium), false),
            (counselling.Compose("lin-xiaoyu", Difficulty.Medium, crisis: true), true),
        ];

        foreach (var (scene, crisis) in scenes)
        {
            var known = Shipped.Checks(scene.Key.Family, crisis);
            var rubric = Shipped.InService.Single(one => one.Family == scene.Key.Family && one.Crisis == crisis);
            rubric = rubric with { Criteria = [rubric.Criteria[0] with { Weight = 100, Checks = known }] };
            var (_, opening) = PracticePlay.Open(scene, 1);

            rubric.Problems().ShouldBeEmpty();
            var score = SessionScorer.Score(scene, [rubric], opening, [PracticePlay.Take(scene, 1, opening, "您好。", [])]);
            score.Criteria[0].Checks.Select(check => check.Id).ShouldBe(known.Select(check => check.Id));
        }

        Shipped.Checks("community", crisis: false).Count.ShouldBeGreaterThan(30);
        Shipped.Checks("counselling", crisis: true).Count.ShouldBe(6);
    }

    [Fact]
    public void A_rubric_comes_back_from_its_text_as_it_was_and_what_is_none_is_not_read()
    {
        foreach (var rubric in Shipped.All)
            RubricText.Write(RubricText.Read(RubricText.Write(rubric)).ShouldNotBeNull()).ShouldBe(RubricText.Write(rubric));
        RubricText.Write(Community).ShouldContain("社区接待");
        RubricText.Read("{}").ShouldBeNull();
        RubricText.Read("{ \"id\": ").ShouldBeNull();
        RubricText.Read(RubricText.Write(Community with { Criteria = [null!] })).ShouldBeNull();
    }

    [Fact]
    public void What_is_switched_off_is_not_asked_and_its_weight_does_not_count()
    {
        var scene = CommunityScenes.Shipped().Compose("zhou-guilan", "night-mahjong", Difficulty.Medium);
        var (_, opening) = PracticePlay.Open(scene, 1);
        var rubric = Community with { Criteria = [.. Community.Criteria.Select((criterion, at) => criterion with { Off = at > 0, Weight = at > 0 ? criterion.Weight : 100 })] };

        rubric.Problems().ShouldBeEmpty();
        var score = SessionScorer.Score(scene, [rubric], opening, [PracticePlay.Take(scene, 1, opening, "您好。", [])]);

        score.Criteria.Where(criterion => criterion.Id != Rubrics.SceneCriterion).ShouldHaveSingleItem().Id.ShouldBe("reception");
    }

    private static Rubric Of(string id) => Shipped.All.Single(rubric => rubric.Id == id);

    private static Rubric First(Func<Criterion, Criterion> change) => Community with { Criteria = [change(Community.Criteria[0]), .. Community.Criteria.Skip(1)] };

    private static Rubric Asked(Func<RubricCheck, RubricCheck> change) => First(criterion => criterion with { Checks = [change(criterion.Checks[0]), .. criterion.Checks.Skip(1)] });

    private static Rubric Decided(Decider by) => Asked(check => check with { By = by });
}
