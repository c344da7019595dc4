using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Sees acts by linear machines over authored utterances; what patterns find is one of their features, and decides alone where form decides.</summary>
public sealed class TrainedRecogniser : IActRecogniser
{
    private const double Holds = 0.5;
    private const double SurePattern = 0.9;
    private const int FewestExamples = 8;

    private static readonly char[] ClauseEnds = ['，', '。', '？', '！', '；', ',', '.', '?', '!', ';', '\n'];

    private readonly PatternRecogniser _patterns = new();
    private readonly Dictionary<(string Family, string Lang), LinearMachines> _machines;

    private TrainedRecogniser(Dictionary<(string Family, string Lang), LinearMachines> machines) => _machines = machines;

    /// <param name="utterances">Of any family and language; each pair of them gets machines of its own. Acts with fewer than eight examples are left to patterns.</param>
    public static TrainedRecogniser Train(IReadOnlyList<Utterance> utterances)
    {
        var patterns = new PatternRecogniser();
        return new TrainedRecogniser(utterances.GroupBy(u => (u.Family, u.Lang)).ToDictionary(group => group.Key, group =>
        {
            var labels = ActCodes.Of(group.Key.Family).Where(code => group.Count(u => u.Acts.Any(a => a.Act == code)) >= FewestExamples).ToList();
            return LinearMachines.Train(
                [.. group.Select(u => (Vector(u.Text, patterns.Recognise(u.Text, u.Family, u.Lang)), (IReadOnlyCollection<string>)[.. u.Acts.Select(a => a.Act).Distinct(StringComparer.Ordinal)]))],
                labels, passes: 14, rate: 0.25f, penalty: 2e-4f, balance: 0.6);
        }));
    }

    public IReadOnlyList<RecognisedAct> Recognise(string text, string family, string lang)
    {
        var byPattern = _patterns.Recognise(text, family, lang);
        if (!_machines.TryGetValue((family, lang), out var machines))
            return byPattern;

        var chances = machines.Chances(Vector(text, byPattern));
        var seen = new List<RecognisedAct>();
        foreach (var code in ActCodes.Of(family))
        {
            var pattern = byPattern.FirstOrDefault(act => act.Act == code);
            var at = machines.Labels.ToList().IndexOf(code);
            if (at < 0)
            {
                if (pattern is not null)
                    seen.Add(pattern);
                continue;
            }

            var decides = pattern is { Confidence: >= SurePattern } && chances[at] > 0.2;
            if (chances[at] < Holds && !decides)
                continue;
            var (start, end) = pattern is not null ? (pattern.Start, pattern.End) : BestClause(text, at, machines, family, lang);
            seen.Add(new RecognisedAct(code, start, end, text[start..end], Math.Round(Math.Max(chances[at], decides ? pattern!.Confidence : 0), 3), pattern is null ? "classifier" : "both"));
        }

        // "Other" is what is left when nothing else is there.
        return seen.Count > 1 ? [.. seen.Where(act => act.Act != ActCodes.Other)] : seen;
    }

    private static (int[] Indices, float[] Values) Vector(string text, IReadOnlyList<RecognisedAct> patterns)
    {
        var features = new Features().AddText(text, "t").Add($"length{(int)Math.Log2(1 + text.Length)}");
        foreach (var act in patterns)
            features.Add($"pattern {act.Act}", 4);
        return features.ToVector();
    }

    private (int Start, int End) BestClause(string text, int label, LinearMachines machines, string family, string lang)
    {
        var (best, bestChance, start) = ((0, text.Length), -1.0, 0);
        while (start < text.Length)
        {
            var stop = text.IndexOfAny(ClauseEnds, start);
            var end = stop < 0 ? text.Length : stop + 1;
            var clause = text[start..end];
            if (clause.Any(char.IsLetterOrDigit) && machines.Chances(Vector(clause, _patterns.Recognise(clause, family, lang)))[label] is var chance && chance > bestChance)
                (best, bestChance) = ((start, end), chance);
            start = end;
        }

        return best;
    }
}
