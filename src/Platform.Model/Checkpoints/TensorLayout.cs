using Platform.Model.Architectures;

namespace Platform.Model.Checkpoints;

/// <summary>Names and shapes of a decoder's tensors in a Hugging Face checkpoint, the same but for details in all families.</summary>
internal static class TensorLayout
{
    public const string Prefix = "model.";
    public const string Embedding = "embed_tokens.weight";
    public const string FinalNorm = "norm.weight";
    public const string Head = "lm_head.weight"; // never below the prefix

    public static string Layer(int layer, string name) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"layers.{layer}.{name}");

    /// <summary>Every tensor that must be there, below the prefix; the head is left out where it may be tied.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Needed(DecoderConfig config)
    {
        yield return (Embedding, [config.VocabularySize, config.Width]);
        for (var layer = 0; layer < config.Layers; layer++)
            foreach (var (name, shape) in InLayer(config))
                yield return (Layer(layer, name), shape);
        yield return (FinalNorm, [config.Width]);
    }

    private static IEnumerable<(string Name, long[] Shape)> InLayer(DecoderConfig config)
    {
        long width = config.Width, inner = config.FeedForwardWidth, heads = (long)config.QueryHeads * config.HeadSize, keyValues = (long)config.KeyValueHeads * config.HeadSize;
        yield return ("input_layernorm.weight", [width]);
        yield return ("self_attn.q_proj.weight", [heads, width]);
        yield return ("self_attn.k_proj.weight", [keyValues, width]);
        yield return ("self_attn.v_proj.weight", [keyValues, width]);
        yield return ("self_attn.o_proj.weight", [width, heads]);
        if (config.QueryKeyValueBias)
        {
            yield return ("self_attn.q_proj.bias", [heads]);
            yield return ("self_attn.k_proj.bias", [keyValues]);
            yield return ("self_attn.v_proj.bias", [keyValues]);
        }

        if (config.QueryKeyNorm)
        {
            yield return ("self_attn.q_norm.weight", [config.HeadSize]);
            yield return ("self_attn.k_norm.weight", [config.HeadSize]);
        }

        if (config.LocalizedFilter)
        {
            yield return ("self_attn.lf_gate.conv1.weight", [width / 2, width, 2, 1]);
            yield return ("self_attn.lf_gate.conv1.bias", [width / 2]);
            yield return ("self_attn.lf_gate.conv2.weight", [width, width / 2, 2, 1]);
            yield return ("self_attn.lf_gate.conv2.bias", [width]);
            yield return ("self_attn.lf_gate.output_layernorm.weight", [width]);
        }

        yield return ("post_attention_layernorm.weight", [width]);
        yield return ("mlp.gate_proj.weight", [inner, width]);
        yield return ("mlp.up_proj.weight", [inner, width]);
        yield return ("mlp.down_proj.weight", [width, inner]);
    }
}
