using Platform.Model.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Gives the tensors of a checkpoint their roles.</summary>
internal static class WeightsReader
{
    public static DecoderWeights Read(string folder, DecoderConfig config, Device device, ScalarType? type)
    {
        var files = TensorFiles.Open(folder);
        files.Check(config);
        using var scope = NewDisposeScope(); // holds all that was read until the whole is there
        Tensor Take(string name) => files.Read(name, device, type);
        var embedding = Take(TensorLayout.Embedding);
        var layers = Enumerable.Range(0, config.Layers).Select(layer => Layer(config, name => Take(TensorLayout.Layer(layer, name)))).ToList();
        var norm = Take(TensorLayout.FinalNorm);
        var head = config.TiedHead && !files.HasHead ? embedding : Take(TensorLayout.Head);
        if (config.TiedHead && !ReferenceEquals(head, embedding))
            (head, config) = Tie(embedding, head, config);
        var weights = new DecoderWeights(config, embedding, norm, head, layers);
        foreach (var tensor in weights.All)
            tensor.DetachFromDisposeScope();
        return weights;
    }

    /// <summary>A head that stands beside a tied embedding is a copy of it (Yuan); where it is not, it is what was meant.</summary>
    private static (Tensor Head, DecoderConfig Config) Tie(Tensor embedding, Tensor head, DecoderConfig config) =>
        head.eq(embedding).all().item<bool>() ? (embedding, config) : (head, config with { TiedHead = false });

    private static DecoderLayerWeights Layer(DecoderConfig config, Func<string, Tensor> take)
    {
        Tensor? Maybe(bool wanted, string name) => wanted ? take(name) : null;
        var (query, key) = (take("self_attn.q_proj.weight"), take("self_attn.k_proj.weight"));
        if (config.LocalizedFilter)
            (query, key) = InterleavedHeads.Part(query, key, config.QueryHeads);

        return new DecoderLayerWeights
        {
            InputNorm = take("input_layernorm.weight"),
            Query = query,
            Key = key,
            Value = take("self_attn.v_proj.weight"),
            Output = take("self_attn.o_proj.weight"),
            QueryBias = Maybe(config.QueryKeyValueBias, "self_attn.q_proj.bias"),
            KeyBias = Maybe(config.QueryKeyValueBias, "self_attn.k_proj.bias"),
            ValueBias = Maybe(config.QueryKeyValueBias, "self_attn.v_proj.bias"),
            QueryNorm = Maybe(config.QueryKeyNorm, "self_attn.q_norm.weight"),
            KeyNorm = Maybe(config.QueryKeyNorm, "self_attn.k_norm.weight"),
            PostNorm = take("post_attention_layernorm.weight"),
            Gate = take("mlp.gate_proj.weight"),
            Up = take("mlp.up_proj.weight"),
            Down = take("mlp.down_proj.weight"),
            Filter = config.LocalizedFilter
                ? new DecoderFilterWeights(
                    take("self_attn.lf_gate.conv1.weight").squeeze(3), take("self_attn.lf_gate.conv1.bias"),
                    take("self_attn.lf_gate.conv2.weight").squeeze(3), take("self_attn.lf_gate.conv2.bias"), take("self_attn.lf_gate.output_layernorm.weight"))
                : null,
        };
    }
}
