using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Content;

public sealed class LawGroundTests
{
    private static readonly CommunityScenes Community = CommunityScenes.Shipped();
    private static readonly PatternRecogniser Patterns = new();

    public static TheoryData<string> Cases => [.. Community.Cases.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_good_trainee_of_a_case_cites_is_a_ground_of_it(string id)
    {
        var matter = Community.Cases.Single(c => c.Id == id);

        var cited = matter.Trainees.Good.Where(line => Patterns.Recognise(line, ActCodes.CommunityFamily, matter.Lang).Any(act => act.Act == ActCodes.LegalGround)).ToList();

        cited.ShouldNotBeEmpty();
        cited.Where(line => !matter.Grounds.Any(ground => ground.IsNamedIn(line))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("《噪声污染防治法》说不能吵。", true)]
    [InlineData("按第六十五条要控制音量。", true)]
    [InlineData("按第65条要控制音量。", true)]
    [InlineData("Article 65 says so.", true)]
    [InlineData("根据《刑法》第三条，这个不行。", false)]
    [InlineData("按第一百六十五条办。", false)]
    [InlineData("第65天了，还在吵。", false)]
    public void A_ground_is_known_by_its_name_a_word_or_its_number(string said, bool isNamed) =>
        Community.Cases.Single(c => c.Id == "night-mahjong").Grounds.Any(ground => ground.IsNamedIn(said)).ShouldBe(isNamed);

    [Fact]
    public void A_citation_counts_only_as_a_ground_of_the_scene()
    {
        var scene = Community.Compose("zhou-guilan", "night-mahjong", Difficulty.Medium);
        var (_, state) = PracticePlay.Open(scene, 1);

        var right = Cite(scene, state, "《噪声污染防治法》第六十五条写明要控制音量。");
        var wrong = Cite(scene, state, "《刑法》第三条写明要控制音量。");
        var anything = Cite(scene with { Grounds = [] }, state, "《刑法》第三条写明要控制音量。");

        right.Acts.ShouldHaveSingleItem().Act.ShouldBe(ActCodes.LegalGround);
        right.Moves.ShouldContain(move => move.Variable == StateVariables.Trust && move.By > 0);
        wrong.Acts.ShouldHaveSingleItem().Act.ShouldBe(ActCodes.UnverifiedGround);
        wrong.Moves.ShouldContain(move => move.Variable == StateVariables.Trust && move.By == 0);
        wrong.After.State[StateVariables.Trust].ShouldBe(state.State[StateVariables.Trust]);
        wrong.After.Times(ActCodes.LegalGround).ShouldBe(0);
        anything.Acts.ShouldHaveSingleItem().Act.ShouldBe(ActCodes.LegalGround);
    }

    private static PlayTurn Cite(Scene scene, PlayState state, string said) =>
        PracticePlay.Take(scene, 1, state, said, [new RecognisedAct(ActCodes.LegalGround, 0, said.Length, said, 0.9, "pattern")]);
}
