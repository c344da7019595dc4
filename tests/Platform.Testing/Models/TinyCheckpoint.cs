using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Layers;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Testing.Models;

/// <summary>Writes checkpoint folders of a few kilobytes with random weights: each family with what is special to it.</summary>
public static class TinyCheckpoint
{
    static TinyCheckpoint() => TorchNative.EnsureLoaded();

    public static DecoderConfig Config(DecoderFamily family) => new DecoderConfig
    {
        Family = family,
        VocabularySize = 384,
        Width = 32,
        Layers = 3,
        QueryHeads = 4,
        KeyValueHeads = family == DecoderFamily.Yuan ? 4 : 2,
        HeadSize = family == DecoderFamily.Qwen3 ? 12 : 8,
        FeedForwardWidth = 56,
        Context = 1024,
        NormEpsilon = family == DecoderFamily.Llama ? 1e-5 : 1e-6,
        RotaryBase = family switch { DecoderFamily.Llama => 500_000, DecoderFamily.Yuan => 10_000, _ => 1_000_000 },
        RotaryScaling = family == DecoderFamily.Llama ? new RotaryScaling(8, 1, 4, 64) : null,
        TiedHead = family is DecoderFamily.Qwen3 or DecoderFamily.Yuan,
        QueryKeyValueBias = family == DecoderFamily.Qwen2,
        QueryKeyNorm = family == DecoderFamily.Qwen3,
    }.Checked();

    /// <summary>Config, weights and a small real tokenizer of the family.</summary>
    /// <param name="folder">Must not exist yet.</param>
    public static void Write(string folder, DecoderFamily family, int seed, ScalarType type = ScalarType.Float32, long mostShardBytes = long.MaxValue)
    {
        using var weights = DecoderWeights.Random(Config(family), seed, type);
        CheckpointWriter.Write(folder, weights, mostShardBytes: mostShardBytes);
        var ids = family switch
        {
            DecoderFamily.Llama => TinyTokenizer.WriteLlama3(folder),
            DecoderFamily.Yuan => TinyTokenizer.WriteYuan(folder),
            _ => TinyTokenizer.WriteQwen(folder),
        };
        if (ids > weights.Config.VocabularySize)
            throw new InvalidOperationException($"The tokenizer has {ids} ids, the network {weights.Config.VocabularySize}; make the network's vocabulary larger.");
    }
}
