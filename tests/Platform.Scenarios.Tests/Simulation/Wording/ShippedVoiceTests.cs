using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model.Routes;
using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Wording;

public sealed class ShippedVoiceTests
{
    private const string Said = "你好，请坐。今天想聊点什么？";
    private const int MostTries = 5;

    [Fact]
    public async Task An_adapter_that_ships_chooses_how_the_help_seeker_says_it()
    {
        await using var host = new TestHost(("Models:Shipped", "true"));
        host.Services.GetRequiredService<IModelRoutes>().TryRoute(CharacterVoice.HelpSeekerSkill, out var model).ShouldBeTrue();
        await model!.Client.GetResponseAsync("…", new ChatOptions { MaxOutputTokens = 1 }, TestContext.Current.CancellationToken); // read from the disk before the time counts
        var voice = host.Services.GetRequiredService<CharacterVoice>();
        var scene = CounselingScenes.Shipped().Compose("lin-xiaoyu", Difficulty.Medium);
        var (_, state) = PracticePlay.Open(scene, 7);
        var wordings = PracticePlay.Wordings(scene, 7, SimulatedCharacter.Plan(scene, state, Said, []), Said);

        var turn = await TakeAsync();
        for (var tries = 1; turn.Reply.WordedBy == "engine" && tries < MostTries; tries++) // on a busy machine it may be too slow
            turn = await TakeAsync();

        turn.Reply.WordedBy.ShouldBe("engine, platform-base/help-seeker");
        wordings.Select(wording => wording.Reply.Words).ShouldContain(turn.Reply.Words, StringComparer.Ordinal);

        Task<PlayTurn> TakeAsync() => voice.TakeAsync(scene, 7, state, Said, [], [], TestContext.Current.CancellationToken);
    }
}
