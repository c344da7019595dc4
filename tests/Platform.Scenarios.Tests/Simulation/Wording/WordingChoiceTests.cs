using System.Text.Json;
using Microsoft.Extensions.AI;
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

public sealed class WordingChoiceTests
{
    private const string Asked = "几点开始的？具体到什么时间？";

    private static readonly Scene Scene = CommunityScenes.Shipped().Compose("zhou-guilan", "night-mahjong", Difficulty.Medium);
    private static readonly RecognisedAct Question = new(ActCodes.OpenQuestion, 0, 2, "几点", 0.9, "pattern");

    [Fact]
    public async Task A_small_model_chooses_one_of_the_engines_wordings()
    {
        var wordings = Wordings();
        wordings.Count.ShouldBeGreaterThan(1);

        var turn = await TakeAsync(new ScriptedChatClient().Says(JsonSerializer.Serialize(wordings[^1].Reply.Words)));

        turn.Reply.Words.ShouldBe(wordings[^1].Reply.Words);
        turn.Reply.WordedBy.ShouldBe("engine, scripted");
        turn.After.Spoken.ShouldBe(wordings[^1].After.Spoken);
    }

    [Fact]
    public async Task What_it_invents_fails_or_says_too_late_leaves_the_engines_own_words()
    {
        var own = PracticePlay.Take(Scene, 7, Opened(), Asked, [Question]).Reply.Words;

        foreach (var model in new[] { new ScriptedChatClient().Says("\"我老伴放了支架。\""), new ScriptedChatClient().Says("唉"), new ScriptedChatClient().Fails(new IOException()), new ScriptedChatClient().Hangs() })
        {
            var turn = await TakeAsync(model);
            (turn.Reply.Words, turn.Reply.WordedBy).ShouldBe((own, "engine"));
        }
    }

    [Fact]
    public async Task It_sees_what_was_said_and_no_plan()
    {
        var model = new ScriptedChatClient().Says("");

        await TakeAsync(model);

        model.Requests.ShouldHaveSingleItem().Select(message => (message.Role, message.Text))
            .ShouldBe([(ChatRole.User, "…"), (ChatRole.Assistant, Opened().LastReply!), (ChatRole.User, Asked)]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(2000)]
    public async Task What_it_sees_of_a_long_session_leaves_room_for_the_reply(int asked)
    {
        var model = new ScriptedChatClient().Says("");
        var said = PracticePlay.Take(Scene, 7, Opened(), Asked, [Question]);
        var earlier = Enumerable.Range(0, 12).Select(_ => said with { Reply = said.Reply with { Words = new string('话', 150) } }).ToList();

        await TakeAsync(model, new string('问', asked), earlier);

        var seen = model.Requests.ShouldHaveSingleItem();
        seen.Sum(message => message.Text.Length).ShouldBeInRange(20, 500);
        seen[0].Role.ShouldBe(ChatRole.User);
        seen[^1].Text.ShouldEndWith("问");
        (seen.Count > 1).ShouldBe(asked < 500);
    }

    private static PlayState Opened() => PracticePlay.Open(Scene, 7).State;

    private static IReadOnlyList<PlayTurn> Wordings() => PracticePlay.Wordings(Scene, 7, SimulatedCharacter.Plan(Scene, Opened(), Asked, [Question]), Asked);

    private static Task<PlayTurn> TakeAsync(ScriptedChatClient model, string said = Asked, IReadOnlyList<PlayTurn>? earlier = null) =>
        new CharacterVoice(new ScriptedRoutes(model, TimeSpan.FromMilliseconds(300), followsInstructions: false), TimeProvider.System, NullLogger<CharacterVoice>.Instance)
            .TakeAsync(Scene, 7, Opened(), said, [Question], earlier ?? [], TestContext.Current.CancellationToken);
}
