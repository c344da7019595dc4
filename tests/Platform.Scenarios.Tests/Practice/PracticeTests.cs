using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Model.Routes;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class PracticeTests : SessionTest
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_session_is_read_anew_for_each_turn_and_goes_on_in_the_same_state()
    {
        var interrupted = await StartAsync(seed: 5);
        var other = await StartAsync(seed: 5);
        foreach (var line in Good.Take(4))
            await SayAsync(interrupted, line);

        foreach (var line in Good.Take(4))
            await SayAsync(other, line);

        (await WordsAsync(interrupted)).ShouldBe(await WordsAsync(other));
        (await WordsAsync(interrupted)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_utterance_that_comes_twice_is_answered_once()
    {
        var session = await StartAsync();

        var first = await SayAsync(session, Good[0], key: "a1");
        var second = await SayAsync(session, Good[0], key: "a1");

        second.Turn.ShouldBe(first.Turn);
        (await Fresh(db => db.PracticeTurns.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Going_back_to_a_turn_makes_a_branch_that_stands_beside_the_first_with_its_own_score()
    {
        var session = await StartAsync();
        var turns = new List<OpenTurn>();
        foreach (var line in Good)
            if (await TakeAsync(session, line) is PracticeTurnOutcome.Answered answered)
                turns.Add(answered.Turn);
        (await EndAsync(session)).ShouldBeTrue();
        var before = (await ResultAsync(session)).ShouldNotBeNull();

        (await Fresh(db => new BranchPracticeHandler(db).Handle(new BranchPractice(session, Trainee, turns[2].Id), Cancel))).ShouldBeTrue();
        await SayAsync(session, "这不归我们管，你找物业去。");
        (await EndAsync(session)).ShouldBeTrue();
        var after = (await ResultAsync(session)).ShouldNotBeNull();

        after.Branches.Count.ShouldBe(2);
        after.Branches.Single(b => !b.Current).Score.ShouldBe(before.Score.Score);
        after.Score.Score.ShouldBeLessThan(before.Score.Score);
        after.Turns.Count.ShouldBe(3);
        after.Turns[1].Words.ShouldBe(before.Turns[1].Words);
    }

    [Fact]
    public async Task Nothing_hidden_is_in_what_a_trainee_gets_before_the_end()
    {
        var scene = Scenes.Compose(Key);
        var session = await StartAsync();
        foreach (var line in scene.Trainees.Bad)
        {
            await TakeAsync(session, line);
            var open = await ReadAsync(session);
            var seen = JsonSerializer.Serialize(open, Readable) + JsonSerializer.Serialize(await new ListScenesHandler(Scenes).Handle(new ListScenes("zh"), Cancel), Readable);

            foreach (var mark in scene.Facts.SelectMany(fact => fact.Marks))
                seen.ShouldNotContain(mark);
            foreach (var secret in scene.Facts.Select(fact => fact.Text).Concat(scene.Reference).Concat(scene.Checks.Select(check => check.Question))
                .Concat(Scenes.Rubrics.For(Key).SelectMany(rubric => rubric.Criteria).SelectMany(criterion => criterion.Checks).Select(check => check.Question.Zh)))
                seen.ShouldNotContain(secret);
            if (!open.Ended)
                (await ResultAsync(session)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Somebody_elses_session_is_not_to_be_had()
    {
        var session = await StartAsync();

        (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPractice(session, Guid.NewGuid()), Cancel))).ShouldBeNull();
    }

    [Fact]
    public async Task A_model_that_gives_away_a_gated_fact_or_plays_the_helper_is_not_shown()
    {
        var scene = Scenes.Compose(Key);
        var model = new ScriptedChatClient().Says("""{"thought":"…","words":"我老伴心脏里放了支架。","gesture":"叹气"}""").Says("""{"words":"感谢您的来访，请您放心。"}""");

        var turn = await TakeWithModelAsync(scene, model);

        turn.Reply.WordedBy.ShouldBe("engine");
        turn.Reply.Refused.ShouldBe(["gated-fact", "role-flip"], ignoreOrder: true);
        JsonSerializer.Serialize(model.Requests.Select(request => request.Select(message => message.Text)), Readable).ShouldNotContain("支架");
    }

    [Fact]
    public async Task A_model_that_keeps_to_its_part_is_heard()
    {
        var model = new ScriptedChatClient().Says("""{"thought":"他好像愿意听。","words":"唉，总算有人坐下来听我说了。","gesture":"放下布包"}""");

        var turn = await TakeWithModelAsync(Scenes.Compose(Key), model);

        turn.Reply.Words.ShouldBe("唉，总算有人坐下来听我说了。");
        turn.Reply.WordedBy.ShouldBe("scripted");
    }

    private static Task<PlayTurn> TakeWithModelAsync(Scene scene, IChatClient model)
    {
        var (_, state) = Platform.Scenarios.Simulation.PracticePlay.Open(scene, 1);
        return new CharacterVoice(new OneRoute(model), TimeProvider.System, NullLogger<CharacterVoice>.Instance)
            .TakeAsync(scene, 1, state, "您好，请坐，慢慢说。", Scenes.Recogniser.Recognise("您好，请坐，慢慢说。", scene.Key.Family, scene.Lang), [], Cancel);
    }

    private async Task<PracticeTurnOutcome.Answered> SayAsync(Guid session, string text, string? key = null) =>
        (await TakeAsync(session, text, key)).ShouldBeOfType<PracticeTurnOutcome.Answered>();

    private Task<PracticeResult?> ResultAsync(Guid session) => Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPracticeResult(session, Trainee), Cancel));

    private async Task<IReadOnlyList<string>> WordsAsync(Guid session) => [.. (await ReadAsync(session)).Turns.Select(turn => turn.Words)];

    private sealed class OneRoute(IChatClient client) : IModelRoutes
    {
        public bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model)
        {
            model = new RoutedModel(client, "scripted", TimeSpan.FromSeconds(10));
            return true;
        }
    }
}
