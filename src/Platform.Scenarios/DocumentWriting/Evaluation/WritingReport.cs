using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Platform.Scenarios.Knowledge.Evaluation;

namespace Platform.Scenarios.DocumentWriting.Evaluation;

/// <summary>Figures of the ways of writing: a Markdown table for people, JSON with every brief and the intervals for comparing later.</summary>
public sealed class WritingReport(IReadOnlyList<BriefFigures> briefs)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<BriefFigures> Briefs => briefs;

    /// <summary>Summed by way and asked length.</summary>
    public IReadOnlyList<WritingFigures> Figures => [.. Groups().Select(WritingFigures.Of)];

    public string ToMarkdown()
    {
        var table = new StringBuilder("| way | asked | documents | consistency | unsupported per 1,000 | length score | contradictions | repeated sentences | complete | layout deviations | by a model |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var f in Figures)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {f.Way} | {f.Asked} | {f.Documents} | {f.Consistency:0.000} | {f.Unsupported:0.00} | {f.Length:0.0} | {f.Contradictions} | {f.Repetitions} | {f.Complete} | {f.Deviations} | {f.ByModel:P0} |");
        return table.ToString();
    }

    /// <summary>The figures of <see cref="ToMarkdown"/>, those that are means or shares with their 95 % intervals over the briefs, and the figures of each brief. No text of a brief or a document is in it.</summary>
    public void WriteJson(string path, WritingRun run)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(new { run, summed = Groups().Select(Summary), briefs }, Json) + "\n");
    }

    private IEnumerable<IReadOnlyList<BriefFigures>> Groups() =>
        briefs.GroupBy(row => (row.Way, row.Asked)).OrderBy(group => group.Key).Select(group => (IReadOnlyList<BriefFigures>)[.. group]);

    private static object Summary(IReadOnlyList<BriefFigures> rows)
    {
        var figures = WritingFigures.Of(rows);
        return new
        {
            figures.Way,
            figures.Asked,
            figures.Documents,
            seeds = rows.Select(row => row.Seed),
            wordedBy = rows.SelectMany(row => row.WordedBy).Distinct(StringComparer.Ordinal),
            consistency = Measured(rows, drawn => drawn.Average(row => row.Consistency)),
            unsupportedPerThousand = Measured(rows, WritingFigures.UnsupportedPerThousand),
            lengthScore = Measured(rows, drawn => drawn.Average(row => row.Length)),
            figures.Contradictions,
            figures.Repetitions,
            figures.Complete,
            figures.Deviations,
            byModel = Measured(rows, drawn => drawn.Average(row => row.ByModel)),
        };
    }

    private static object Measured(IReadOnlyList<BriefFigures> rows, Func<IReadOnlyList<BriefFigures>, double> figure)
    {
        var interval = BootstrapInterval.Of(rows, figure);
        return new { value = interval.Mean, interval.Low, interval.High };
    }
}
