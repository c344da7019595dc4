using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Measures;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Writing;

/// <summary>Greedy translation of Tatoeba's held-out pairs, asked as the corpus recipe asks, against their other half.</summary>
public sealed record TranslationEvaluation
{
    private const int MostTokens = 64;

    private static readonly (string Task, string From, string To, string Question)[] Directions =
    [
        ("tatoeba zh-en", "zh", "en", "把下面的句子译成英文："),
        ("tatoeba en-zh", "en", "zh", "把下面的句子译成中文："),
    ];

    /// <summary>A folder with tatoeba_zh_en/dev.jsonl.</summary>
    public required string Data { get; init; }

    /// <summary>Pairs, evenly over the file; 0 for all.</summary>
    public int Most { get; init; }

    public EvaluationReport Run(ModelRun run, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(Data, "tatoeba_zh_en", "dev.jsonl");
        if (!File.Exists(path))
            throw new EvaluationException($"There is no {path}. Say with --data in which folder tatoeba_zh_en lies.");
        var pairs = HeldOutTexts.Some([.. CorpusFile.Lines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!)], Most);
        var report = new EvaluationReport();
        run.Each(report, model => Directions.SelectMany(direction =>
        {
            var texts = new WrittenTexts(model);
            var written = texts.After([.. pairs.Select(pair => texts.Prompt([("user", direction.Question + pair[direction.From].GetString())]))], MostTokens, WrittenTexts.Greedy, 0, cancellationToken);
            return Figures(direction.Task, model.Name, [.. written.Select((one, i) => (one.Text, pairs[i][direction.To].GetString()!))]);
        }));
        return report;
    }

    private static IEnumerable<Figure> Figures(string task, string subject, IReadOnlyList<(string Written, string Reference)> pairs)
    {
        var (bleu, chrf) = (new Bleu(), new ChrF());
        foreach (var (written, reference) in pairs)
        {
            bleu.Add(written, reference);
            chrf.Add(written, reference);
        }

        yield return Figure.Of(task, "BLEU", subject, bleu.Count, bleu.Value, draws: 500);
        yield return Figure.Of(task, "chrF", subject, chrf.Count, chrf.Value, draws: 500);
    }
}
