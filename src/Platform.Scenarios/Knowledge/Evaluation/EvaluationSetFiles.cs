using System.IO.Compression;
using System.Text.Json;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.Knowledge.Evaluation;

/// <summary>Reads evaluation sets from files.</summary>
public static class EvaluationSetFiles
{
    private const string OutOfScopeLabel = "oos";
    private const string Everyone = "public";

    /// <summary>An intent set: a folder with <c>train.jsonl.gz</c> and <c>dev.jsonl</c>, each line with a label and a text or sentence.</summary>
    /// <remarks>
    /// Each intent becomes an entry: its description the standard question, its training sentences the similar ones.
    /// Training sentences out of scope become an entry that is declined.
    /// </remarks>
    public static EvaluationSet ReadIntents(string name, string folder, string language)
    {
        var train = ReadLines(Path.Combine(folder, "train.jsonl.gz"));
        var dev = ReadLines(Path.Combine(folder, "dev.jsonl"));
        return new EvaluationSet(
            name,
            [.. train
                .GroupBy(line => Text(line, "label"), StringComparer.Ordinal)
                .OrderBy(intent => intent.Key, StringComparer.Ordinal)
                .Select(intent => new SearchEntry(intent.Key, language, Description(intent.First()), [.. intent.Select(Sentence)], "", Everyone, IsOutOfScope(intent.First())))],
            [.. dev.Where(line => !IsOutOfScope(line)).Select(line => new EvaluationQuestion(Sentence(line), Text(line, "label")))],
            [.. dev.Where(IsOutOfScope).Select(line => new OutOfScopeQuestion(Sentence(line)))]);
    }

    /// <summary>A knowledge base of our own: files of entries, of paraphrases (<c>id</c>, <c>text</c>, <c>language</c>) and of questions out of scope.</summary>
    public static EvaluationSet ReadKnowledge(
        string name, IEnumerable<string> knowledgeFiles, IEnumerable<string> paraphraseFiles, IEnumerable<string> outOfScopeFiles) =>
        new(
            name,
            [.. knowledgeFiles.SelectMany(ReadLines).Select(line => new SearchEntry(
                Text(line, "id"), Text(line, "language"), Text(line, "question"),
                [.. line.GetProperty("similar").EnumerateArray().Select(similar => similar.GetString() ?? "")],
                Optional(line, "answer") ?? "", Optional(line, "audience") ?? Everyone, string.Equals(Optional(line, "state"), "declined", StringComparison.Ordinal)))],
            [.. paraphraseFiles.SelectMany(ReadLines).Select(line => new EvaluationQuestion(Text(line, "text"), Text(line, "id"), Optional(line, "language")))],
            [.. outOfScopeFiles.SelectMany(ReadLines).Select(line => new OutOfScopeQuestion(Text(line, "text"), Optional(line, "language")))]);

    private static List<JsonElement> ReadLines(string file)
    {
        using Stream stored = File.OpenRead(file);
        using var stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        using var reader = new StreamReader(stream);
        var lines = new List<JsonElement>();
        // Only \n parts lines: some texts hold other line separators.
        foreach (var line in reader.ReadToEnd().Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.Clone());
        }

        return lines;
    }

    private static bool IsOutOfScope(JsonElement line) => string.Equals(Text(line, "label"), OutOfScopeLabel, StringComparison.Ordinal);

    private static string Sentence(JsonElement line) => Optional(line, "sentence") ?? Text(line, "text");

    private static string Description(JsonElement line) => Optional(line, "label_des") ?? Text(line, "label").Replace('_', ' ');

    private static string? Optional(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Text(JsonElement line, string name) =>
        Optional(line, name) ?? throw new InvalidDataException($"A line has no text named '{name}': {line.GetRawText()}");
}
