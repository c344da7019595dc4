using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Model.Training;

namespace Platform.Model.Distillation;

/// <summary>What stored predictions come of; they serve a run only where all of it is the same.</summary>
/// <param name="Teacher">Hash of its weights.</param>
/// <param name="Blocks">Hash of all blocks' tokens, targets and documents.</param>
/// <param name="Count">Draws, or ids of the likeliest.</param>
internal sealed record CacheIdentity(string Teacher, string Tokenizer, string Blocks, double Temperature, PredictionCodec Codec, int Count)
{
    public static CacheIdentity Of(DistillPart part, TrainingRecipe recipe, TokenBlocks blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < blocks.Count; i++)
            foreach (var numbers in new[] { blocks[i].Inputs, blocks[i].Targets, blocks[i].Document })
                hash.AppendData(MemoryMarshal.AsBytes<int>(numbers));
        var tokenizer = recipe.Model.Tokenizer ?? recipe.Model.From ?? part.Teacher;
        return new CacheIdentity(OfFiles(part.Teacher, "*.safetensors"), OfFiles(tokenizer, "tokenizer.json"), Convert.ToHexString(hash.GetHashAndReset()), part.Logits.Temperature, part.Logits.Codec,
            part.Logits.Codec == PredictionCodec.Top ? part.Logits.Top : part.Logits.Draws);
    }

    /// <returns>In words what differs, or null.</returns>
    public string? Difference(CacheIdentity other) => this == other ? null : string.Join(", ", new[]
    {
        (Teacher != other.Teacher, "the teacher"), (Tokenizer != other.Tokenizer, "the tokenizer"), (Blocks != other.Blocks, "the training data or how it is packed"),
        (Temperature != other.Temperature, "the temperature"), (Codec != other.Codec, "the codec"), (Count != other.Count, "the number of draws or ids"),
    }.Where(part => part.Item1).Select(part => part.Item2));

    public string Json() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    private static string OfFiles(string folder, string pattern)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal))
        {
            using var file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
