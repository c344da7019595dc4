using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Encoders;

/// <summary>Sentence embeddings without a network to run: the vectors of a text's tokens, each learned with its weight, added up. Thread-safe.</summary>
/// <remarks>The folder is laid out as model2vec's static models are (tokenizer.json, config.json, model.safetensors with <c>embeddings</c>), and opens there.
/// A text takes microseconds on one core. Source: Tulkens and van Dongen 2024, "Model2Vec"; Arora et al. 2017 (weighted sums of word vectors).</remarks>
public sealed class StaticEncoder
{
    internal const string ModelType = "model2vec";
    internal const string Tensor = "embeddings";

    private readonly TextTokenizer _tokenizer;
    private readonly float[] _vectors; // V rows

    private StaticEncoder(TextTokenizer tokenizer, float[] vectors, int width, string name) => (_tokenizer, _vectors, Width, Name) = (tokenizer, vectors, width, name);

    /// <summary>Length of a vector.</summary>
    public int Width { get; }

    /// <summary>Changes with the weights.</summary>
    public string Name { get; }

    /// <exception cref="CheckpointException">The folder is no static model, or is broken.</exception>
    public static StaticEncoder Open(string folder)
    {
        TorchNative.EnsureLoaded();
        var config = Path.Combine(folder, "config.json");
        var weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(config) || !File.Exists(weights))
            throw new CheckpointException($"{folder} is no encoder: config.json and model.safetensors are needed.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(config));
            if (!json.RootElement.TryGetProperty("model_type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != ModelType)
                throw new CheckpointException($"{folder} is no static encoder: its config.json has no model_type '{ModelType}'.");
            using var scope = NewDisposeScope();
            var file = SafeTensorsFile.Open(weights);
            if (!file.Entries.TryGetValue(Tensor, out var entry) || entry.Shape.Count != 2)
                throw new CheckpointException($"{weights} has no matrix '{Tensor}'.");
            var tokenizer = TextTokenizer.Read(folder);
            if (entry.Shape[0] < tokenizer.VocabularySize)
                throw new CheckpointException($"{weights} has {entry.Shape[0]} rows, but the tokenizer has {tokenizer.VocabularySize} ids.");
            return new StaticEncoder(tokenizer, file.Read(Tensor, CPU, ScalarType.Float32).data<float>().ToArray(), (int)entry.Shape[1], $"static-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(weights)))[..12]}");
        }
        catch (Exception broken) when (broken is JsonException or TokenizerException)
        {
            throw new CheckpointException($"{folder} cannot be used: {broken.Message}", broken);
        }
    }

    /// <param name="text">Large letters count as small ones, as in training.</param>
    /// <returns>A vector of length 1; zeros for a text without a known token.</returns>
    public float[] Encode(string text)
    {
        var sum = new float[Width];
        foreach (var id in _tokenizer.Encode(text.ToLowerInvariant()))
            TensorPrimitives.Add(sum, _vectors.AsSpan(id * Width, Width), sum);
        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm > 0)
            TensorPrimitives.Divide(sum, norm, sum);
        return sum;
    }
}
