using static TorchSharp.torch;

namespace Platform.Model.Architectures.TorchScript;

/// <summary>How the TorchScript engine keeps weights.</summary>
internal enum ScriptFormat
{
    Float32,
    BFloat16,

    /// <summary>8 bits with a scale a row, activations bf16.</summary>
    Int8,

    /// <summary>4 bits with a scale for each 32 weights, activations bf16.</summary>
    Int4,
}

internal static class ScriptFormats
{
    private const int PackedInputs = 32;

    /// <summary>Whether the format can hold a network: torch's packed products read the inputs of a row in whole groups and, on processors with AVX-512, beyond its end where they do not fill one.</summary>
    public static bool Fits(this ScriptFormat format, DecoderConfig config) => format is not (ScriptFormat.Int8 or ScriptFormat.Int4)
        || (config.Width % PackedInputs == 0 && config.QueryHeads * config.HeadSize % PackedInputs == 0 && config.FeedForwardWidth % PackedInputs == 0);

    /// <summary>Number type of activations, keys and values.</summary>
    public static ScalarType Activations(this ScriptFormat format) => format == ScriptFormat.Float32 ? ScalarType.Float32 : ScalarType.BFloat16;

    public static string EngineName(this ScriptFormat format) => "torchscript-" + format switch
    {
        ScriptFormat.Float32 => "fp32",
        ScriptFormat.BFloat16 => "bf16",
        ScriptFormat.Int8 => "int8",
        _ => "int4",
    };
}
