using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class SessionMemoryTests
{
    private const string WithName = "安安";

    private static readonly PracticeScenes Scenes = new();
    private static readonly PlayEnd[] Ends = [PlayEnd.Agreed, PlayEnd.WalkedOut, PlayEnd.Closed];

    public static TheoryData<string> People => [.. Scenes.Counselling.People.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(People))]
    public void The_next_session_opens_with_what_happened_since_and_without_what_was_not_told(string id)
    {
        var scene = SceneOf(id);
        var between = Scenes.Counselling.People.Single(p => p.Id == id).Between.SelectMany(b => b.Say).ToList();
        foreach (var end in Ends)
        {
            var words = Resume(scene, end, []).Reply.Words;

            between.ShouldContain(words, StringComparer.Ordinal);
            scene.Facts.Where(fact => fact.Gate != FactGate.Free).SelectMany(fact => fact.Marks).Where(mark => words.Contains(mark, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void What_was_told_may_be_named_again()
    {
        var scene = SceneOf("wen-ya");
        List<ToldFact> all = [.. scene.Facts.Select(fact => new ToldFact(fact.Id, 1, Elicited: true))];

        var known = Enumerable.Range(1, 20).Select(seed => Resume(scene, PlayEnd.Agreed, all, seed).Reply.Words).ToList();
        var (reply, state) = Resume(scene, PlayEnd.Agreed, all);

        known.ShouldContain(words => words.Contains(WithName, StringComparison.Ordinal));
        state.LastReply.ShouldBe(reply.Words);
        state.Told.Select(told => told.Fact).ShouldBe(scene.Facts.Select(fact => fact.Id));
    }

    [Fact]
    public void Who_has_no_line_that_gives_nothing_away_opens_as_at_first()
    {
        var scene = SceneOf("wen-ya");
        var lines = Scenes.Counselling.People.Single(p => p.Id == "wen-ya").Between.SelectMany(b => b.Say);
        var closed = scene with { Facts = [.. scene.Facts, scene.Facts[0] with { Id = "all-of-it", Gate = FactGate.Depth, Marks = [.. lines] }] };

        var (reply, state) = Resume(closed, PlayEnd.Agreed, []);

        reply.Words.ShouldBe(PracticePlay.Open(closed, 1).Reply.Words);
        state.LastReply.ShouldBe(reply.Words);
        state.State[StateVariables.Emotion].ShouldNotBe(closed.Start[StateVariables.Emotion]); // what happened weighs all the same
    }

    private static Scene SceneOf(string id) => Scenes.Compose(new SceneKey(ActCodes.CounsellingFamily, id, null, Difficulty.Medium));

    private static (SpokenReply Reply, PlayState State) Resume(Scene scene, PlayEnd end, IReadOnlyList<ToldFact> told, long seed = 1)
    {
        var (reply, state) = PracticePlay.Open(scene, 1);
        var turn = PracticePlay.Take(scene, 1, state, "……", []);
        var id = Guid.CreateVersion7();
        var row = new PracticeTurn { SessionId = id, Key = "a", Content = PracticeJson.Write(turn with { After = turn.After with { End = end, Told = [.. told] } }), At = DateTimeOffset.UnixEpoch };
        var previous = new PracticeSession
        {
            Id = id,
            Family = scene.Key.Family,
            Persona = scene.Key.Persona,
            Difficulty = nameof(Difficulty.Medium),
            Lang = scene.Lang,
            Seed = 1,
            StartedAt = DateTimeOffset.UnixEpoch,
            Opening = "",
            HeadId = row.Id,
            Turns = { row },
        };
        return SessionMemory.Resume(scene, Scenes, previous, reply, state, seed);
    }
}
