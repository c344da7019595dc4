using System.Text.Json;
using Platform.Model.Architectures;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>A folder in Hugging Face's form that was found whole: its config is understood and every tensor is there.</summary>
public sealed class Checkpoint
{
    internal Checkpoint(string folder, DecoderConfig config, string storedType, string? generationConfig, string? chatTemplate)
    {
        Folder = folder;
        Config = config;
        StoredType = storedType;
        GenerationConfig = generationConfig;
        ChatTemplate = chatTemplate;
    }

    public string Folder { get; }

    public DecoderConfig Config { get; }

    /// <summary>Number type of the weights on disk: F32, F16 or BF16.</summary>
    public string StoredType { get; }

    /// <summary>Text of generation_config.json, a JSON object, or null.</summary>
    public string? GenerationConfig { get; }

    /// <summary>The jinja template of chat_template.jinja or tokenizer_config.json, or null.</summary>
    public string? ChatTemplate { get; }

    /// <summary>Reads all weights, mapped where number type and device stay as they are on disk.</summary>
    /// <param name="type">Null: each tensor as it is stored.</param>
    /// <returns>The caller disposes them.</returns>
    /// <exception cref="CheckpointException">The folder was changed since it was opened, or cannot be read; nothing stays in memory.</exception>
    internal DecoderWeights ReadWeights(ComputeDevice device, ScalarType? type) => CheckpointReader.Guarded(Folder, () => WeightsReader.Read(Folder, Config, device.Torch, type));

    /// <summary>The template's place in tokenizer_config.json: a text, or a list of named ones of which <c>default</c> is meant.</summary>
    internal static string? TemplateIn(string tokenizerConfig)
    {
        var config = ConfigFields.Parse(tokenizerConfig, "tokenizer_config.json", out var document);
        using (document)
        {
            return config["chat_template"] switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { ValueKind: JsonValueKind.Array } named => named.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() == "default")
                    .Select(item => item.TryGetProperty("template", out var template) && template.ValueKind == JsonValueKind.String ? template.GetString() : null).FirstOrDefault(),
                _ => null,
            };
        }
    }
}
