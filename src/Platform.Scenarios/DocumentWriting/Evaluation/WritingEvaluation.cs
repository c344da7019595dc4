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

    /// <summary>Of the prompt for one-shot generation; the writer's is <see cref="DocumentWriter.PromptHash"/>.</summary>
    public static string OneShotPromptHash => OneShot.Hash;

    /// <param name="done">Told of each brief.</param>
    public async Task<WritingReport> RunAsync(IReadOnlyList<Brief> briefs, Action<int> done, CancellationToken cancellationToken)
    {
        var rows = new List<BriefFigures>();
        for (var i = 0; i < briefs.Count; i++)
        {
            var brief = briefs[i];
            var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
            rows.Add(await MeasureAsync("composer", i + 1, brief, outline, Composer.Compose(brief, outline, GenreCatalog.Shipped), cancellationToken));
            if (routes.TryRoute(DocumentWriter.Skill, out var model))
            {
                rows.Add(await MeasureAsync("one-shot", i + 1, brief, outline, await OneShotAsync(brief, model, cancellationToken), cancellationToken));
                rows.Add(await MeasureAsync("controlled", i + 1, brief, outline, await writer.WriteAsync(brief, outline, null, cancellationToken), cancellationToken));
            }

            done(i + 1);
        }

        return new WritingReport(rows);
    }

    private async Task<BriefFigures> MeasureAsync(string way, int number, Brief brief, Outline outline, WrittenDocument document, CancellationToken cancellationToken)
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

        return new BriefFigures(
            way, number, brief.Genre, brief.Seed, brief.Length, [.. document.Paragraphs.Select(paragraph => paragraph.WordedBy).Distinct(StringComparer.Ordinal)],
            near.Count == 0 ? 0 : near.Average(), unsupported, document.Length, LengthScore.Of(brief.Length, document.Length), contradictions, repetitions,
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
}
