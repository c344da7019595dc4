using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>An index on disk: written beside its place and moved there whole, read only if nothing in it has changed.</summary>
internal static class KnowledgeIndexFolder
{
    private const int Format = 3; // raise it whenever training or a file's layout changes: older folders are then rebuilt
    private const string ManifestFile = "manifest.json";

    /// <summary>Equal for equal content, format and encoder.</summary>
    public static string Fingerprint(IReadOnlyList<SearchEntry> entries, IReadOnlyList<SearchPassage> passages, string? encoder)
    {
        using var content = new MemoryStream();
        JsonSerializer.Serialize(content, new { Format, encoder, entries, passages });
        content.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    public static void Save(string folder, KnowledgeIndex index)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var fresh = $"{place}.{Guid.NewGuid():N}.new";
        var former = $"{place}.{Guid.NewGuid():N}.old";
        Directory.CreateDirectory(fresh);
        try
        {
            index.Save(fresh);
            var manifest = new Manifest(index.Fingerprint, Hashes(fresh));
            File.WriteAllText(Path.Combine(fresh, ManifestFile), JsonSerializer.Serialize(manifest), Encoding.UTF8);
            if (Directory.Exists(place)) Directory.Move(place, former);
            Directory.Move(fresh, place);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
            if (Directory.Exists(former)) Directory.Delete(former, recursive: true);
        }
    }

    /// <returns>Null where the folder is missing, broken, or made from other content.</returns>
    public static KnowledgeIndex? TryLoad(
        string folder, IReadOnlyList<SearchEntry> entries, IReadOnlyList<SearchPassage> passages, IQuestionEncoder? encoder)
    {
        try
        {
            var manifestFile = Path.Combine(folder, ManifestFile);
            if (!File.Exists(manifestFile)) return null;

            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllText(manifestFile));
            var fingerprint = Fingerprint(entries, passages, encoder?.Name);
            if (manifest?.Files is null || !string.Equals(manifest.Fingerprint, fingerprint, StringComparison.Ordinal)) return null;
            if (!SameFiles(manifest.Files, Hashes(folder))) return null;

            var questions = StoredQuestion.Of(entries);
            using var calibrator = new BinaryReader(File.OpenRead(Path.Combine(folder, "calibrator.bin")));
            return new KnowledgeIndex(
                fingerprint, entries, questions, QuestionMatcher.Load(folder, [.. entries.Select(entry => entry.Answer)], questions), ScoreCalibrator.Read(calibrator),
                PassageIndex.Load(folder, passages), encoder);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            return null; // whatever is wrong with the folder, the base itself is at hand to build from
        }
    }

    private static Dictionary<string, string> Hashes(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(found => !string.Equals(found.Name, ManifestFile, StringComparison.Ordinal))
            .ToDictionary(found => found.Name, found => Hash(found.File), StringComparer.Ordinal);

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static bool SameFiles(Dictionary<string, string> expected, Dictionary<string, string> found) =>
        expected.Count == found.Count && expected.All(pair => string.Equals(found.GetValueOrDefault(pair.Key), pair.Value, StringComparison.Ordinal));

    private sealed record Manifest(string Fingerprint, Dictionary<string, string> Files);
}
