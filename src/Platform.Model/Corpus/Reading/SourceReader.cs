using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Model.Corpus.Recipes;

namespace Platform.Model.Corpus.Reading;

/// <summary>Streams the documents of one source, held-out files first.</summary>
internal sealed class SourceReader(CorpusSource source, IReadOnlyList<string> dataFolders)
{
    private readonly DocumentShape _shape = new(source);

    /// <summary>The files, absolute, in a fixed order.</summary>
    public IReadOnlyList<(string Path, string Split)> Files { get; } =
        [.. Find(source, source.Dev, dataFolders).Select(path => (path, "dev")), .. Find(source, source.Train, dataFolders).Select(path => (path, "train"))];

    public IEnumerable<CorpusDocument> Read()
    {
        var number = 0;
        foreach (var (path, split) in Files)
        {
            var group = new List<JsonElement>(source.Group);
            if (source.Documents)
            {
                foreach (var document in CorpusFile.Read(path))
                    yield return document with { Source = source.Name, Split = split == "dev" ? split : document.Split };
                continue;
            }

            foreach (var record in RecordFile.Read(path))
            {
                group.Add(record);
                if (group.Count < source.Group)
                    continue;
                if (Make(group, split, number++) is { } document)
                    yield return document;
                group.Clear();
            }

            if (group.Count > 0 && Make(group, split, number++) is { } last)
                yield return last;
        }
    }

    private CorpusDocument? Make(List<JsonElement> records, string split, int number)
    {
        var hash = Hash(string.Concat(records.Select(record => record.GetRawText())));
        if (source.Share < 1 && Place(hash, 1) >= source.Share)
            return null;
        var (text, messages) = _shape.Make(records, hash >> 7);
        return text is null && messages is null ? null : new CorpusDocument
        {
            Id = $"{source.Name}-{number}",
            Source = source.Name,
            Licence = source.Licence,
            Skill = source.Skill,
            Text = text,
            Messages = messages,
            Split = split == "train" && Place(Hash(text ?? string.Join('\n', messages!.Select(message => message.Content))), 2) < source.DevShare ? "dev" : split,
            Consent = source.Class == "A",
        };
    }

    /// <summary>Where between 0 and 1 a hash falls, another place for each question that is asked of it.</summary>
    private static double Place(ulong hash, ulong question) => ((hash * 0x9E3779B97F4A7C15UL) ^ (question * 0xD1B54A32D192ED03UL)) * 0xBF58476D1CE4E5B9UL / (double)ulong.MaxValue;

    private static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    private static IEnumerable<string> Find(CorpusSource source, List<string> patterns, IReadOnlyList<string> dataFolders)
    {
        var folder = DataFolder(source.Folder, dataFolders, $"the source '{source.Name}'");
        foreach (var pattern in patterns)
        {
            var place = Path.Combine(folder, Path.GetDirectoryName(pattern) ?? "");
            var found = Directory.Exists(place) ? Directory.GetFiles(place, Path.GetFileName(pattern)).Order(StringComparer.Ordinal).ToArray() : [];
            if (found.Length == 0)
                throw new CorpusException($"There is no file {pattern} in {folder} (source '{source.Name}').");
            foreach (var path in found)
                yield return path;
        }
    }

    /// <returns>The files that a pattern names below the first data folder that has some.</returns>
    public static string[] DataFiles(string pattern, IReadOnlyList<string> dataFolders)
    {
        foreach (var data in dataFolders)
        {
            var place = Path.Combine(data, Path.GetDirectoryName(pattern) ?? "");
            if (Directory.Exists(place) && Directory.GetFiles(place, Path.GetFileName(pattern)) is { Length: > 0 } found)
                return [.. found.Order(StringComparer.Ordinal)];
        }

        throw new CorpusException($"There is no file {pattern} in {string.Join(" or ", dataFolders)}. Say with --data where the data is.");
    }

    public static string DataFile(string name, IReadOnlyList<string> dataFolders) => File.Exists(name) ? name : DataFiles(name, dataFolders)[0];

    public static string DataFolder(string folder, IReadOnlyList<string> dataFolders, string whose) =>
        dataFolders.Select(data => Path.Combine(data, folder)).FirstOrDefault(Directory.Exists)
        ?? throw new CorpusException($"There is no folder {folder} for {whose} in {string.Join(" or ", dataFolders)}. Say with --data where the data is.");
}
