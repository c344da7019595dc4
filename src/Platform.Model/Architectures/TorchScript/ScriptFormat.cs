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
