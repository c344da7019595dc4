using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Acts.Evaluation;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>A recogniser that learned from corrections, measured beside the one in service.</summary>
/// <param name="Learned">What it learned from.</param>
/// <param name="F1">Macro-F1, as <paramref name="FormerF1"/> is, on the same utterances.</param>
/// <param name="Items">How many utterances both were measured on.</param>
internal sealed record ActTrial(ActJudge Judge, IReadOnlyList<Utterance> Learned, double F1, double FormerF1, int Items)
{
    /// <summary>Macro-F1 that a new version may lose and still come into service: less is within what a few utterances of the held-out set make.</summary>
    public const double MostLoss = 0.01;

    /// <summary>Where nothing was held out by others, every fifth authored utterance is kept from both.</summary>
    private const int Parts = 5;

    public bool Passed => F1 >= FormerF1 - MostLoss;

    /// <param name="material">Of the family and language.</param>
    /// <param name="former">What is in service; null for what ships.</param>
    /// <param name="formerCorrections">Those that it learned from.</param>
    public static ActTrial Run(ActMaterial material, string family, string lang, IReadOnlyList<Utterance> corrections, ActJudge? former, IReadOnlyList<Utterance> formerCorrections)
    {
        var codes = ActCodes.Of(family);
        var isHeldOut = material.HeldOut.Count > 0;
        var test = isHeldOut ? material.HeldOut : [.. material.Authored.Where((_, at) => at % Parts == 0)];
        var known = test.Select(u => u.Text).ToHashSet(StringComparer.Ordinal);
        var learned = With(material.Authored, [.. corrections.Where(u => !known.Contains(u.Text))]);
        var judge = TrainedRecogniser.Learn(learned, codes);
        if (isHeldOut)
            return new ActTrial(judge, learned, F1Of(judge), F1Of(former ?? TrainedRecogniser.Learn(material.Authored, codes)), test.Count);

        var rest = material.Authored.Where((_, at) => at % Parts != 0).ToList();
        return new ActTrial(judge, learned, F1Of(Apart(corrections)), F1Of(Apart(formerCorrections)), test.Count);

        ActJudge Apart(IReadOnlyList<Utterance> beside) => TrainedRecogniser.Learn(With(rest, [.. beside.Where(u => !known.Contains(u.Text))]), codes);

        double F1Of(ActJudge measured) => Math.Round(ActEvaluation.OnUtterances($"{family} {lang}", TrainedRecogniser.Of(family, lang, measured), test, bar: null).Value, 4);
    }

    /// <summary>A correction stands in the place of an authored utterance with the same words, and the latest of several.</summary>
    private static List<Utterance> With(IReadOnlyList<Utterance> authored, IReadOnlyList<Utterance> corrections)
    {
        var latest = corrections.Reverse().DistinctBy(u => u.Text, StringComparer.Ordinal).Reverse().ToList();
        var corrected = latest.Select(u => u.Text).ToHashSet(StringComparer.Ordinal);
        return [.. authored.Where(u => !corrected.Contains(u.Text)), .. latest];
    }
}
