using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Simulation.Acts;

/// <summary>Sees acts by linear machines over authored utterances; what patterns find is one of their features, and decides alone where form decides.</summary>
/// <remarks>Whoever changes how it learns or decides raises <see cref="RecogniserVersion"/>'s number: agreement with people is counted for each version anew.</remarks>
public sealed class TrainedRecogniser : IActRecogniser
{
    private const int Folds = 4;
    private const double LeastBesidePattern = 0.2;

    /// <summary>A harmful act that was none drives a character out of the room: it must be surer than the best balance asks for.</summary>
    private const double LeastForHarm = 0.6;
    private const double ClauseShare = 0.85;
    private const double SurePattern = 0.9;
    private const int FewestExamples = 8;

    private static readonly PatternRecogniser Patterns = new();
    private static readonly double[] Thresholds = [0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85];
    private static readonly char[] ClauseEnds = ['，', '。', '？', '！', '；', ',', '.', '?', '!', ';', '\n'];

    private readonly Dictionary<(string Family, string Lang), ActJudge> _judges;

    private TrainedRecogniser(Dictionary<(string Family, string Lang), ActJudge> judges) => _judges = judges;

    /// <param name="utterances">Of any family and language; each pair of them gets machines of its own. Acts with fewer than eight examples are left to patterns.</param>
    public static TrainedRecogniser Train(IReadOnlyList<Utterance> utterances) =>
        new(utterances.GroupBy(u => (u.Family, u.Lang)).ToDictionary(group => group.Key, group => Learn([.. group], ActCodes.Of(group.Key.Family))));

    /// <summary>What was learned from utterances that ship; every other family and language is left to patterns.</summary>
    internal static TrainedRecogniser Of(IEnumerable<ShippedJudge> learned) => new(learned.ToDictionary(own => (own.Family, own.Lang), own => own.Judge));

    /// <summary>What was learned before, for one family and language; every other is left to patterns.</summary>
    internal static TrainedRecogniser Of(string family, string lang, ActJudge judge) => new(new Dictionary<(string Family, string Lang), ActJudge> { [(family, lang)] = judge });

    /// <param name="utterances">Of one family and language.</param>
    /// <param name="codes">The acts of the family.</param>
    internal static ActJudge Learn(IReadOnlyList<Utterance> utterances, IReadOnlyList<string> codes)
    {
        var labels = codes.Where(code => utterances.Count(u => u.Acts.Any(a => a.Act == code)) >= FewestExamples).ToList();
        var examples = utterances.Select(u => Examples(u).ToList()).ToList();

        // How sure a machine must be is found on utterances that it has not seen, label by label.
        var seen = new List<(HashSet<string> Gold, double[] Chances)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var machines = Machines(examples.Where((_, i) => i % Folds != fold), labels);
            seen.AddRange(utterances.Where((_, i) => i % Folds == fold).Select(u => (
                u.Acts.Select(a => a.Act).ToHashSet(StringComparer.Ordinal),
                Best(Parts(u.Text, u.Family, u.Lang, machines), u.Text.Length, labels.Count))));
        }

        return new ActJudge(Machines(examples, labels), [.. labels.Select((label, at) =>
            Thresholds.Where(threshold => threshold >= (ActCodes.Prohibited.Contains(label) ? LeastForHarm : 0)).MaxBy(threshold => F1(seen, label, at, threshold)))]);
    }

    private static double F1(List<(HashSet<string> Gold, double[] Chances)> seen, string label, int at, double threshold)
    {
        var right = seen.Count(s => s.Gold.Contains(label) && s.Chances[at] >= threshold);
        var named = seen.Count(s => s.Chances[at] >= threshold);
        return right == 0 ? 0 : 2.0 * right / (named + seen.Count(s => s.Gold.Contains(label)));
    }

    private static LinearMachines Machines(IEnumerable<List<((int[] Indices, float[] Values) Vector, IReadOnlyCollection<string> Labels)>> examples, IReadOnlyList<string> labels) =>
        LinearMachines.Train([.. examples.SelectMany(own => own)], labels, passes: 14, rate: 0.25f, penalty: 2e-4f, balance: 0.6);

    /// <summary>Chances of an utterance whole and clause by clause: in a long one a single act is drowned by the others.</summary>
    private static List<Part> Parts(string text, string family, string lang, LinearMachines machines) =>
        [.. Clauses(text).Where(clause => clause.End - clause.Start < text.Length).Prepend((Start: 0, End: text.Length)).Select(clause =>
        {
            var words = text[clause.Start..clause.End];
            return new Part(clause.Start, clause.End, machines.Chances(Vector(words, Patterns.Recognise(words, family, lang))));
        })];

    private static double ChanceIn(Part part, int label, int length) => part.Chances[label] * (part.End - part.Start == length ? 1 : ClauseShare);

    private static double[] Best(List<Part> parts, int length, int labels) => [.. Enumerable.Range(0, labels).Select(label => parts.Max(part => ChanceIn(part, label, length)))];

    public IReadOnlyList<RecognisedAct> Recognise(string text, string family, string lang)
    {
        var byPattern = Patterns.Recognise(text, family, lang);
        if (!_judges.TryGetValue((family, lang), out var judge))
            return byPattern;

        var parts = Parts(text, family, lang, judge.Machines);
        var labels = judge.Machines.Labels.ToList();
        var seen = new List<RecognisedAct>();
        foreach (var code in ActCodes.Of(family))
        {
            var pattern = byPattern.FirstOrDefault(act => act.Act == code);
            var at = labels.IndexOf(code);
            if (at < 0)
            {
                if (pattern is not null)
                    seen.Add(pattern);
                continue;
            }

            var best = parts.MaxBy(part => ChanceIn(part, at, text.Length))!;
            var chance = ChanceIn(best, at, text.Length);
            var decides = pattern is { Confidence: >= SurePattern } && chance > LeastBesidePattern;
            if (chance < judge.Thresholds[at] && !decides)
                continue;
            var (start, end) = pattern is not null ? (pattern.Start, pattern.End) : (best.Start, best.End);
            seen.Add(new RecognisedAct(code, start, end, text[start..end], Math.Round(Math.Max(chance, decides ? pattern!.Confidence : 0), 3), pattern is null ? "classifier" : "both"));
        }

        // "Other" is what is left when nothing else is there.
        return seen.Count > 1 ? [.. seen.Where(act => act.Act != ActCodes.Other)] : seen;
    }

    /// <summary>The whole utterance, and each piece of evidence by itself with the acts that it shows.</summary>
    private static IEnumerable<((int[] Indices, float[] Values) Vector, IReadOnlyCollection<string> Labels)> Examples(Utterance utterance)
    {
        yield return (Vector(utterance.Text, Patterns.Recognise(utterance.Text, utterance.Family, utterance.Lang)), [.. utterance.Acts.Select(a => a.Act).Distinct(StringComparer.Ordinal)]);
        foreach (var span in utterance.Acts.GroupBy(a => (a.Start, a.End)).Where(span => span.Key.End - span.Key.Start < utterance.Text.Length))
        {
            var text = utterance.Text[span.Key.Start..span.Key.End];
            yield return (Vector(text, Patterns.Recognise(text, utterance.Family, utterance.Lang)), [.. span.Select(a => a.Act)]);
        }
    }

    private static (int[] Indices, float[] Values) Vector(string text, IReadOnlyList<RecognisedAct> patterns)
    {
        var features = new Features().AddText(text, "t").Add($"length{(int)Math.Log2(1 + text.Length)}");
        foreach (var act in patterns)
            features.Add($"pattern {act.Act}", 4);
        return features.ToVector();
    }

    private static IEnumerable<(int Start, int End)> Clauses(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var stop = text.IndexOfAny(ClauseEnds, start);
            var end = stop < 0 ? text.Length : stop + 1;
            if (text.AsSpan(start, end - start).ContainsAnyInRange('0', '\uffff'))
                yield return (start, end);
            start = end;
        }
    }

    private sealed record Part(int Start, int End, double[] Chances);
}
