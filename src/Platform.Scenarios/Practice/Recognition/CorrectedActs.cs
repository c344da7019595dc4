using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>A person's reading of an utterance beside the recogniser's.</summary>
internal static class CorrectedActs
{
    private const string Person = "person";

    /// <summary>What the recogniser saw, in the codes that a person chooses from: whether a ground is one of the scene's is not its to say.</summary>
    public static IReadOnlyList<RecognisedAct> Seen(PlayTurn turn) =>
        [.. turn.Acts.Select(act => act.Act == ActCodes.UnverifiedGround ? act with { Act = ActCodes.LegalGround } : act)];

    /// <summary>Acts with their evidence: where the recogniser saw one too, its place; elsewhere the whole utterance.</summary>
    public static IReadOnlyList<LabelledAct> Place(PlayTurn turn, IReadOnlyList<string> acts)
    {
        var seen = Seen(turn);
        return [.. acts.Select(code => seen.FirstOrDefault(act => act.Act == code && act.End > act.Start) is { } found
            ? new LabelledAct(code, found.Start, found.End)
            : new LabelledAct(code, 0, turn.Utterance.Length))];
    }

    public static IReadOnlyList<LabelledAct> Of(ActCorrection correction) => PracticeJson.Read<IReadOnlyList<LabelledAct>>(correction.Acts);

    public static string Stored(IReadOnlyList<LabelledAct> acts) => PracticeJson.Write(acts);

    /// <summary>The turn with the acts that the person found; nothing else of it is played again.</summary>
    public static PlayTurn Apply(PlayTurn turn, ActCorrection correction)
    {
        var unverified = turn.Acts.Any(act => act.Act == ActCodes.UnverifiedGround);
        return turn with
        {
            Acts = [.. Of(correction).Where(act => act.End <= turn.Utterance.Length).Select(act => new RecognisedAct(
                unverified && act.Act == ActCodes.LegalGround ? ActCodes.UnverifiedGround : act.Act, act.Start, act.End, turn.Utterance[act.Start..act.End], 1, Person))],
        };
    }
}
