using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Layers;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>Low-rank changes that learn while the weights stay: W + scale · B·A.</summary>
/// <remarks>Source: Hu et al. 2021, "LoRA", arXiv:2106.09685; the scale of large ranks: Kalajdzievski 2023, "rsLoRA", arXiv:2312.03732.</remarks>
internal sealed class TrainedAdapter : IDisposable
{
    private readonly Dictionary<(int Layer, string Map), LowRankAdapter> _changes;

    private TrainedAdapter(Dictionary<(int Layer, string Map), LowRankAdapter> changes)
    {
        _changes = changes;
        foreach (var change in changes.Values)
        {
            change.A.requires_grad_(true).DetachFromDisposeScope();
            change.B.requires_grad_(true).DetachFromDisposeScope();
        }
    }

    public IReadOnlyList<Tensor> Parameters => [.. _changes.OrderBy(pair => pair.Key.Layer).ThenBy(pair => pair.Key.Map, StringComparer.Ordinal).SelectMany(pair => new[] { pair.Value.A, pair.Value.B })];

    /// <summary>The changes as they stand; belong to this object.</summary>
    public IReadOnlyDictionary<(int Layer, string Map), LowRankAdapter> Changes => _changes;

    /// <summary>Changes that change nothing yet: A random as peft draws it, B zero.</summary>
    /// <exception cref="RecipeException">The recipe names what cannot be adapted.</exception>
    public static TrainedAdapter Fresh(DecoderWeights weights, AdapterPart part, int seed)
    {
        if (part.Rank < 1)
            throw new RecipeException($"model.adapter.rank is {part.Rank}; at least 1 is needed.");
        if (part.Targets.Find(target => !AdapterPart.Maps.Contains(target, StringComparer.Ordinal)) is { } strange)
            throw new RecipeException($"model.adapter.targets names '{strange}'. Known: {string.Join(", ", AdapterPart.Maps)}. Embedding and head are not adapted: train all weights for that.");
        random.manual_seed(seed);
        var changes = new Dictionary<(int, string), LowRankAdapter>();
        for (var layer = 0; layer < weights.Config.Layers; layer++)
            foreach (var target in part.Targets)
            {
                var (map, weight) = Maps(weights.Layers[layer]).Single(pair => pair.Map.EndsWith($".{target}", StringComparison.Ordinal));
                var bound = 1 / Math.Sqrt(weight.shape[1]); // Kaiming uniform with √5
                using var scope = NewDisposeScope();
                changes[(layer, map)] = new LowRankAdapter(
                    rand(part.Rank, weight.shape[1]).mul_(2 * bound).sub_(bound).DetachFromDisposeScope(), zeros(weight.shape[0], part.Rank).DetachFromDisposeScope(), part.Scale);
            }

        return new TrainedAdapter(changes);
    }

    /// <summary>Goes on with what a checkpoint holds.</summary>
    /// <exception cref="CheckpointException">The folder cannot be used.</exception>
    public static TrainedAdapter Read(string folder, DecoderConfig config) =>
        new(AdapterReader.Read(folder, config).Changes.ToDictionary(pair => pair.Key, pair => new LowRankAdapter(pair.Value.A.clone(), pair.Value.B.clone(), pair.Value.Scale)));

    /// <summary>The layer with the changes added, part of the gradient's graph.</summary>
    public DecoderLayerWeights On(int layer, DecoderLayerWeights weights)
    {
        Tensor Changed(string map, Tensor weight) => _changes.TryGetValue((layer, map), out var change) ? weight + matmul(change.B, change.A).mul(KeptScalars.Of(change.Scale)) : weight;
        return weights with
        {
            Query = Changed("self_attn.q_proj", weights.Query),
            Key = Changed("self_attn.k_proj", weights.Key),
            Value = Changed("self_attn.v_proj", weights.Value),
            Output = Changed("self_attn.o_proj", weights.Output),
            Gate = Changed("mlp.gate_proj", weights.Gate),
            Up = Changed("mlp.up_proj", weights.Up),
            Down = Changed("mlp.down_proj", weights.Down),
        };
    }

    public void Dispose()
    {
        foreach (var change in _changes.Values)
            change.Dispose();
    }

    private static IEnumerable<(string Map, Tensor Weight)> Maps(DecoderLayerWeights layer) =>
    [
        ("self_attn.q_proj", layer.Query), ("self_attn.k_proj", layer.Key), ("self_attn.v_proj", layer.Value), ("self_attn.o_proj", layer.Output),
        ("mlp.gate_proj", layer.Gate), ("mlp.up_proj", layer.Up), ("mlp.down_proj", layer.Down),
    ];
}
