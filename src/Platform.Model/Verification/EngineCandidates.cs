using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Verification;

/// <summary>Every way this machine can run a network, besides the reference path in single precision on the processor.</summary>
internal static class EngineCandidates
{
    /// <returns>Each builds its engine from weights in single precision on the processor.</returns>
    public static IEnumerable<Func<DecoderWeights, int, IDecoderEngine>> For(DecoderConfig config)
    {
        yield return (weights, blocks) => Reference(weights, blocks, ScalarType.BFloat16, CPU);
        if (cuda.is_available())
        {
            yield return (weights, blocks) => Reference(weights, blocks, ScalarType.Float32, CUDA);
            yield return (weights, blocks) => Reference(weights, blocks, ScalarType.BFloat16, CUDA);
        }
    }

    private static ReferenceEngine Reference(DecoderWeights weights, int blocks, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return new ReferenceEngine(weights.Map(tensor => tensor.to(type, device)), blocks);
    }
}
