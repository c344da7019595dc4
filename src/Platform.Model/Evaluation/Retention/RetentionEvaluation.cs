using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Evaluation.Choices;
using Platform.Model.Evaluation.Language;
using Platform.Model.Evaluation.Reports;
using Platform.Model.Evaluation.Running;

namespace Platform.Model.Evaluation.Retention;

/// <summary>What students kept of their teacher, beside models of their size that had none.</summary>
public sealed record RetentionEvaluation
{
    private const int Written = 256;
    private const int Rounds = 5;

    /// <summary>The teacher's checkpoint.</summary>
    public required string Teacher { get; init; }

    /// <summary>Models of the students' size that were trained without a teacher, one for each seed.</summary>
    public required IReadOnlyList<string> Scratch { get; init; }

    /// <summary><c>ARM=FOLDER</c>: an arm is a way to make a student; several folders of one arm are its seeds.</summary>
    public required IReadOnlyList<string> Students { get; init; }

    /// <summary>A folder with dev.jsonl.</summary>
    public required string Corpus { get; init; }

    /// <summary>Only these sources of the corpus; empty for all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Documents of each source; 0 for all.</summary>
    public int Most { get; init; }

    /// <summary>A folder with fewclue.</summary>
    public required string Data { get; init; }

    /// <summary>The skills: tasks that are learned from few examples; empty for all of FewCLUE.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Items of each task; 0 for all.</summary>
    public int MostItems { get; init; }

    /// <param name="threads">Of the processor.</param>
    /// <param name="tell">Is told what is done, in one line.</param>
    /// <exception cref="EvaluationException">Something is missing.</exception>
    public RetentionReport Run(int threads, Action<string> tell, CancellationToken cancellationToken)
    {
        var arms = new List<(string Arm, string Folder)> { ("teacher", Teacher) };
        arms.AddRange(Scratch.Select(folder => ("from scratch", folder)));
        arms.AddRange(Students.Select(student => student.Split('=', 2) is [{ Length: > 0 } arm, { Length: > 0 } folder] ? (arm, folder) : throw new EvaluationException($"'{student}' is no ARM=FOLDER, such as width-akt=runs/width-akt-1/model.")));
        if (Scratch.Count == 0 || Students.Count == 0)
            throw new EvaluationException("A retention table needs at least one model from scratch and one student.");
        return new RetentionReport([.. arms.GroupBy(one => one.Arm, StringComparer.Ordinal).Select(arm => new RetentionArm(arm.Key, [.. arm.Select(one => Measured(one.Arm, one.Folder, threads, tell, cancellationToken))]))]);
    }

    private RetentionSubject Measured(string arm, string folder, int threads, Action<string> tell, CancellationToken cancellationToken)
    {
        var run = new ModelRun { Models = [$"{arm}={folder}"], Threads = threads, Tell = tell };
        var language = new LanguageEvaluation { Corpus = Corpus, Sources = Sources, Most = Most, WithBaseline = false }.Run(run, cancellationToken).Figures;
        var skills = new ChoiceEvaluation { Data = Data, Tasks = Tasks, Most = MostItems, ZeroShot = false, FewShot = true }.Run(run, cancellationToken).Figures;
        if (skills.Count == 0)
            throw new EvaluationException("None of the tasks is learned from few examples. Name some of FewCLUE's nine.");
        using var model = EvaluatedModel.Open(folder, threads);
        var config = model.Engine.Config;
        return new RetentionSubject(
            RetentionFigure.Mean(language), RetentionFigure.Mean(skills), config.Parameters - (config.TiedHead ? 1L : 2) * config.VocabularySize * config.Width,
            Speed(model.Engine, cancellationToken), config.Parameters * sizeof(float) + Cache(config), TrainingCost.Of(folder));
    }

    /// <summary>Bytes of keys and values of one conversation that fills a context of 1,024 tokens.</summary>
    private static long Cache(DecoderConfig config) => 2L * config.Layers * config.KeyValueHeads * config.HeadSize * 1024 * sizeof(float);

    /// <returns>Tokens per second of one sequence: the best round, as the others were disturbed.</returns>
    private static double Speed(IDecoderEngine engine, CancellationToken cancellationToken)
    {
        var logits = new float[engine.Config.VocabularySize];
        int[] blocks = [.. Enumerable.Range(0, Written / engine.BlockTokens + 1)];
        return Enumerable.Range(0, Rounds).Max(_ =>
        {
            var began = Stopwatch.GetTimestamp();
            for (var at = 0; at < Written; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                engine.Step([new SequenceSlice(new[] { 5 + at }, at, blocks, 0)], logits);
            }

            return Written / Stopwatch.GetElapsedTime(began).TotalSeconds;
        });
    }
}
