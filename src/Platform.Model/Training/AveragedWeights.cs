using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>A moving average of what learns: smoother than the weights of any one step.</summary>
/// <remarks>The first steps weigh more, so that the random start is soon forgotten: the decay is at most (1 + t) / (10 + t). Source: Tarvainen and Valpola 2017, arXiv:1703.01780.</remarks>
internal sealed class AveragedWeights : IDisposable
{
    private readonly IReadOnlyList<Tensor> _learned;
    private readonly Tensor[] _averages;

    public AveragedWeights(IReadOnlyList<Tensor> learned)
    {
        using var none = no_grad();
        (_learned, _averages) = (learned, [.. learned.Select(tensor => tensor.detach().clone().DetachFromDisposeScope())]);
    }

    /// <param name="step">From 0.</param>
    public void Add(double decay, int step)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        TrainingScript.Unit.invoke("average", _averages, _learned.ToArray(), tensor(1 - Math.Min(decay, (1.0 + step) / (10.0 + step))));
    }

    /// <summary>Does something with the averages in the weights' place, which come back afterwards.</summary>
    public void Shown(Action action)
    {
        Swap();
        try
        {
            action();
        }
        finally
        {
            Swap();
        }
    }

    public void Write(string path) => SafeTensorsFile.Write(path, Named(), new Dictionary<string, string>(StringComparer.Ordinal));

    /// <exception cref="Checkpoints.CheckpointException">The file belongs to another network.</exception>
    public void Read(string path) => SafeTensorsFile.Open(path).ReadInto(Named());

    public void Dispose()
    {
        foreach (var average in _averages)
            average.Dispose();
    }

    private void Swap()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (learned, average) in _learned.Zip(_averages))
        {
            var aside = learned.detach().clone();
            learned.copy_(average);
            average.copy_(aside);
        }
    }

    private IEnumerable<KeyValuePair<string, Tensor>> Named() => _averages.Select((tensor, at) => KeyValuePair.Create($"{at}", tensor));
}
