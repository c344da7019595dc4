using Microsoft.Extensions.Logging.Abstractions;
using Platform.Scenarios.CommunityRole;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Wording;

public sealed class ReplyTests
{
    private const string Asked = "几点开始的？具体到什么时间？";

    private static readonly Scene Scene = CommunityScenes.Shipped().Compose("zhou-guilan", "night-mahjong", Difficulty.Medium);
    private static readonly RecognisedAct Question = new(ActCodes.OpenQuestion, 0, 2, "几点", 0.9, "pattern");

    [Fact]
    public async Task A_model_that_leaves_out_the_gated_fact_it_was_to_tell_is_not_heard()
    {
        var model = new ScriptedChatClient().Says("""{"words":"唉，总算有人问了。","gesture":"叹气"}""").Says("""{"words":"夜夜十点半开场，到两点才散。","gesture":"比划"}""");

        var turn = await TakeAsync(model, Asked, [Question]);

        turn.Reply.Refused.ShouldBe([ReplyFaults.Untold]);
        turn.Reply.Words.ShouldBe("夜夜十点半开场，到两点才散。");
        turn.Told.ShouldHaveSingleItem().Fact.ShouldBe("hours");
    }

    [Fact]
    public async Task A_models_gesture_is_checked_like_its_words()
    {
        var model = new ScriptedChatClient().Says("""{"words":"唉，总算有人听我说了。","gesture":"想起老伴的支架"}""").Says("""{"words":"唉，总算有人听我说了。","gesture":"坐下"}""");

        var turn = await TakeAsync(model, "您好，请坐。", []);

        turn.Reply.Refused.ShouldBe([ReplyFaults.Leak]);
        turn.Reply.Gesture.ShouldBe("坐下");
    }

    [Fact]
    public void What_cannot_be_worded_without_giving_a_fact_away_is_neither_shown_nor_told()
    {
        var loose = Scene with { Facts = [.. Scene.Facts.Select(fact => fact.Gate == FactGate.Free ? fact with { Say = ["我老伴放了支架，我急啊。"] } : fact)] };
        var (_, state) = PracticePlay.Open(loose, 1);

        var turn = PracticePlay.Take(loose, 1, state, "您好，请坐。", []);

        turn.Reply.Words.ShouldNotBeNullOrWhiteSpace();
        turn.Reply.Words.ShouldNotContain("支架");
        turn.Told.ShouldBeEmpty();
        turn.After.Told.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_trainer_leaves_out_is_not_told_and_can_be_asked_for_again()
    {
        var (_, state) = PracticePlay.Open(Scene, 1);
        var own = PracticePlay.Take(Scene, 1, state, Asked, [Question]);

        var silent = PracticePlay.InWords(Scene, own, "你自己来听听不就知道了！", "trainer");
        var telling = PracticePlay.InWords(Scene, own, "十点半，天天十点半！", "trainer");

        own.Told.ShouldHaveSingleItem().Fact.ShouldBe("hours");
        silent.Told.ShouldBeEmpty();
        silent.After.Told.ShouldBeEmpty();
        (silent.After.LastReply, silent.Reply.WordedBy).ShouldBe(("你自己来听听不就知道了！", "trainer"));
        telling.Told.ShouldBe(own.Told);
        PracticePlay.Take(Scene, 1, silent.After, "到底几点开始的？", [Question]).Told.ShouldContain(told => told.Fact == "hours");
    }

    private static Task<PlayTurn> TakeAsync(ScriptedChatClient model, string said, IReadOnlyList<RecognisedAct> acts)
    {
        var (_, state) = PracticePlay.Open(Scene, 1);
        return new CharacterVoice(new ScriptedRoutes(model, TimeSpan.FromSeconds(10)), TimeProvider.System, NullLogger<CharacterVoice>.Instance)
            .TakeAsync(Scene, 1, state, said, acts, [], TestContext.Current.CancellationToken);
    }
}
