using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>What a character may say this turn; decided before any wording.</summary>
/// <param name="Tell">Facts that it says now, in order.</param>
/// <param name="Deflects">It was asked for something whose gate is closed.</param>
/// <param name="NothingMore">It was asked for what it has told.</param>
internal sealed record Disclosure(IReadOnlyList<(Fact Fact, bool Elicited)> Tell, bool Deflects, bool NothingMore, Fact? Held)
{
    private static readonly string[] Deepening = [ActCodes.ComplexReflection, ActCodes.Restating, ActCodes.Empathy];

    public static Disclosure Decide(Scene scene, PlayState before, CharacterState now, HeardUtterance heard)
    {
        var told = before.Told.Select(t => t.Fact).ToHashSet(StringComparer.Ordinal);
        var most = scene.Style.Sentences switch { SentenceLength.Brief => 1, SentenceLength.Medium => 2, _ => 3 };
        var closeness = now[scene.Rules.Closeness] - scene.Level.Gates;
        var untold = scene.Facts.Where(fact => !told.Contains(fact.Id) && fact.After.All(told.Contains)).ToList();

        var asked = untold.Where(fact => heard.Asked.Contains(fact.Id, StringComparer.Ordinal)).ToList();
        var open = asked.Where(fact => IsOpen(fact, closeness, heard)).OrderByDescending(fact => Reach(fact, heard)).ToList();
        var held = asked.Find(fact => !IsOpen(fact, closeness, heard));
        var tell = open.Take(most).Select(fact => (fact, true)).ToList();

        if (tell.Count == 0 && held is null && IsInvitation(heard))
        {
            // An open invitation reaches what comes next: what is told anyway, then what is asked for, and below only for one who is close.
            var next = untold.Find(fact => fact.Gate == FactGate.Free)
                ?? untold.Find(fact => fact.Gate == FactGate.Asked && fact.Sensitivity < 3)
                ?? untold.Find(fact => fact.Gate is FactGate.Rapport or FactGate.Depth && closeness >= fact.LevelOrDefault + 8 && heard.HasAny(Deepening));
            if (next is not null)
                tell.Add((next, next.Gate != FactGate.Free));
        }

        var nothingMore = tell.Count == 0 && held is null && heard.IsQuestion && heard.Asked.Count > 0;
        if (tell.Count == 0 && held is null && !heard.IsQuestion && untold.Find(fact => fact.Gate == FactGate.Free) is { } free)
            tell.Add((free, false));
        return new Disclosure(tell, tell.Count == 0 && held is not null, nothingMore, held);
    }

    private static bool IsOpen(Fact fact, int closeness, HeardUtterance heard) => fact.Gate switch
    {
        FactGate.Free or FactGate.Asked => true,
        FactGate.Rapport => closeness >= fact.LevelOrDefault,
        _ => closeness >= fact.LevelOrDefault && (heard.HasAny(Deepening) || heard.Has(ActCodes.OpenQuestion)),
    };

    /// <summary>How exactly it was asked for.</summary>
    private static int Reach(Fact fact, HeardUtterance heard) =>
        fact.Words.Where(word => heard.Text.Contains(word, StringComparison.OrdinalIgnoreCase)).Sum(word => word.Length);

    private static bool IsInvitation(HeardUtterance heard) =>
        !heard.IsProhibited && heard.HasAny([ActCodes.OpenQuestion, ActCodes.ComplexReflection, ActCodes.SimpleReflection]);
}
