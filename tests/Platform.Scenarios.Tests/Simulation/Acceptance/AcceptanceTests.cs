using System.Text.Json;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Acceptance;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Acceptance;

public sealed class AcceptanceTests
{
    private static readonly CommunityScenes Community = CommunityScenes.Shipped();
    private static readonly CounselingScenes Counselling = CounselingScenes.Shipped();
    private static readonly AcceptanceRun Run = new(Recognisers.Shipped(), Rubrics.Shipped());

    public static TheoryData<string> Examples => ["zhou-guilan", "frank-doyle-en", "lin-xiaoyu", "lin-xiaoyu!"];

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_better_trainee_scores_better_and_nothing_comes_out_too_early(string name)
    {
        var sheet = Run.Run(SceneOf(name), [1, 2, 3, 4, 5], TestContext.Current.CancellationToken);

        sheet.Ordered.ShouldBe(5);
        sheet.MoodRight.ShouldBe(5);
        (sheet.Contradictions, sheet.EarlyFacts, sheet.RoleFlips, sheet.Voids).ShouldBe((0, 0, 0, 0));
        sheet.Repeated.ShouldBe(0);
        sheet.Released.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_same_seed_gives_the_same_session_byte_for_byte_and_another_seed_other_words(string name)
    {
        var scene = SceneOf(name);

        var first = Bytes(Run.Play(scene, scene.Trainees.Good, 11).Turns);
        var again = Bytes(Run.Play(SceneOf(name), scene.Trainees.Good, 11).Turns);
        var other = Bytes(Run.Play(scene, scene.Trainees.Good, 12).Turns);

        again.ShouldBe(first);
        other.ShouldNotBe(first);
    }

    [Fact]
    public void A_state_that_was_kept_as_json_goes_on_as_if_nothing_had_happened()
    {
        var scene = SceneOf("zhou-guilan");
        var whole = Run.Play(scene, scene.Trainees.Good, 3).Turns;
        var kept = JsonSerializer.Deserialize<PlayState>(JsonSerializer.Serialize(whole[4].After, ContentFile.Format), ContentFile.Format)!;

        var next = Platform.Scenarios.Simulation.PracticePlay.Take(
            scene, 3, kept, scene.Trainees.Good[5], Recognisers.Shipped().Recognise(scene.Trainees.Good[5], scene.Key.Family, scene.Lang));

        Bytes([next]).ShouldBe(Bytes([whole[5]]));
    }

    [Fact]
    public void A_gated_fact_is_not_told_to_somebody_who_is_not_trusted()
    {
        var scene = SceneOf("zhou-guilan");
        var (_, state) = Platform.Scenarios.Simulation.PracticePlay.Open(scene, 1);
        const string Asked = "您老伴身体怎么样？家里有什么影响吗？";

        var turn = Platform.Scenarios.Simulation.PracticePlay.Take(scene, 1, state, Asked, Recognisers.Shipped().Recognise(Asked, scene.Key.Family, scene.Lang));

        turn.Told.ShouldNotContain(told => told.Fact == "husband-heart");
        turn.Reply.Words.ShouldNotContain("支架");
    }

    [Fact]
    public void Who_is_insulted_walks_out_and_an_ended_session_takes_no_more_turns()
    {
        var scene = SceneOf("zhou-guilan");
        var turns = Run.Play(scene, scene.Trainees.Bad, 1).Turns;

        turns[^1].After.End.ShouldBe(PlayEnd.WalkedOut);
        Should.Throw<InvalidOperationException>(() => Platform.Scenarios.Simulation.PracticePlay.Take(scene, 1, turns[^1].After, "您好", []));
    }

    [Fact]
    public void A_session_in_which_the_character_speaks_as_the_helper_is_void()
    {
        var scene = SceneOf("zhou-guilan");
        var (turns, score) = Run.Play(scene, scene.Trainees.Good, 1);
        score.Void.ShouldBeNull();

        IReadOnlyList<PlayTurn> flipped = [.. turns.Take(2), turns[2] with { Reply = turns[2].Reply with { Words = "感谢您的来访，我们居委会会尽快处理。" } }];

        SessionScorer.Score(scene, Rubrics.Shipped().For(scene.Key), Platform.Scenarios.Simulation.PracticePlay.Open(scene, 1).State, flipped).Void.ShouldNotBeNull().ShouldContain("第 3 轮");
    }

    private static Scene SceneOf(string name) => name switch
    {
        "zhou-guilan" => Community.Compose("zhou-guilan", "night-mahjong", Difficulty.Medium),
        "frank-doyle-en" => Community.Compose("frank-doyle-en", "night-mahjong-en", Difficulty.Medium),
        _ => Counselling.Compose(name.TrimEnd('!'), Difficulty.Medium, crisis: name.EndsWith('!')),
    };

    private static byte[] Bytes(IReadOnlyList<PlayTurn> turns) => JsonSerializer.SerializeToUtf8Bytes(turns, ContentFile.Format);
}
