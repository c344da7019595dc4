using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Scales each row to a root mean square of one, then each channel by a learned gain.</summary>
/// <remarks>The mean is taken in single precision whatever the number type. Source: Zhang and Sennrich 2019, arXiv:1910.07467.</remarks>
/// <param name="gain">Shape (C); not owned.</param>
internal sealed class RootMeanSquareNorm(Tensor gain, double epsilon)
{
    /// <param name="x">Shape (…, C).</param>
    /// <returns>The same shape and type; the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var scale = wide.square().mean([-1], keepdim: true).add(KeptScalars.Of(epsilon)).rsqrt(); // (…, 1)
        return (wide * scale).to(x.dtype).mul(gain).MoveToOuterDisposeScope();
    }
}
