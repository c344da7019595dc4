using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Architectures;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Writes checkpoint folders that Hugging Face's library opens.</summary>
internal static class CheckpointWriter
{
    /// <summary>What belongs to a checkpoint besides config and weights: tokenizer, generation settings, model card, code of families that the library does not know.</summary>
    private static readonly string[] Companions =
    [
        "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "generation_config.json", "chat_template.jinja", "README.md", "LICENSE", "configuration_yuan.py", "yuan_hf_model.py",
    ];

    private static readonly Dictionary<string, string> Metadata = new(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>Writes the weights in their own number type. The folder appears whole, under its name, or not at all.</summary>
    /// <param name="folder">Must not exist yet, or be empty.</param>
    /// <param name="from">A checkpoint folder whose tokenizer and other files are taken along, or null.</param>
    /// <param name="mostShardBytes">Above this the weights are written as several files under an index.</param>
    /// <exception cref="IOException">The folder is there already or cannot be written.</exception>
    public static void Write(string folder, DecoderWeights weights, string? from = null, long mostShardBytes = 5_000_000_000)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException($"The folder '{folder}' is not empty. Choose another or delete it first.");
        var aside = $"{Path.TrimEndingDirectorySeparator(folder)}.{Guid.NewGuid():N}.writing";
        Directory.CreateDirectory(aside);
        try
        {
            var existing = from is null ? null : CheckpointText.ReadIfThere(from, ConfigReader.File);
            File.WriteAllText(Path.Combine(aside, ConfigReader.File), ConfigWriter.Write(weights.Config, weights.Type, existing));
            foreach (var companion in from is null ? [] : Companions.Where(name => File.Exists(Path.Combine(from, name))))
                File.Copy(Path.Combine(from!, companion), Path.Combine(aside, companion));
            WriteWeights(aside, weights, mostShardBytes);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(aside, folder);
        }
        catch
        {
            Directory.Delete(aside, recursive: true);
            throw;
        }
    }

    private static void WriteWeights(string folder, DecoderWeights weights, long mostShardBytes)
    {
        using var scope = NewDisposeScope();
        var shards = new List<List<KeyValuePair<string, Tensor>>> { new() };
        long bytes = 0;
        foreach (var pair in Named(weights))
        {
            var size = pair.Value.numel() * pair.Value.element_size();
            if (bytes > 0 && bytes + size > mostShardBytes)
            {
                shards.Add([]);
                bytes = 0;
            }

            shards[^1].Add(pair);
            bytes += size;
        }

        if (shards.Count == 1)
        {
            SafeTensorsFile.Write(Path.Combine(folder, "model.safetensors"), shards[0], Metadata);
            return;
        }

        var map = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors");
            SafeTensorsFile.Write(Path.Combine(folder, name), shards[i], Metadata);
            foreach (var (tensor, _) in shards[i])
                map[tensor] = name;
        }

        var total = shards.Sum(shard => shard.Sum(pair => pair.Value.numel() * pair.Value.element_size()));
        var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = total }, ["weight_map"] = map };
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    /// <summary>Every tensor under its name in a checkpoint, in the order of <see cref="TensorLayout.Needed"/>.</summary>
    private static IEnumerable<KeyValuePair<string, Tensor>> Named(DecoderWeights weights)
    {
        var config = weights.Config;
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [TensorLayout.Embedding] = weights.Embedding, [TensorLayout.FinalNorm] = weights.FinalNorm };
        for (var i = 0; i < config.Layers; i++)
            foreach (var (name, tensor) in InLayer(weights.Layers[i], config))
                named[TensorLayout.Layer(i, name)] = tensor;
        foreach (var (name, _) in TensorLayout.Needed(config))
            yield return KeyValuePair.Create(TensorLayout.Prefix + name, named[name]);
        if (!config.TiedHead || config.Family == DecoderFamily.Yuan) // Yuan's code looks for the head even where it is tied
            yield return KeyValuePair.Create(TensorLayout.Head, weights.Head);
    }

    private static IEnumerable<(string Name, Tensor Tensor)> InLayer(DecoderLayerWeights layer, DecoderConfig config)
    {
        var (query, key) = config.LocalizedFilter ? InterleavedHeads.Join(layer.Query, layer.Key, config.QueryHeads) : (layer.Query, layer.Key);
        var all = new (string Name, Tensor? Tensor)[]
        {
            ("input_layernorm.weight", layer.InputNorm),
            ("self_attn.q_proj.weight", query),
            ("self_attn.k_proj.weight", key),
            ("self_attn.v_proj.weight", layer.Value),
            ("self_attn.o_proj.weight", layer.Output),
            ("self_attn.q_proj.bias", layer.QueryBias),
            ("self_attn.k_proj.bias", layer.KeyBias),
            ("self_attn.v_proj.bias", layer.ValueBias),
            ("self_attn.q_norm.weight", layer.QueryNorm),
            ("self_attn.k_norm.weight", layer.KeyNorm),
            ("self_attn.lf_gate.conv1.weight", layer.Filter?.First.unsqueeze(3)),
            ("self_attn.lf_gate.conv1.bias", layer.Filter?.FirstBias),
            ("self_attn.lf_gate.conv2.weight", layer.Filter?.Second.unsqueeze(3)),
            ("self_attn.lf_gate.conv2.bias", layer.Filter?.SecondBias),
            ("self_attn.lf_gate.output_layernorm.weight", layer.Filter?.Norm),
            ("post_attention_layernorm.weight", layer.PostNorm),
            ("mlp.gate_proj.weight", layer.Gate),
            ("mlp.up_proj.weight", layer.Up),
            ("mlp.down_proj.weight", layer.Down),
        };
        return all.Where(pair => pair.Tensor is not null).Select(pair => (pair.Name, pair.Tensor!));
    }
}
