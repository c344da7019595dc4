using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Architectures.Reference;
using Platform.Model.Architectures.TorchScript;

namespace Platform.Benchmarks.Model;

/// <summary>Engines by name, over random weights of a shape.</summary>
internal static class BenchmarkEngines
{
    public static IReadOnlyList<string> Names { get; } =
        ["reference-fp32", "torchscript-fp32", "torchscript-bf16", "torchscript-int8", "torchscript-int4", "managed-fp32", "managed-int8"];

    public static IDecoderEngine Open(string name, DecoderWeights weights, int blocks) => name switch
    {
        "reference-fp32" => new ReferenceEngine(weights, blocks),
        "torchscript-fp32" => new ScriptedDecoder(weights, ScriptFormat.Float32, blocks),
        "torchscript-bf16" => new ScriptedDecoder(weights, ScriptFormat.BFloat16, blocks),
        "torchscript-int8" => new ScriptedDecoder(weights, ScriptFormat.Int8, blocks),
        "torchscript-int4" => new ScriptedDecoder(weights, ScriptFormat.Int4, blocks),
        "managed-fp32" => new ManagedDecoder(weights, WeightFormat.Float32, blocks, Environment.ProcessorCount),
        "managed-int8" => new ManagedDecoder(weights, WeightFormat.Int8, blocks, Environment.ProcessorCount),
        _ => throw new ArgumentException($"No engine is named '{name}'. Known: {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Engines named after the shape on the command line, or the given ones.</summary>
    public static IReadOnlyList<string> From(string[] args, IReadOnlyList<string> otherwise) => args.Length > 1 ? args[1..] : otherwise;

    public static (string Name, Platform.Model.Architectures.DecoderConfig Config) Shape(string[] args)
    {
        var name = args.Length > 0 ? args[0] : "25M";
        return ModelShapes.ByName.TryGetValue(name, out var config) ? (name, config)
            : throw new ArgumentException($"No shape is named '{name}'. Known: {string.Join(", ", ModelShapes.ByName.Keys)}.", nameof(args));
    }
}
