using System.IO.Compression;
using System.Text.Json;

namespace Platform.Model.Corpus.Reading;

/// <summary>Streams the records of a data file: JSON lines (<c>.jsonl</c>, <c>.jsonl.gz</c>) or one array (<c>.json</c>, <c>.json.gz</c>), Parquet rows, or a text file as a whole (<c>.txt</c>, <c>.md</c>).</summary>
internal static class RecordFile
{
    private static readonly JsonDocumentOptions Loose = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IEnumerable<JsonElement> Read(string path)
    {
        var plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(plain).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => Lines(path),
            ".json" => Array(path),
            ".parquet" => ParquetRecords.Read(path),
            ".txt" or ".md" => [Whole(path)],
            var other => throw new CorpusException($"{path} ends in '{other}'; .jsonl, .json (both also with .gz), .parquet, .txt and .md are read."),
        };
    }

    /// <summary>A text file is one record: its name without the ending, and its text.</summary>
    private static JsonElement Whole(string path) => JsonSerializer.SerializeToElement(
        new { name = Path.GetFileNameWithoutExtension(path), text = string.Join('\n', CorpusFile.Lines(path)) }, JsonSerializerOptions.Web);

    private static IEnumerable<JsonElement> Lines(string path)
    {
        var number = 0;
        foreach (var line in CorpusFile.Lines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line, path, number);
        }
    }

    private static JsonElement Parse(string line, string path, int number)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line, Loose);
            return parsed.RootElement.Clone();
        }
        catch (JsonException invalid)
        {
            throw new CorpusException($"Line {number} of {path} is no JSON: {invalid.Message}", invalid);
        }
    }

    private static IEnumerable<JsonElement> Array(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(stream, Loose);
        }
        catch (JsonException invalid)
        {
            throw new CorpusException($"{path} is no JSON: {invalid.Message}", invalid);
        }

        using (parsed)
        {
            if (parsed.RootElement.ValueKind != JsonValueKind.Array)
                throw new CorpusException($"{path} holds no JSON array.");
            foreach (var record in parsed.RootElement.EnumerateArray())
                yield return record;
        }
    }
}
