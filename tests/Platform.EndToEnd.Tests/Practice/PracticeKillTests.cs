using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.EndToEnd.Tests.Faults;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Practice;

/// <summary>A practice goes on in the same state after its server was killed (SIGKILL).</summary>
public sealed class PracticeKillTests
{
    private const int Turns = 6;

    [Fact]
    public async Task A_practice_whose_server_is_killed_at_its_turns_is_the_same_as_one_that_was_never_interrupted()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var port = Free.Port();
        var server = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
        try
        {
            using var person = await DirectLineClient.StartAsync(server.Address, EchoServer.Secret, "trainee", cancellationToken);
            await SayAsync(person, "practise Frank Doyle", 1, cancellationToken);
            for (var turn = 1; turn <= Turns; turn++)
            {
                var said = $"Good morning, have a seat. What happened after {turn} o'clock?";
                if (turn % 2 == 0)
                {
                    // Acknowledged and killed at once: the answer is owed, or was given and is not told yet.
                    (await person.PostAsync(said, said, cancellationToken)).Id.ShouldNotBeNull();
                    await server.KillAsync();
                    await server.DisposeAsync();
                    server = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
                    await AnsweredAsync(person, turn + 1, cancellationToken);
                }
                else
                {
                    await SayAsync(person, said, turn + 1, cancellationToken);
                }
            }
        }
        finally
        {
            await server.DisposeAsync();
        }

        var (session, stored) = await StoredAsync(folder.Path, cancellationToken);
        var scenes = new PracticeScenes();
        var scene = scenes.Compose(new SceneKey(session.Family, session.Persona, session.Case, Enum.Parse<Difficulty>(session.Difficulty), session.Crisis));
        var (_, state) = PracticePlay.Open(scene, session.Seed);
        stored.Count.ShouldBe(Turns);
        foreach (var turn in stored)
        {
            var utterance = (string)turn["utterance"]!;
            var expected = PracticePlay.Take(scene, session.Seed, state, utterance, scenes.Recogniser.Recognise(utterance, scene.Key.Family, scene.Lang));
            ((string?)turn["reply"]!["words"]).ShouldBe(expected.Reply.Words);
            state = expected.After;
        }
    }

    private static async Task SayAsync(DirectLineClient person, string text, int answers, CancellationToken cancellationToken)
    {
        (await person.PostAsync(text, text, cancellationToken)).Id.ShouldNotBeNull();
        await AnsweredAsync(person, answers, cancellationToken);
    }

    private static async Task AnsweredAsync(DirectLineClient person, int answers, CancellationToken cancellationToken)
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(100, cancellationToken))
        {
            var (activities, _) = await person.ReadAsync(null, cancellationToken);
            if (activities.Count(EchoServer.IsAnswer) >= answers)
                return;
            DateTime.UtcNow.ShouldBeLessThan(until, "The practice is not answered.");
        }
    }

    private static async Task<(PracticeSession Session, List<JsonNode> Turns)> StoredAsync(string folder, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Platform:DataFolder", folder)]).Build();
        await using var services = new ServiceCollection().AddPlatformData(configuration).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(cancellationToken);
        var session = await db.PracticeSessions.Include(s => s.Turns).AsNoTracking().SingleAsync(cancellationToken);
        var turns = new List<JsonNode>();
        for (var at = session.HeadId; at is { } id; at = session.Turns.Single(t => t.Id == id).ParentId)
            turns.Insert(0, JsonNode.Parse(session.Turns.Single(t => t.Id == id).Content)!);
        return (session, turns);
    }
}
