using System.Text.Json;
using Platform.Model.Architectures;

namespace Platform.Model.Checkpoints;

/// <summary>Reads config.json of the supported families as Hugging Face's library does, defaults of each family included, and refuses what the network here would compute otherwise.</summary>
internal static class ConfigReader
{
    public const string File = "config.json";

    /// <param name="hasHead">Whether the weights hold a head of their own: decides where the config does not say.</param>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, as part of a sentence.</exception>
    public static DecoderConfig Read(string text, bool hasHead)
    {
        var config = ConfigFields.Parse(text, File, out var document);
        using (document)
        {
            var family = Family(config);
            Refuse(config, family);
            var (width, heads) = (config.Needed("hidden_size"), config.Needed("num_attention_heads"));
            if (width < 1 || heads < 1)
                throw new InvalidDataException($"hidden_size {width} and num_attention_heads {heads} in {File} must be from 1 on");

            var headSize = config.Whole("head_dim") ?? HeadSize(config, family, width, heads);
            var (rotaryBase, scaling) = RotaryReader.Read(config, family);
            var read = new DecoderConfig
            {
                Family = family,
                VocabularySize = config.Needed("vocab_size"),
                Width = width,
                Layers = config.Needed("num_hidden_layers"),
                QueryHeads = heads,
                KeyValueHeads = family == DecoderFamily.Yuan ? heads : config.Whole("num_key_value_heads") ?? heads,
                HeadSize = headSize,
                FeedForwardWidth = config.Needed("intermediate_size"),
                Context = config.Whole("max_position_embeddings") ?? config.Whole("model_max_length") ?? (family switch
                {
                    DecoderFamily.Llama => 2048,
                    DecoderFamily.Yuan => 8192,
                    _ => 32768,
                }),
                NormEpsilon = config.Number("rms_norm_eps") ?? 1e-6,
                RotaryBase = rotaryBase,
                RotaryScaling = scaling,
                TiedHead = config.Has("tie_word_embeddings") ? config.Flag("tie_word_embeddings", otherwise: false) : family == DecoderFamily.Yuan || !hasHead,
                QueryKeyValueBias = family == DecoderFamily.Qwen2,
                QueryKeyNorm = family == DecoderFamily.Qwen3,
            };
            RefuseWindows(config, read);
            return read.Checked();
        }
    }

    private static DecoderFamily Family(ConfigFields config)
    {
        var architecture = config.Texts("architectures") is { Count: > 0 } names ? names[0] : null;
        if (architecture is not null && !architecture.EndsWith("ForCausalLM", StringComparison.Ordinal))
            throw new InvalidDataException($"{File} describes a {architecture}, which does not continue text; networks named …ForCausalLM can be used");
        return (config.Text("model_type"), architecture) switch
        {
            ("llama", _) or (null, "LlamaForCausalLM") => DecoderFamily.Llama,
            ("qwen2", _) or (null, "Qwen2ForCausalLM") => DecoderFamily.Qwen2,
            ("qwen3", _) or (null, "Qwen3ForCausalLM") => DecoderFamily.Qwen3,
            ("yuan", _) or (null, "YuanForCausalLM") => DecoderFamily.Yuan,
            var (type, _) => throw new InvalidDataException($"{File} names the model type '{type ?? architecture}'; llama, qwen2, qwen3 and yuan can be used"),
        };
    }

    private static int HeadSize(ConfigFields config, DecoderFamily family, int width, int heads)
    {
        if (family == DecoderFamily.Qwen3 && !config.Names("head_dim"))
            return 128; // the family's default, whatever the width
        return width % heads == 0 ? width / heads : throw new InvalidDataException($"hidden_size {width} in {File} is not a multiple of num_attention_heads {heads}, and head_dim is not given");
    }

    private static void Refuse(ConfigFields config, DecoderFamily family)
    {
        if (config.Has("quantization_config"))
            throw new InvalidDataException($"{File} has a quantization_config; weights in F32, F16 or BF16 can be used: convert the checkpoint first");
        if (config.Text("hidden_act") is { } act && act is not ("silu" or "swish"))
            throw new InvalidDataException($"hidden_act in {File} is '{act}'; silu can be used");
        foreach (var count in new[] { "num_experts", "num_local_experts", "n_routed_experts" })
            if (config.Whole(count) is > 1)
                throw new InvalidDataException($"{File} describes a mixture of experts ({count}), which is not supported");
        foreach (var bias in new[] { "attention_bias", "mlp_bias" })
            if (config.Flag(bias, otherwise: false) && !(family == DecoderFamily.Qwen2 && bias == "attention_bias"))
                throw new InvalidDataException($"{bias} in {File} is true, which is not supported for this family");
        if (family == DecoderFamily.Yuan && config.Flag("use_shareqk", otherwise: false))
            throw new InvalidDataException($"use_shareqk in {File} is true; only Yuan networks with localized filtering can be used");
        if (family == DecoderFamily.Yuan && !config.Flag("causal_mask", otherwise: true))
            throw new InvalidDataException($"causal_mask in {File} is false; only causal networks can be used");
    }

    /// <summary>A window that is never shorter than the context changes nothing.</summary>
    private static void RefuseWindows(ConfigFields config, DecoderConfig read)
    {
        if (read.Family is not (DecoderFamily.Qwen2 or DecoderFamily.Qwen3))
            return;
        var window = config.Flag("use_sliding_window", otherwise: false) ? config.Whole("sliding_window") ?? (config.Names("sliding_window") ? null : 4096) : null;
        var windowed = config.Texts("layer_types") is { } types
            ? types.Any(type => type != "full_attention")
            : window is not null && (config.Whole("max_window_layers") ?? 28) < read.Layers;
        if (windowed && (window is null || window < read.Context))
            throw new InvalidDataException($"{File} asks for sliding-window attention (window {window?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not given"}, context {read.Context}), which is not supported; set use_sliding_window to false or max_position_embeddings to the window");
    }
}
