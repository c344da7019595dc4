using Platform.Model.Evaluation.Reports;

namespace Platform.Model.Evaluation.Running;

/// <summary>Which models are measured and how; they are opened one after another.</summary>
public sealed record ModelRun
{
    /// <summary>Checkpoint folders, or <c>NAME=FOLDER</c>. The first is what the others are compared with.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Of the processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Measures 8-bit weights, as served, instead of single precision.</summary>
    public bool EightBits { get; init; }

    /// <summary>Runs from different random numbers, where chance has a part.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Is told what is done, in one line.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    internal void Each(EvaluationReport report, Func<EvaluatedModel, IEnumerable<Figure>> measure)
    {
        if (Models.Count == 0)
            throw new EvaluationException("No model was named.");
        foreach (var folder in Models)
        {
            using var model = EvaluatedModel.Open(folder, Threads, EightBits);
            foreach (var figure in measure(model))
            {
                report.Add(figure);
                Tell($"{figure.Subject}: {figure.Task}, {figure.Measure} {figure.Value:0.000}");
            }
        }
    }
}
