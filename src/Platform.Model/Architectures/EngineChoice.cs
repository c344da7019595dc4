using Platform.Model.Architectures.Managed;
using Platform.Model.Architectures.Reference;
using Platform.Model.Architectures.TorchScript;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures;

/// <summary>How exactly a model's weights are to be kept.</summary>
internal enum EnginePrecision
{
    /// <summary>8 bits where a fast path for them exists.</summary>
    Automatic,

    /// <summary>As in the checkpoint's reference: every fast path is then equal to the reference to 2e-3.</summary>
    Float32,

    /// <summary>8 bits with a scale a row.</summary>
    Int8,
}

/// <summary>Which engine runs a model here, and why.</summary>
/// <param name="Engine">The engine's name: <c>managed-int8</c> …</param>
/// <param name="Reason">One sentence for the log and for those who ask what serves them.</param>
/// <param name="WeightBytes">What its weights take.</param>
internal sealed record EngineChoice(string Engine, string Reason, long WeightBytes)
{
    /// <summary>Number type to read the weights in; null: each tensor as it is stored. The managed engines widen some rows at a time, so that no fp32 copy of the whole stands beside what they keep.</summary>
    public ScalarType? ReadType { get; init; } = Engine.StartsWith("managed", StringComparison.Ordinal) ? null : ScalarType.Float32;

    /// <summary>Whether the engine applies adapters.</summary>
    public bool TakesAdapters => !Engine.StartsWith("torchscript", StringComparison.Ordinal);

    /// <summary>Chooses from what was asked for, the device, the processor and the memory.</summary>
    /// <param name="memory">Bytes that weights may take; where fp32 does not fit, 8 bits are taken.</param>
    public static EngineChoice For(DecoderConfig config, Device device, EnginePrecision precision, long memory) =>
        For(config, device, precision, memory, Int8Kernel.IsSupported, Int8Kernel.IsVnni);

    /// <summary>The same for a processor with given instructions.</summary>
    internal static EngineChoice For(DecoderConfig config, Device device, EnginePrecision precision, long memory, bool avx2, bool vnni)
    {
        var parameters = config.Parameters;
        var eightBits = precision == EnginePrecision.Int8 ? NotHonoured(precision) : "";
        if (device.type != DeviceType.CPU)
            return config.LocalizedFilter
                ? new("reference", $"{device}: the TorchScript step has no localized filtering, so a Yuan network runs on the reference path.{eightBits}", 4 * parameters)
                : new("torchscript-bf16", $"{device}: graphics cards run the whole step as one TorchScript call, in bf16.{NotHonoured(precision)}", 2 * parameters);
        if (!avx2)
            return config.LocalizedFilter
                ? new("managed-fp32", $"This processor has no AVX2, and the TorchScript step has no localized filtering: fp32 kernels.{eightBits}", 4 * parameters)
                : new("torchscript-fp32", $"This processor has no AVX2, which the managed kernels are made for: fp32 TorchScript step.{eightBits}", 4 * parameters);
        var instructions = vnni ? "AVX-VNNI" : "AVX2";
        if (precision == EnginePrecision.Float32 && 4 * parameters <= memory)
            return new("managed-fp32", $"fp32 was asked for; the managed kernels ({instructions}) are the fastest fp32 path at every batch size measured.", 4 * parameters);
        var why = precision switch
        {
            EnginePrecision.Float32 => $"fp32 was asked for, but its {4 * parameters >> 20} MiB are more than the {memory >> 20} MiB allowed: 8-bit weights",
            EnginePrecision.Int8 => "8-bit weights were asked for",
            _ => "8-bit weights are the fastest at every batch size measured",
        };
        return new("managed-int8", $"{why}; managed kernels on {instructions} with {Environment.ProcessorCount} threads.", parameters);
    }

    /// <summary>A sentence for the reason where weights are not kept as they were asked for; empty where nothing was.</summary>
    public static string NotHonoured(EnginePrecision precision) => precision switch
    {
        EnginePrecision.Float32 => " Weights = fp32 was asked for and is not honoured here.",
        EnginePrecision.Int8 => " Weights = int8 was asked for and is not honoured here.",
        _ => "",
    };

    /// <summary>Builds the chosen engine. The weights may be disposed afterwards.</summary>
    /// <param name="blocks">Size of the key/value pool.</param>
    public IDecoderEngine Open(DecoderWeights weights, int blocks) => Engine switch
    {
        "managed-int8" => new ManagedDecoder(weights, WeightFormat.Int8, blocks, Environment.ProcessorCount),
        "managed-fp32" => new ManagedDecoder(weights, WeightFormat.Float32, blocks, Environment.ProcessorCount),
        "torchscript-fp32" => new ScriptedDecoder(weights, ScriptFormat.Float32, blocks, weights.Device),
        "torchscript-bf16" => new ScriptedDecoder(weights, ScriptFormat.BFloat16, blocks, weights.Device),
        _ => new ReferenceEngine(weights, blocks),
    };

    public override string ToString() => $"{Engine}: {Reason}";
}
