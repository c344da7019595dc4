using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures;

/// <summary>Normally distributed tensors from one seed.</summary>
internal sealed class RandomTensors(ulong seed, ScalarType type) : IDisposable
{
    private readonly Generator _generator = new Generator(seed);

    public Tensor Around(double mean, double deviation, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return randn(shape, ScalarType.Float32, CPU, generator: _generator).mul_(deviation).add_(mean).to(type).DetachFromDisposeScope();
    }

    /// <summary>A linear map that keeps the size of what goes through it, times <paramref name="gain"/>.</summary>
    public Tensor Matrix(int to, int from, double gain = 1) => Around(0, gain / Math.Sqrt(from), to, from);

    public void Dispose() => _generator.Dispose();
}
