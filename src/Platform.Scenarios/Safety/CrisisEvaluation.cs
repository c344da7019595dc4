namespace Platform.Scenarios.Safety;

/// <summary>How well crisis signals are found.</summary>
/// <param name="AcuteMissed">Sentences labelled plan, preparation or attempt that were not seen.</param>
public sealed record CrisisFigures(int Sentences, int Risks, int Found, int FalseAlarms, int Acute, int AcuteMissed)
{
    public double Recall => (double)Found / Math.Max(Risks, 1);

    public double Precision => (double)Found / Math.Max(Found + FalseAlarms, 1);

    public double FalsePerHundred => 100.0 * FalseAlarms / Math.Max(Sentences - Risks, 1);
}

/// <summary>Measures <see cref="CrisisSignals"/> on labelled sentences.</summary>
public static class CrisisEvaluation
{
    private static readonly string[] Acute = ["自杀未遂", "自杀准备行为", "自杀计划"];

    public static CrisisFigures Measure(CrisisSignals signals, IReadOnlyList<CrisisExample> examples)
    {
        var seen = examples.Select(example => (example, Sign: signals.Look(example.Text).IsSign)).ToList();
        var acute = seen.Where(s => s.example.Labels.Intersect(Acute, StringComparer.Ordinal).Any()).ToList();
        return new CrisisFigures(
            examples.Count, seen.Count(s => s.example.IsRisk), seen.Count(s => s.example.IsRisk && s.Sign), seen.Count(s => !s.example.IsRisk && s.Sign),
            acute.Count, acute.Count(s => !s.Sign));
    }

    /// <returns>How many of the messages, in which nobody is in danger, a free conversation would answer with help lines.</returns>
    public static int FalseAlarms(OwnDanger danger, IEnumerable<string> ordinary) => ordinary.Count(message => danger.InConversation(message).IsSign);

    /// <summary>Five parts, each judged by machines that have not seen it.</summary>
    public static CrisisFigures CrossValidate(IReadOnlyList<CrisisExample> examples)
    {
        const int Parts = 5;
        var figures = Enumerable.Range(0, Parts).Select(part => Measure(
            CrisisSignals.Train([.. examples.Where((_, i) => i % Parts != part)]), [.. examples.Where((_, i) => i % Parts == part)])).ToList();
        return new CrisisFigures(
            figures.Sum(f => f.Sentences), figures.Sum(f => f.Risks), figures.Sum(f => f.Found), figures.Sum(f => f.FalseAlarms), figures.Sum(f => f.Acute), figures.Sum(f => f.AcuteMissed));
    }
}
