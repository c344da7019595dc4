using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Model.Evaluation.Measures;

namespace Platform.Model.Evaluation.Reports;

/// <summary>Figures of several subjects side by side: Markdown for people, JSON for comparing later.</summary>
public sealed class EvaluationReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<Figure> _figures = [];

    public EvaluationReport()
    {
    }

    public EvaluationReport(IEnumerable<Figure> figures) => _figures.AddRange(figures);

    public IReadOnlyList<Figure> Figures => _figures;

    public void Add(Figure figure) => _figures.Add(figure);

    /// <summary>A row for each figure, a column for each subject; from the second subject on also how far it is from the first, where both have the same items.</summary>
    public string ToMarkdown()
    {
        var subjects = _figures.Select(figure => figure.Subject).Distinct(StringComparer.Ordinal).ToList();
        var table = new StringBuilder($"| task | measure | items | {string.Join(" | ", subjects)} |\n| --- | --- | --- |{string.Concat(subjects.Select(_ => " --- |"))}\n");
        foreach (var row in _figures.GroupBy(figure => (figure.Task, figure.Measure)))
        {
            var first = row.FirstOrDefault(figure => figure.Subject == subjects[0]);
            var cells = subjects.Select(subject => row.FirstOrDefault(figure => figure.Subject == subject) is { } figure ? Cell(figure, first) : "");
            table.Append(CultureInfo.InvariantCulture, $"| {row.Key.Task} | {row.Key.Measure}{(row.First().LessIsBetter ? " ↓" : "")} | {row.Max(figure => figure.Items)} | {string.Join(" | ", cells)} |\n");
        }

        return table.ToString();
    }

    public void WriteJson(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(_figures, Json));
    }

    /// <exception cref="EvaluationException">The file is no report.</exception>
    public static EvaluationReport ReadJson(string path)
    {
        try
        {
            return new EvaluationReport(JsonSerializer.Deserialize<List<Figure>>(File.ReadAllText(path), Json) ?? []);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"{path} is no report of an evaluation: {unreadable.Message}", unreadable);
        }
    }

    private static string Cell(Figure figure, Figure? first)
    {
        var cell = new StringBuilder(Number(figure.Value));
        if (figure is { Low: { } low, High: { } high })
            cell.Append(CultureInfo.InvariantCulture, $" [{Number(low)}, {Number(high)}]");
        if (figure.Seeds is { Count: > 1 } seeds)
            cell.Append(CultureInfo.InvariantCulture, $", seeds ±{Number(Spread(seeds))}");
        if (first is not null && first != figure && first.Items == figure.Items && first.Resampled.Count > 0 && first.Resampled.Count == figure.Resampled.Count)
        {
            var (from, to) = Bootstrap.Interval(figure.Resampled.Zip(first.Resampled, (mine, its) => mine - its));
            cell.Append(CultureInfo.InvariantCulture, $" (Δ {Number(figure.Value - first.Value)} [{Number(from)}, {Number(to)}])");
        }

        return cell.ToString();
    }

    private static double Spread(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 20 ? "0.0" : "0.000", CultureInfo.InvariantCulture);
}
