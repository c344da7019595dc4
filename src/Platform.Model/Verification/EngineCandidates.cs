using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Architectures.Reference;
using Platform.Model.Architectures.TorchScript;
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
        yield return (weights, blocks) => new ManagedDecoder(weights, WeightFormat.Float32, blocks, Environment.ProcessorCount);
        if (Int8Kernel.IsSupported)
            yield return (weights, blocks) => new ManagedDecoder(weights, WeightFormat.Int8, blocks, Environment.ProcessorCount);
        foreach (var format in Scripted(config))
            yield return (weights, blocks) => new ScriptedDecoder(weights, format, blocks);
        if (!cuda.is_available())
            yield break;
        yield return (weights, blocks) => Reference(weights, blocks, ScalarType.Float32, CUDA);
        yield return (weights, blocks) => Reference(weights, blocks, ScalarType.BFloat16, CUDA);
        if (!config.LocalizedFilter)
            yield return (weights, blocks) => new ScriptedDecoder(weights, ScriptFormat.BFloat16, blocks, CUDA);
    }

    private static IEnumerable<ScriptFormat> Scripted(DecoderConfig config) =>
        config.LocalizedFilter ? [] : Enum.GetValues<ScriptFormat>().Where(format => format.Fits(config)); // the script knows no filter

    private static ReferenceEngine Reference(DecoderWeights weights, int blocks, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        return new ReferenceEngine(weights.Map(tensor => tensor.to(type, device)), blocks);
    }
}
