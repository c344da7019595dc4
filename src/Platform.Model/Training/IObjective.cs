using Platform.Model.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>What a run makes smaller, and on which examples. The loop takes care of everything else.</summary>
internal interface IObjective : IDisposable
{
    /// <summary>How many examples there are; the loop names them by number.</summary>
    int Examples { get; }

    /// <summary>One line on them, for whoever watches.</summary>
    string Description { get; }

    /// <summary>Weights of step 0 where they are not those that the recipe's model names; the caller disposes them.</summary>
    DecoderWeights? Start(Action<string> tell);

    /// <summary>How the weights move in a step.</summary>
    StepPlan At(int step, TrainedNetwork network);

    /// <summary>By what the losses of a step are divided, counted before the first of them so that several passes are one large one.</summary>
    StepTotals Totals(IReadOnlyList<int> examples);

    /// <summary>Multiplications and additions of a step; 0 where it is more than one network's pass there and back.</summary>
    double Operations(TrainedNetwork network, StepTotals totals) => 0;

    /// <summary>This part's share of the step's loss, with its gradient's graph.</summary>
    /// <param name="parts">Takes what the loss is made of, added up over the parts of a step.</param>
    Tensor? Loss(TrainedNetwork network, IReadOnlyList<int> examples, StepTotals totals, int step, LossParts parts);
}

/// <param name="Rate">Learning rate.</param>
/// <param name="Moves">Which tensors move; null for all.</param>
internal readonly record struct StepPlan(double Rate, Func<Tensor, bool>? Moves = null);

/// <param name="Counted">Targets (or pairs) that count in a step.</param>
/// <param name="Tokens">All tokens but filler.</param>
internal sealed record StepTotals(int Counted, int Tokens);

/// <summary>What a step's loss is made of, by name.</summary>
internal sealed class LossParts
{
    private readonly SortedDictionary<string, double> _sums = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, double> Sums => _sums;

    public void Add(string name, double value) => _sums[name] = _sums.GetValueOrDefault(name) + value;
}
