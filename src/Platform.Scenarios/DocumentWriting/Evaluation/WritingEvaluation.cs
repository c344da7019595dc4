using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Platform.Model.Routes;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout;
using Platform.Scenarios.Prompts;

namespace Platform.Scenarios.DocumentWriting.Evaluation;

/// <summary>Compares ways of writing on the same briefs: the composer alone; with a model also one-shot generation and the controlled writer.</summary>
/// <param name="similarity">An embedding that ranks nothing; from -1 to 1.</param>
public sealed class WritingEvaluation(DocumentWriter writer, IModelRoutes routes, Func<string, string, CancellationToken, Task<double>> similarity)
{
    private static readonly PromptFile OneShot = PromptFile.Load("DocumentWriting/oneshot.prompt.md");

    /// <param name="done">Told of each brief.</param>
    public async Task<IReadOnlyList<WritingFigures>> RunAsync(IReadOnlyList<Brief> briefs, Action<int> done, CancellationToken cancellationToken)
    {
        var rows = new List<(string Way, Figure Figure)>();
        for (var i = 0; i < briefs.Count; i++)
        {
            var brief = briefs[i];
            var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
            rows.Add(("composer", await MeasureAsync(brief, outline, Composer.Compose(brief, outline, GenreCatalog.Shipped), cancellationToken)));
            if (routes.TryRoute(DocumentWriter.Skill, out var model))
            {
                rows.Add(("one-shot", await MeasureAsync(brief, outline, await OneShotAsync(brief, model, cancellationToken), cancellationToken)));
                rows.Add(("controlled", await MeasureAsync(brief, outline, await writer.WriteAsync(brief, outline, null, cancellationToken), cancellationToken)));
            }

            done(i + 1);
        }

        return [.. rows.GroupBy(row => (row.Way, row.Figure.Asked)).OrderBy(group => group.Key).Select(group => Sum(group.Key.Way, group.Key.Asked, [.. group.Select(row => row.Figure)]))];
    }

    public static string Table(IReadOnlyList<WritingFigures> figures)
    {
        var table = new StringBuilder("| way | asked | documents | consistency | unsupported per 1,000 | length score | contradictions | repeated sentences | complete | layout deviations | by a model |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var f in figures)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {f.Way} | {f.Asked} | {f.Documents} | {f.Consistency:0.000} | {f.Unsupported:0.00} | {f.Length:0.0} | {f.Contradictions} | {f.Repetitions} | {f.Complete} | {f.Deviations} | {f.ByModel:P0} |");
        return table.ToString();
    }

    private async Task<Figure> MeasureAsync(Brief brief, Outline outline, WrittenDocument document, CancellationToken cancellationToken)
    {
        var texts = document.Paragraphs.Where(paragraph => paragraph.Level == 0).ToList();
        var sections = outline.Nodes.Where(node => node.Kind is NodeKind.Section or NodeKind.Tail).ToList();
        var near = new List<double>();
        foreach (var paragraph in texts)
        {
            // one-shot text names no node, so it counts for the node it fits best; a written section counts for its own
            var homes = paragraph.Node.Length == 0 ? sections : [.. sections.Where(node => node.Id == paragraph.Node)];
            var best = double.NegativeInfinity;
            foreach (var node in homes)
                best = Math.Max(best, await similarity(paragraph.Text, $"{outline.Topic}。{node.Heading}。{node.MainPoint}。{string.Join('。', node.Points)}", cancellationToken));
            if (homes.Count > 0)
                near.Add(best);
        }

        var facts = FactTable.Of(brief);
        var (unsupported, contradictions, repetitions) = (0, 0, 0);
        var meter = new DriftMeter(brief, GenreCatalog.Shipped, outline, facts);
        var earlier = new StringBuilder();
        foreach (var paragraph in texts)
        {
            var findings = meter.Measure(paragraph.Text, outline.Find(paragraph.Node) ?? outline.Nodes[0], earlier.ToString()).Findings;
            unsupported += findings.Count(finding => finding.Check == CheckNames.Unsupported);
            contradictions += findings.Count(finding => finding.Check == CheckNames.Contradiction);
            repetitions += findings.Count(finding => finding.Check == CheckNames.Repetition);
            earlier.Append(paragraph.Text).Append('\n');
        }

        return new Figure(
            brief.Length, near.Count == 0 ? 0 : near.Average(), unsupported, document.Length, LengthScore.Of(brief.Length, document.Length), contradictions, repetitions,
            MandatoryParts.Missing(document, brief, GenreCatalog.Shipped).Count == 0, LayoutValidator.Check(WordWriter.Write(document), cancellationToken).Count,
            texts.Count == 0 ? 0 : (double)texts.Count(paragraph => paragraph.WordedBy != WrittenParagraph.Engine) / texts.Count);
    }

    private static async Task<WrittenDocument> OneShotAsync(Brief brief, RoutedModel model, CancellationToken cancellationToken)
    {
        var genre = GenreCatalog.Shipped[brief.Genre];
        var messages = OneShot.Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["genre"] = genre.Name,
            ["topic"] = brief.Value(Slots.Matter),
            ["length"] = brief.Length.ToString(CultureInfo.InvariantCulture),
            ["content"] = string.Join('\n', brief.Items.Select(item => $"{item.Heading}：{string.Join('；', item.Points)}")),
        });
        var response = await model.Client.AskWithinContextAsync(messages, new ChatOptions { Temperature = 0.7f, Seed = brief.Seed, MaxOutputTokens = Math.Clamp(brief.Length * 2, 256, 8192) }, cancellationToken);
        var lines = DocumentWriter.Plain(response.Text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Composer.Frame(brief, GenreCatalog.Shipped) with { Paragraphs = [.. lines.Select(line => new WrittenParagraph("", 0, line, model.Model, []))] };
    }

    private static WritingFigures Sum(string way, int asked, List<Figure> rows) => new(
        way, asked, rows.Count, rows.Average(row => row.Consistency), 1000.0 * rows.Sum(row => row.Unsupported) / Math.Max(1, rows.Sum(row => row.Written)), rows.Average(row => row.Length),
        rows.Sum(row => row.Contradictions), rows.Sum(row => row.Repetitions), rows.Count(row => row.Complete), rows.Sum(row => row.Deviations), rows.Average(row => row.ByModel));

    private sealed record Figure(int Asked, double Consistency, int Unsupported, int Written, double Length, int Contradictions, int Repetitions, bool Complete, int Deviations, double ByModel);
}

/// <summary>One way of writing at one asked length.</summary>
/// <param name="Consistency">Mean similarity of a paragraph to its node and topic.</param>
/// <param name="Unsupported">Statements without a source per 1,000 written characters.</param>
/// <param name="Length">Mean length score, from 0 to 100.</param>
/// <param name="Complete">Documents with every mandatory part.</param>
/// <param name="ByModel">Share of paragraphs that a model worded.</param>
public sealed record WritingFigures(string Way, int Asked, int Documents, double Consistency, double Unsupported, double Length, int Contradictions, int Repetitions, int Complete, int Deviations, double ByModel);
