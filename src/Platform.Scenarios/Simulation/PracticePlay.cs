using System.Collections.Immutable;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Simulation;

/// <summary>Plays a scene turn by turn with the engine's own wording; holds nothing between turns.</summary>
public static class PracticePlay
{
    private const int Tries = 6;

    /// <summary>The character's first words and the state in which it waits for an answer.</summary>
    public static (SpokenReply Reply, PlayState State) Open(Scene scene, long seed)
    {
        var (reply, spoken) = PhraseGrammar.Open(scene, seed);
        return (reply, new PlayState { State = scene.Start, Spoken = spoken, LastReply = reply.Words });
    }

    /// <exception cref="InvalidOperationException">The session has ended.</exception>
    public static PlayTurn Take(Scene scene, long seed, PlayState before, string utterance, IReadOnlyList<RecognisedAct> acts) =>
        Worded(scene, seed, SimulatedCharacter.Plan(scene, before, utterance, acts), utterance);

    internal static PlayTurn Worded(Scene scene, long seed, PlannedTurn plan, string utterance)
    {
        var told = plan.Ready.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        for (var attempt = 0; ; attempt++)
        {
            var (reply, spoken) = PhraseGrammar.Answer(scene, seed, plan, attempt);
            if (attempt < Tries && (ReplyCheck.Faults(scene, reply.Words, told, plan.Direction, utterance).Count > 0 || reply.Words == plan.Ready.LastReply))
                continue;
            return TurnOf(plan, utterance, reply, spoken);
        }
    }

    internal static PlayTurn TurnOf(PlannedTurn plan, string utterance, SpokenReply reply, ImmutableList<string> spoken) => new()
    {
        Number = plan.Ready.Turn,
        Utterance = utterance,
        Acts = plan.Heard.Acts,
        Moves = plan.Moves,
        Direction = plan.Direction,
        Told = [.. plan.Ready.Told.Where(told => told.Turn == plan.Ready.Turn)],
        Reply = reply,
        After = plan.Ready with { Spoken = spoken, LastReply = reply.Words, End = plan.End },
    };
}
