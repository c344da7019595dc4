using Platform.Model.Architectures;
using Platform.Model.Layers;

namespace Platform.Model.Tests.Architectures;

/// <summary>One tiny network of each family, with what is special to it.</summary>
internal static class SampleConfigs
{
    public static DecoderConfig Of(DecoderFamily family) => new DecoderConfig
    {
        Family = family,
        VocabularySize = 96,
        Width = 32,
        Layers = 2,
        QueryHeads = 4,
        KeyValueHeads = family == DecoderFamily.Yuan ? 4 : 2,
        HeadSize = family == DecoderFamily.Qwen3 ? 12 : 8,
        FeedForwardWidth = 48,
        Context = 512,
        NormEpsilon = 1e-6,
        RotaryBase = family == DecoderFamily.Yuan ? 10_000 : 500_000,
        RotaryScaling = family == DecoderFamily.Llama ? new RotaryScaling(8, 1, 4, 64) : null,
        TiedHead = family is DecoderFamily.Qwen3,
        QueryKeyValueBias = family == DecoderFamily.Qwen2,
        QueryKeyNorm = family == DecoderFamily.Qwen3,
    }.Checked();
}
