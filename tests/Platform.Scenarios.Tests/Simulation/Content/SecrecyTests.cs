using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Content;

public sealed class SecrecyTests
{
    private static readonly PracticeScenes Scenes = new();

    public static TheoryData<string> People => [.. Scenes.Community.Residents.Select(r => r.Id), .. Scenes.Counselling.People.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Nothing_gated_stands_in_the_briefing_or_in_what_a_model_is_given_at_first(string id)
    {
        var scene = SceneOf(id);
        var (opening, state) = PracticePlay.Open(scene, 1);
        var model = new ScriptedChatClient();
        var voice = new CharacterVoice(new ScriptedRoutes(model, TimeSpan.FromSeconds(10)), TimeProvider.System, NullLogger<CharacterVoice>.Instance);

        var turn = await voice.TakeAsync(scene, 1, state, Greeting(scene), [], [], TestContext.Current.CancellationToken);

        var given = model.Requests[0].Where(message => message.Role == ChatRole.User).Select(message => message.Text);
        string?[] seen = [scene.Title, scene.Situation, scene.Goal, scene.Profile.Occupation, scene.Profile.Background, opening.Words, opening.Gesture, .. given];
        GivenAway(scene, turn, seen).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task Nothing_gated_stands_in_what_a_small_model_sees_or_may_choose(string id)
    {
        var scene = SceneOf(id);
        var (_, state) = PracticePlay.Open(scene, 1);
        var model = new ScriptedChatClient().Says("");
        var voice = new CharacterVoice(new ScriptedRoutes(model, TimeSpan.FromSeconds(10), followsInstructions: false), TimeProvider.System, NullLogger<CharacterVoice>.Instance);
        var choices = PracticePlay.Wordings(scene, 1, SimulatedCharacter.Plan(scene, state, Greeting(scene), []), Greeting(scene));

        var turn = await voice.TakeAsync(scene, 1, state, Greeting(scene), [], [], TestContext.Current.CancellationToken);

        model.Requests.Count.ShouldBe(choices.Count > 1 ? 1 : 0);
        string?[] seen = [.. model.Requests.SelectMany(request => request).Select(message => message.Text), .. choices.SelectMany(choice => new[] { choice.Reply.Words, choice.Reply.Gesture })];
        GivenAway(scene, turn, seen).ShouldBeEmpty();
    }

    private static string Greeting(Scene scene) => scene.Said("您好，请坐。", "Good morning, please take a seat.");

    /// <summary>Words of gated facts that were not told and stand in what was seen.</summary>
    private static IEnumerable<string> GivenAway(Scene scene, PlayTurn turn, string?[] seen) =>
        scene.Facts.Where(fact => fact.Gate != FactGate.Free && turn.After.Told.All(told => told.Fact != fact.Id)).SelectMany(fact => fact.Marks)
            .Where(mark => seen.Any(text => text?.Contains(mark, StringComparison.OrdinalIgnoreCase) == true));

    private static Scene SceneOf(string id) =>
        Scenes.Counselling.People.FirstOrDefault(p => p.Id == id) is { } person
            ? Scenes.Compose(new SceneKey(ActCodes.CounsellingFamily, id, null, Difficulty.Medium, person.Crisis is not null))
            : Scenes.Compose(new SceneKey(ActCodes.CommunityFamily, id, id.EndsWith("-en", StringComparison.Ordinal) ? "night-mahjong-en" : "night-mahjong", Difficulty.Medium));
}
