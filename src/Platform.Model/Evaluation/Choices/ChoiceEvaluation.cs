using Platform.Model.Evaluation.Measures;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Choices;

/// <summary>
/// Zero-shot accuracy by likelihood. An answer's score is how much likelier the question makes it than it is anyway (Holtzman et al.
/// 2021, arXiv:2104.08315); where the answers have different words after them, their plain likelihood.
/// </summary>
public sealed record ChoiceEvaluation
{
    /// <summary>A folder with fewclue, afqmc and pawsx_zh.</summary>
    public required string Data { get; init; }

    /// <summary>Only these tasks; empty for all.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Items of each task, evenly over the dev file; 0 for all.</summary>
    public int Most { get; init; }

    /// <summary>Also trains a linear machine on the states of each model's last layer, one official fold at a time, and averages the five. Tasks of FewCLUE only: the others have no folds.</summary>
    public bool FewShot { get; init; }

    /// <summary>By likelihood, without examples.</summary>
    public bool ZeroShot { get; init; } = true;

    public static IReadOnlyList<string> Names { get; } = [.. ChoiceTasks.All.Select(task => task.Name)];

    public EvaluationReport Run(ModelRun run, CancellationToken cancellationToken = default)
    {
        if (Tasks.FirstOrDefault(name => !Names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw new EvaluationException($"There is no task '{unknown}'. Known: {string.Join(", ", Names)}.");
        var tasks = ChoiceTasks.All.Where(task => Tasks.Count == 0 || Tasks.Contains(task.Name, StringComparer.Ordinal)).Select(task => (task.Name, task, Items: task.Read(Data, "dev", Most))).ToList();
        var report = new EvaluationReport();
        run.Each(report, model => tasks.SelectMany(task => Measured(model, task.task, task.Items, cancellationToken)));
        if (ZeroShot)
            foreach (var (name, _, items) in tasks)
                report.Add(Majority(name, items));
        return report;
    }

    private IEnumerable<Figure> Measured(EvaluatedModel model, ChoiceTask task, IReadOnlyList<ChoiceItem> items, CancellationToken cancellationToken)
    {
        if (ZeroShot)
        {
            var scores = Scores(model, items, cancellationToken);
            var right = items.Select((item, i) => Array.IndexOf(scores[i], scores[i].Max()) == item.Right ? 1.0 : 0).ToList();
            yield return Figure.Of(task.Name, "zero-shot accuracy", model.Name, items.Count, chosen => chosen.Average(i => right[i]));
            if (items.All(item => item.Options.Count == 2))
                yield return Figure.Of(task.Name, "zero-shot AUROC", model.Name, items.Count, chosen => RankCurve.Area(chosen.Select(i => (scores[i][1] - scores[i][0], items[i].Right == 1))), draws: 200);
        }

        if (FewShot && task.HasFolds && items[0].Neutral is not null)
            yield return FewShotProbe.Measure(model, task.Name, task.Read(Data, "train", 0), items, cancellationToken);
    }

    /// <returns>A score for each option of each item.</returns>
    private static double[][] Scores(EvaluatedModel model, IReadOnlyList<ChoiceItem> items, CancellationToken cancellationToken)
    {
        var likelihood = new Likelihood(model);
        var anyway = new Dictionary<(string, string), double>();
        return [.. items.Select(item =>
        {
            int[][] options = [.. item.Options.Select(option => model.Tokenizer.Encode(option).ToArray())];
            var scores = likelihood.OfOptions(Prompt(model, item.Prompt), options, cancellationToken);
            if (item.Neutral is not { } neutral)
                return scores;
            if (!item.Options.All(option => anyway.ContainsKey((neutral, option))))
                foreach (var (option, score) in item.Options.Zip(likelihood.OfOptions(Prompt(model, neutral), options, cancellationToken)))
                    anyway[(neutral, option)] = score;
            return [.. scores.Select((score, i) => score - anyway[(neutral, item.Options[i])])];
        })];
    }

    private static int[] Prompt(EvaluatedModel model, string text) => [model.Boundary, .. model.Tokenizer.Encode(text)];

    private static Figure Majority(string name, IReadOnlyList<ChoiceItem> items)
    {
        var most = items.GroupBy(item => item.Right).MaxBy(group => group.Count())!.Key;
        return Figure.Of(name, "zero-shot accuracy", "most frequent answer", items.Count, chosen => chosen.Average(i => items[i].Right == most ? 1.0 : 0));
    }
}
