using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>A linear map y = x·Wᵀ + b, to which low-rank adapters can be added for some of the rows.</summary>
/// <param name="weight">Shape (out, in); not owned.</param>
/// <param name="bias">Shape (out) or none; not owned.</param>
internal sealed class Projection(Tensor weight, Tensor? bias = null)
{
    private readonly Dictionary<int, LowRankAdapter> _adapters = [];

    /// <summary>Adds an adapter under its number, or takes it away.</summary>
    public void Adapt(int number, LowRankAdapter? adapter)
    {
        if (adapter is { } added)
            _adapters[number] = added;
        else
            _adapters.Remove(number);
    }

    /// <param name="x">Shape (N, in).</param>
    /// <param name="adapters">Which rows of <paramref name="x"/> use which adapter.</param>
    /// <returns>Shape (N, out); the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor x, RowAdapters adapters)
    {
        using var scope = NewDisposeScope();
        var y = nn.functional.linear(x, weight, bias);
        foreach (var (first, count, number) in adapters.Rows)
            if (_adapters.TryGetValue(number, out var adapter))
                y.narrow(0, first, count).add_(adapter.Forward(x.narrow(0, first, count)));
        return y.MoveToOuterDisposeScope();
    }
}

/// <summary>A change of a linear map by two thin matrices: scale · x·Aᵀ·Bᵀ.</summary>
/// <remarks>Source: Hu et al. 2021, "LoRA", arXiv:2106.09685, section 4.1.</remarks>
/// <param name="A">Shape (rank, in).</param>
/// <param name="B">Shape (out, rank).</param>
internal readonly record struct LowRankAdapter(Tensor A, Tensor B, double Scale) : IDisposable
{
    public Tensor Forward(Tensor x) => nn.functional.linear(nn.functional.linear(x, A), B).mul_(KeptScalars.Of(Scale));

    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }
}

/// <summary>Ranges of a step's rows (first, count) with the number of the adapter that applies to them.</summary>
internal sealed record RowAdapters(IReadOnlyList<(int First, int Count, int Adapter)> Rows)
{
    public static RowAdapters None { get; } = new([]);
}
