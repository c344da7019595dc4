using System.Text.Json;
using System.Text.Unicode;
using Platform.Model.Tokenization.BytePairs;

namespace Platform.Model.Tokenization;

/// <summary>Reads parts of a foreign JSON file without throwing anything but <see cref="TokenizerException"/>.</summary>
internal static class JsonParts
{
    public static string? Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? Text(value) : null;

    public static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException invalid) // half of a surrogate pair
        {
            throw new TokenizerException($"The text {Shown(value)} is not valid Unicode.", invalid);
        }
    }

    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException invalid)
        {
            throw new TokenizerException("A name in the file is not valid Unicode.", invalid);
        }
    }

    public static bool Flag(JsonElement of, string name, bool otherwise = false) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => otherwise }
        : otherwise;

    public static int Id(JsonElement value, string token) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id is >= 0 and < BytePairFile.MostIds
        ? id
        : throw new TokenizerException($"The token '{token}' has id {Shown(value)}; ids are whole numbers from 0 to {BytePairFile.MostIds - 1}.");

    public static JsonElement? Part(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>For a message: never longer than a line.</summary>
    public static string Shown(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= 60 ? raw : $"{raw[..60]}…";
    }

    /// <returns>Null when there is no such file.</returns>
    public static JsonDocument? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        try
        {
            var bytes = File.ReadAllBytes(path).AsMemory();
            if (bytes.Span.StartsWith("\uFEFF"u8))
                bytes = bytes[3..];
            return Utf8.IsValid(bytes.Span) ? JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 }) : throw new TokenizerException($"{name} is not valid UTF-8.");
        }
        catch (JsonException broken)
        {
            throw new TokenizerException($"{name} is not valid JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine}).", broken);
        }
    }
}
