using Platform.Model.Architectures;

namespace Platform.Benchmarks.Model;

/// <summary>The two shapes that figures are given for; weights are random.</summary>
internal static class ModelShapes
{
    /// <summary>25.2 million parameters.</summary>
    public static DecoderConfig Small { get; } = Qwen3(8192, 512, 8, 8, 2, 64, 1280, 2048);

    /// <summary>Qwen3-0.6B, 596 million parameters.</summary>
    public static DecoderConfig Medium { get; } = Qwen3(151_936, 1024, 28, 16, 8, 128, 3072, 4096);

    public static IReadOnlyDictionary<string, DecoderConfig> ByName { get; } = new Dictionary<string, DecoderConfig>(StringComparer.Ordinal)
    {
        ["25M"] = Small,
        ["0.6B"] = Medium,
    };

    private static DecoderConfig Qwen3(int vocabulary, int width, int layers, int queryHeads, int keyValueHeads, int headSize, int feedForward, int context) => new DecoderConfig
    {
        Family = DecoderFamily.Qwen3,
        VocabularySize = vocabulary,
        Width = width,
        Layers = layers,
        QueryHeads = queryHeads,
        KeyValueHeads = keyValueHeads,
        HeadSize = headSize,
        FeedForwardWidth = feedForward,
        Context = context,
        NormEpsilon = 1e-6,
        RotaryBase = 1_000_000,
        TiedHead = true,
        QueryKeyNorm = true,
    }.Checked();
}
