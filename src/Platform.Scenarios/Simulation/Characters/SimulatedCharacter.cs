using System.Collections.Immutable;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>What a turn will be before it has words: the part that no model has a say in.</summary>
internal sealed record PlannedTurn(HeardUtterance Heard, IReadOnlyList<StateMove> Moves, CharacterState State, StageDirection Direction, Disclosure Disclosure, IReadOnlyList<string> Missing, string? Hint, PlayEnd? End, PlayState Ready);

/// <summary>Plays a character: hears, moves, decides what may be told and how it goes on. The same seed gives the same session.</summary>
public static class SimulatedCharacter
{
    internal static PlannedTurn Plan(Scene scene, PlayState before, string utterance, IReadOnlyList<RecognisedAct> acts)
    {
        if (before.End is { } end)
            throw new InvalidOperationException($"The session ended with {end} at turn {before.Turn}; begin a new one or go back to an earlier turn.");

        var heard = Listening.Hear(scene, before, utterance, acts);
        var moves = Moves(scene, before, heard);
        var state = moves.Aggregate(before.State, (now, move) => now.Moved(move.Variable, move.By));
        var direction = scene.Rules.Direct(before, state, heard);
        var disclosure = Disclosure.Decide(scene, before, state, heard);
        if (disclosure.Held is { Sensitivity: >= 2 } held)
        {
            var cost = new StateMove(scene.Rules.Bearing, -2 * (held.Sensitivity - 1), scene.Said("被问到还不想说的事", "was asked about what it does not want to say yet"));
            (moves, state) = ([.. moves, cost], state.Moved(cost.Variable, cost.By));
        }

        var now = before with
        {
            State = state,
            Turn = before.Turn + 1,
            Acts = heard.Acts.Aggregate(before.Acts, (counts, act) => counts.SetItem(act.Act, counts.GetValueOrDefault(act.Act) + 1)),
            Heard = before.Heard.Add(Listening.Plain(utterance)),
            Told = before.Told.AddRange(disclosure.Tell.Select(tell => new ToldFact(tell.Fact.Id, before.Turn + 1, tell.Elicited))),
        };
        var ready = scene.Rules.Agrees(scene, now);
        now = now with { ReadySince = ready ? now.ReadySince ?? now.Turn : null };
        return new PlannedTurn(heard, moves, state, direction, disclosure, scene.Rules.Missing(scene, now), Hint(scene, now), EndOf(scene, now, heard), now);
    }

    private static PlayEnd? EndOf(Scene scene, PlayState now, HeardUtterance heard)
    {
        if (scene.Rules.WalksOut(now.State, now.Turn))
            return PlayEnd.WalkedOut;
        if (now.ReadySince is { } since && (heard.TakesLeave || heard.Has(ActCodes.ClosingCheck) || now.Turn - since >= 3))
            return PlayEnd.Agreed;
        if (heard.TakesLeave && now.Turn >= 3)
            return PlayEnd.Closed;
        return now.Turn >= scene.Turns ? PlayEnd.TimeUp : null;
    }

    /// <summary>Hints at a risk come in passing from the third turn on, every other turn.</summary>
    private static string? Hint(Scene scene, PlayState now) =>
        scene.Hints.Count > 0 && now.Turn >= 2 && now.Turn % 2 == 0 && (now.Turn / 2) - 1 < scene.Hints.Count ? scene.Hints[(now.Turn / 2) - 1] : null;

    private static ImmutableArray<StateMove> Moves(Scene scene, PlayState before, HeardUtterance heard)
    {
        var moves = ImmutableArray.CreateBuilder<StateMove>();
        foreach (var act in heard.Acts.Select(act => act.Act).Distinct(StringComparer.Ordinal))
        {
            foreach (var rule in scene.Rules.Moves.Where(rule => rule.Act == act))
            {
                var move = new StateMove(rule.Variable, rule.By, scene.Said(rule.ReasonZh, rule.ReasonEn));
                var worse = scene.Rules.IsWorse(move);
                var times = before.Times(act);

                // Kind words wear out and unkind ones add up; kind words beside unkind ones hardly count.
                var factor = worse ? scene.Level.Loss * (1 + (0.15 * Math.Min(times, 3))) : scene.Level.Gain / (1 + (0.5 * times)) * (heard.IsProhibited ? 0.3 : 1);
                var by = (int)Math.Round(rule.By * factor, MidpointRounding.AwayFromZero);
                if (by != 0)
                    moves.Add(move with { By = by });
            }
        }

        moves.AddRange(scene.Rules.Beyond(scene, before, heard));
        return moves.ToImmutable();
    }
}
