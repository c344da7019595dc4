using Platform.Model.Corpus;
using Platform.Model.Evaluation.Baselines;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Model.Evaluation.Language;

/// <summary>
/// Bits per character on held-out documents, beside a character 4-gram model that learned from the same source. All that a model must
/// foretell counts among the bits, marks of turns and ends too (the 4-gram model foretells one end for each turn); only the characters
/// of the texts count among the characters.
/// </summary>
public sealed record LanguageEvaluation
{
    public const string Measure = "bits per character";

    /// <summary>A folder with train.jsonl and dev.jsonl.</summary>
    public required string Corpus { get; init; }

    /// <summary>Only these; empty for all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Documents of each source; 0 for all.</summary>
    public int Most { get; init; }

    /// <summary>Also trains the 4-gram model.</summary>
    public bool WithBaseline { get; init; } = true;

    public EvaluationReport Run(ModelRun run, CancellationToken cancellationToken = default)
    {
        var groups = HeldOutTexts.Read(Corpus, Sources, Most);
        var report = new EvaluationReport();
        run.Each(report, model => groups.Select(group => Measured(model, group.Key, [.. group], cancellationToken)));
        if (WithBaseline)
            foreach (var figure in Baseline(groups, run.Tell, cancellationToken))
                report.Add(figure);
        return report;
    }

    private static Figure Measured(EvaluatedModel model, string source, List<CorpusDocument> documents, CancellationToken cancellationToken)
    {
        var nats = new Likelihood(model).Of([.. documents.Select(document => Scored(model, document))], cancellationToken);
        return Figure(source, model.Name, documents, [.. nats.Select(sum => -sum / Math.Log(2))]);
    }

    private static Figure Figure(string source, string subject, List<CorpusDocument> documents, double[] bits) =>
        Reports.Figure.Of(source, Measure, subject, documents.Count, items => items.Sum(item => bits[item]) / items.Sum(item => (double)documents[item].Characters), lessIsBetter: true);

    /// <summary>A document after the end of another, as in training.</summary>
    private static ScoredText Scored(EvaluatedModel model, CorpusDocument document)
    {
        int[] ids = document.Messages is { } messages && model.Text.Template is not null
            ? model.Encoder.Encode(new ModelPrompt.Chat([.. messages.Select(message => new TemplateMessage(message.Role, message.Content))], AddGenerationPrompt: false))
            : [.. model.Tokenizer.Encode(document.AllText), model.Boundary];
        return new ScoredText([model.Boundary, .. ids], 1);
    }

    private IEnumerable<Figure> Baseline(IReadOnlyList<IGrouping<string, CorpusDocument>> groups, Action<string> tell, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Corpus, "train.jsonl");
        if (!File.Exists(path))
            throw new EvaluationException($"{Corpus} holds no train.jsonl, which the 4-gram model learns from. Leave it out with --no-baseline.");
        foreach (var group in groups)
        {
            var characters = new CharacterModel();
            foreach (var document in CorpusFile.Read(path).Where(document => document.Source == group.Key))
            {
                cancellationToken.ThrowIfCancellationRequested();
                characters.Learn(Ended(document));
            }

            var documents = group.ToList();
            var figure = Figure(group.Key, "character 4-gram", documents, [.. documents.Select(document => characters.Bits(Ended(document)))]);
            tell($"{figure.Subject}: {figure.Task}, {figure.Measure} {figure.Value:0.000}");
            yield return figure;
        }
    }

    private static string Ended(CorpusDocument document) =>
        string.Concat((document.Messages?.Select(message => message.Content) ?? [document.Text!]).Select(text => text + CharacterModel.End));
}
