using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Writes config.json so that Hugging Face's library, old and new, builds the same network from it.</summary>
internal static class ConfigWriter
{
    /// <summary>Settings that describe a network which the new weights need not be; each is written anew or left out.</summary>
    private static readonly string[] Replaced =
        ["rope_parameters", "rope_scaling", "rope_theta", "layer_types", "sliding_window", "use_sliding_window", "max_window_layers", "quantization_config", "dtype", "torch_dtype", "head_dim", "num_key_value_heads"];

    /// <param name="existing">A config.json whose other settings (token ids and the like) are kept, or null.</param>
    public static string Write(DecoderConfig config, ScalarType type, string? existing)
    {
        var json = existing is null ? new JsonObject() : JsonNode.Parse(existing) as JsonObject ?? new JsonObject();
        foreach (var name in Replaced)
            json.Remove(name);
        var (modelType, architecture) = config.Family switch
        {
            DecoderFamily.Llama => ("llama", "LlamaForCausalLM"),
            DecoderFamily.Qwen2 => ("qwen2", "Qwen2ForCausalLM"),
            DecoderFamily.Qwen3 => ("qwen3", "Qwen3ForCausalLM"),
            _ => ("yuan", "YuanForCausalLM"),
        };
        json["architectures"] = new JsonArray(architecture);
        json["model_type"] = modelType;
        json["vocab_size"] = config.VocabularySize;
        json["hidden_size"] = config.Width;
        json["intermediate_size"] = config.FeedForwardWidth;
        json["num_hidden_layers"] = config.Layers;
        json["num_attention_heads"] = config.QueryHeads;
        json["hidden_act"] = "silu";
        json["max_position_embeddings"] = config.Context;
        json["rms_norm_eps"] = config.NormEpsilon;
        json["tie_word_embeddings"] = config.TiedHead;
        json["torch_dtype"] = type switch { ScalarType.BFloat16 => "bfloat16", ScalarType.Float16 => "float16", _ => "float32" };
        if (config.Family == DecoderFamily.Yuan)
            Yuan(json, config);
        else
            Others(json, config);
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    private static void Others(JsonObject json, DecoderConfig config)
    {
        json["num_key_value_heads"] = config.KeyValueHeads;
        json["head_dim"] = config.HeadSize;
        json["rope_theta"] = config.RotaryBase;
        json["rope_scaling"] = config.RotaryScaling is not { } scaling ? null : scaling.IsLinear
            ? new JsonObject { ["rope_type"] = "linear", ["factor"] = scaling.Factor }
            : new JsonObject
            {
                ["rope_type"] = "llama3",
                ["factor"] = scaling.Factor,
                ["low_freq_factor"] = scaling.LowFrequencyFactor,
                ["high_freq_factor"] = scaling.HighFrequencyFactor,
                ["original_max_position_embeddings"] = scaling.OriginalContext,
            };
        if (config.Family is DecoderFamily.Llama or DecoderFamily.Qwen3)
            json["attention_bias"] = false;
        if (config.Family == DecoderFamily.Llama)
            json["mlp_bias"] = false;
        else
            json["use_sliding_window"] = false;
    }

    /// <summary>What the family's published code asks for; token ids are those of its tokenizer unless the existing config has others.</summary>
    private static void Yuan(JsonObject json, DecoderConfig config)
    {
        json["model_max_length"] = config.Context;
        foreach (var (name, value) in new (string, JsonNode)[]
        {
            ("causal_mask", true), ("use_flash_attention", false), ("use_loss_mask", false), ("reset_attention_mask", false), ("reset_position_ids", false),
            ("eod_token", 77185), ("sep_token", 77187), ("eod_token_id", 77185), ("sep_token_id", 77187),
        })
        {
            if (!json.ContainsKey(name))
                json[name] = value;
        }
    }
}
