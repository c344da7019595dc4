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

    /// <summary>The first of some tries without a fault, else the one with the fewest; never one that gives something away.</summary>
    internal static PlayTurn Worded(Scene scene, long seed, PlannedTurn plan, string utterance)
    {
        var told = plan.Ready.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        (int Faults, SpokenReply Reply, ImmutableList<string> Spoken)? best = null;
        for (var attempt = 0; attempt <= Tries; attempt++)
        {
            var (reply, spoken) = PhraseGrammar.Answer(scene, seed, plan, attempt);
            var faults = ReplyCheck.Faults(scene, reply, told, plan.Direction, utterance);
            var count = faults.Count + (reply.Words == plan.Ready.LastReply ? 1 : 0);
            if (count == 0)
                return TurnOf(plan, utterance, reply, spoken);
            if (!faults.Any(fault => fault is ReplyFaults.Leak or ReplyFaults.Contradiction) && (best is not { } other || count < other.Faults))
                best = (count, reply, spoken);
        }

        if (best is { } least)
            return TurnOf(plan, utterance, least.Reply, least.Spoken);

        // What may not be shown tells nothing either.
        var silent = plan with { Ready = plan.Ready with { Told = plan.Ready.Told.RemoveAll(t => t.Turn == plan.Ready.Turn) } };
        var (held, after) = PhraseGrammar.Hold(scene, seed, silent);
        return TurnOf(silent, utterance, held, after);
    }

    /// <summary>Different wordings of a turn, each without a fault, in the order of the tries.</summary>
    internal static IReadOnlyList<PlayTurn> Wordings(Scene scene, long seed, PlannedTurn plan, string utterance)
    {
        var told = plan.Ready.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Tries + 1).Select(attempt => PhraseGrammar.Answer(scene, seed, plan, attempt))
            .Where(said => said.Reply.Words != plan.Ready.LastReply && ReplyCheck.Faults(scene, said.Reply, told, plan.Direction, utterance).Count == 0)
            .DistinctBy(said => said.Reply.Words, StringComparer.Ordinal)
            .Select(said => TurnOf(plan, utterance, said.Reply, said.Spoken))];
    }

    /// <summary>The same turn in a trainer's words: a gated fact that is not in them was not told.</summary>
    internal static PlayTurn InWords(Scene scene, PlayTurn turn, string words, string by)
    {
        var untold = turn.Told.Where(told => !ReplyCheck.Tells(scene.Facts.First(fact => fact.Id == told.Fact), words)).ToList();
        return turn with
        {
            Told = [.. turn.Told.Except(untold)],
            Reply = turn.Reply with { Words = words, Gesture = null, WordedBy = by },
            After = turn.After with { LastReply = words, Told = turn.After.Told.RemoveAll(untold.Contains) },
        };
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
