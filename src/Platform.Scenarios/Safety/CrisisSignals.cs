using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Scenarios.Simulation.Acts.Learning;

namespace Platform.Scenarios.Safety;

/// <summary>How strongly a message speaks of harm to oneself or others.</summary>
/// <param name="Score">Above <see cref="CrisisSignals.Threshold"/> it is taken as a sign.</param>
/// <param name="Acute">A plan, preparation or attempt: not to be missed.</param>
public sealed record CrisisSignal(double Score, bool IsSign, bool Acute);

/// <summary>Finds signs of suicide, self-harm and violence in what a person writes, Chinese and English; recall comes first.</summary>
/// <remarks>Chinese: linear machines over PsySUICIDE (MIT) beside word lists. English: word lists alone.</remarks>
public sealed class CrisisSignals
{
    public const string Unrelated = "与自杀/自伤/攻击行为无关";
    public const double Threshold = -0.2;
    private const string Risk = "risk";
    private const float ListWeight = 6;
    private const double FirmLift = 0.6;

    private static readonly string[] AcuteLabels = ["自杀未遂", "自杀准备行为", "自杀计划"];

    private readonly LinearMachines _machines;
    private readonly int[] _acute;
    private readonly int[] _others;
    private readonly int _unrelated;

    private CrisisSignals(LinearMachines machines)
    {
        _machines = machines;
        var labels = machines.Labels.ToList();
        _unrelated = labels.IndexOf(Unrelated);
        _acute = [.. AcuteLabels.Select(label => labels.IndexOf(label)).Where(at => at >= 0)];
        _others = [.. Enumerable.Range(0, labels.Count).Where(at => labels[at] is not (Risk or Unrelated))];
    }

    /// <summary>Trained on the sentences beside the program; takes about a second.</summary>
    public static CrisisSignals Shipped() => Train(Read(Path.Combine(AppContext.BaseDirectory, "Safety", "Data", "psysuicide.train.jsonl")));

    public static CrisisSignals Train(IReadOnlyList<CrisisExample> examples)
    {
        var labels = examples.SelectMany(example => example.Labels).Where(label => label != Unrelated).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new CrisisSignals(LinearMachines.Train(
            [.. examples.Select(example => (Vector(example.Text), (IReadOnlyCollection<string>)[.. example.Labels, .. example.IsRisk ? [Risk] : Array.Empty<string>()]))],
            [Risk, Unrelated, .. labels], passes: 8, rate: 0.15f, penalty: 1e-3f, balance: 0.7));
    }

    /// <summary>Sentences with labels, one JSON object a line.</summary>
    public static IReadOnlyList<CrisisExample> Read(string path) =>
        [.. File.ReadAllText(path).Split('\n').Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<CrisisExample>(line, JsonSerializerOptions.Web)!)];

    public CrisisSignal Look(string text)
    {
        var firm = CrisisWords.Firm().IsMatch(text) || CrisisWords.English().IsMatch(text);
        if (!text.Any(sign => sign is >= '\u4e00' and <= '\u9fff'))
            return new CrisisSignal(firm ? 1 : -1, firm, CrisisWords.EnglishAcute().IsMatch(text));

        var chances = _machines.Chances(Vector(text));
        var score = chances[0] - chances[_unrelated] + (0.3 * _others.Max(at => chances[at])) + (firm ? FirmLift : 0);
        var acute = CrisisWords.Acute().IsMatch(CrisisWords.WithoutHyperbole(text)) || _acute.Any(at => chances[at] > 0.5);
        return new CrisisSignal(score, score > Threshold || acute, acute);
    }

    private static (int[] Indices, float[] Values) Vector(string text)
    {
        var plain = CrisisWords.WithoutHyperbole(text);
        var features = new Features().AddText(plain, "t")
            .Add(CrisisWords.Self().IsMatch(plain) ? "self" : "no self", 1.5f)
            .Add(CrisisWords.Distance().IsMatch(plain) ? "distance" : "near", 2)
            .Add($"length{(int)Math.Log2(1 + text.Length)}");
        if (plain != text)
            features.Add("hyperbole", 2);
        if (CrisisWords.Firm().IsMatch(text))
            features.Add("firm", ListWeight);
        var any = false;
        foreach (var (name, list) in CrisisWords.Lists)
        {
            var found = list.IsMatch(plain);
            features.Add(found ? $"list {name}" : $"no list {name}", found ? ListWeight : 0.5f);
            any |= found;
        }

        return (any ? features.Add("any list", ListWeight) : features).ToVector();
    }
}

/// <summary>One sentence with its labels.</summary>
public sealed record CrisisExample(string Text, IReadOnlyList<string> Labels)
{
    public bool IsRisk => !Labels.Contains(CrisisSignals.Unrelated, StringComparer.Ordinal);
}
