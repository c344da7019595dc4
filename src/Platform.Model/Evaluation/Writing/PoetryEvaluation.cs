using Platform.Model.Corpus;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Measures;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Writing;

/// <summary>Poems sampled after titles of held-out poems: are their lines as long as each other, how varied are they, how much is copied from what was learned.</summary>
/// <remarks>Tones and rhymes are the poetry skill's own check; bits per character are measured by <see cref="LanguageEvaluation"/>.</remarks>
public sealed record PoetryEvaluation
{
    private const int MostTokens = 128;
    private const int Draws = 200;
    private static readonly char[] Breaks = ['，', '。', '！', '？', '；', '、', '\n', ',', '.'];

    /// <summary>A folder with train.jsonl and dev.jsonl.</summary>
    public required string Corpus { get; init; }

    public IReadOnlyList<string> Sources { get; init; } = ["tang_poetry"];

    /// <summary>Poems of each source; 0 for all.</summary>
    public int Most { get; init; } = 100;

    public EvaluationReport Run(ModelRun run, CancellationToken cancellationToken = default)
    {
        var groups = HeldOutTexts.Read(Corpus, Sources, Most);
        var known = KnownLines();
        var report = new EvaluationReport();
        run.Each(report, model => groups.SelectMany(group => Enumerable.Range(0, run.Seeds)
            .Select(seed => Measured(model, group.Key, [.. group.Select(Title)], known, seed, cancellationToken)).ToList() is { } seeds
                ? Enumerable.Range(0, seeds[0].Count).Select(i => Figure.OfSeeds([.. seeds.Select(one => one[i])])) : []));
        foreach (var group in groups)
            foreach (var figure in Figures(group.Key, "the held-out poems", [.. group.Select(poem => (poem.Text![Title(poem).Length..], true))], known))
                report.Add(figure);
        return report;
    }

    private static List<Figure> Measured(EvaluatedModel model, string task, List<string> titles, HashSet<string> known, int seed, CancellationToken cancellationToken)
    {
        var texts = new WrittenTexts(model);
        return Figures(task, model.Name, texts.After([.. titles.Select(texts.Prompt)], MostTokens, WrittenTexts.Varied, seed, cancellationToken), known);
    }

    private static List<Figure> Figures(string task, string subject, IReadOnlyList<(string Text, bool Ended)> poems, HashSet<string> known)
    {
        var diversity = new Diversity();
        var lines = poems.Select(poem => Lines(poem.Text)).ToList();
        foreach (var (text, _) in poems)
            diversity.Add(text);
        return
        [
            Figure.Of(task, "lines of one length, 5 or 7, an even number of them", subject, poems.Count, items => items.Average(i => IsRegular(lines[i]) ? 1.0 : 0), draws: Draws),
            Figure.Of(task, "distinct-2", subject, poems.Count, items => diversity.Distinct(2, items), draws: 0),
            Figure.Of(task, "repeated 4-grams", subject, poems.Count, diversity.Repetition, lessIsBetter: true, Draws),
            Figure.Of(task, "lines that stand in the training set", subject, poems.Count, items => items.Average(i => lines[i].Count == 0 ? 0 : lines[i].Average(line => known.Contains(line) ? 1.0 : 0)), lessIsBetter: true, Draws),
            Figure.Of(task, "ended by the model", subject, poems.Count, items => items.Average(i => poems[i].Ended ? 1.0 : 0), draws: Draws),
        ];
    }

    private HashSet<string> KnownLines()
    {
        var path = Path.Combine(Corpus, "train.jsonl");
        return File.Exists(path)
            ? [.. CorpusFile.Read(path).Where(document => document is { Skill: "poetry", Text: not null }).SelectMany(document => Lines(document.Text![Title(document).Length..]))]
            : throw new EvaluationException($"{Corpus} holds no train.jsonl, by which copied lines are found.");
    }

    private static bool IsRegular(List<string> lines) => lines.Count >= 4 && lines.Count % 2 == 0 && lines[0].Length is 5 or 7 && lines.TrueForAll(line => line.Length == lines[0].Length);

    private static List<string> Lines(string text) => [.. text.Split(Breaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The first line, 《title》 author, with its end.</summary>
    private static string Title(CorpusDocument poem) => poem.Text![..(poem.Text!.IndexOf('\n') + 1)];
}
