namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Why a file was not taken as a whole.</summary>
public enum FileProblem
{
    UnknownFormat = 0,
    TooLarge = 1,
    TooManyRows = 2,
    NotText = 3,
    NoColumns = 4,
    NoText = 5,
    Damaged = 6,
    Unsafe = 7,
}

/// <param name="Words">What was found and what is allowed, in English, as commands say it.</param>
/// <param name="Chinese">The same for a reader of Chinese.</param>
public sealed record FileFault(FileProblem Problem, string Words, string Chinese);

/// <summary>The file as a whole cannot be taken.</summary>
internal sealed class ImportFileException(FileProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    public FileProblem Problem => problem;

    /// <summary>The message in Chinese.</summary>
    public string Chinese { get; init; } = "";
}

/// <summary>A kind of file, and how it is read.</summary>
internal sealed record SourceFormat(string MediaType, ImportAs As, SourceFormat.TableReader? Table, SourceFormat.DocumentReader? Document)
{
    public delegate SourceTable TableReader(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken);

    public delegate DocumentText DocumentReader(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken);

    private static readonly Dictionary<string, SourceFormat> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = new("text/csv", ImportAs.Entries, CsvTable.Read, null),
        [".tsv"] = new("text/tab-separated-values", ImportAs.Entries, CsvTable.Read, null),
        [".jsonl"] = new("application/jsonl", ImportAs.Entries, JsonLinesTable.Read, null),
        [".ndjson"] = new("application/jsonl", ImportAs.Entries, JsonLinesTable.Read, null),
        [".xlsx"] = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ImportAs.Entries, WorkbookTable.Read, null),
        [".md"] = new("text/markdown", ImportAs.Documents, null, MarkdownDocuments.Read),
        [".markdown"] = new("text/markdown", ImportAs.Documents, null, MarkdownDocuments.Read),
        [".html"] = new("text/html", ImportAs.Documents, null, HtmlDocuments.Read),
        [".htm"] = new("text/html", ImportAs.Documents, null, HtmlDocuments.Read),
        [".docx"] = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ImportAs.Documents, null, WordDocuments.Read),
        [".pdf"] = new("application/pdf", ImportAs.Documents, null, PdfDocuments.Read),
        [".txt"] = new("text/plain", ImportAs.Documents, CsvTable.Read, PlainDocuments.Read),
    };

    /// <summary>Endings of files that can be imported, for a file dialog.</summary>
    public static IEnumerable<string> Endings => Known.Keys;

    /// <exception cref="ImportFileException">The ending is not known, or does not go with <paramref name="wanted"/>.</exception>
    public static SourceFormat Of(string name, ImportAs? wanted)
    {
        if (!Known.TryGetValue(Path.GetExtension(name), out var format))
            throw new ImportFileException(FileProblem.UnknownFormat, $"its ending is '{Path.GetExtension(name)}'; known: {string.Join(" ", Known.Keys)}") { Chinese = $"扩展名是“{Path.GetExtension(name)}”，支持：{string.Join(" ", Known.Keys)}" };

        var taken = format with { As = wanted ?? format.As };
        return (taken.As == ImportAs.Entries ? taken.Table is null : taken.Document is null)
            ? throw new ImportFileException(FileProblem.UnknownFormat, $"a file that ends in {Path.GetExtension(name)} cannot be taken as {taken.As.ToString().ToLowerInvariant()}") { Chinese = $"{Path.GetExtension(name)} 文件不能按所选的方式导入" }
            : taken;
    }

    public SourceTable ReadTable(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken) => Table!(content, limits, cancellationToken);

    public DocumentText ReadDocument(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken) => Document!(content, limits, cancellationToken);
}

/// <summary>The name of a file as it is kept.</summary>
internal static class SourceName
{
    private const int Longest = 200;

    private static readonly string[] KnowledgeTags = ["zh", "zh-CN", "zh-TW", "zh-HK", "en", "en-US", "en-GB"];

    /// <summary>The last part of whatever was given, without control signs: a label, never a path.</summary>
    public static string Of(string given)
    {
        var last = EntryContent.OneLine(given.Split('/', '\\')[^1]);
        if (last.Length > Longest)
        {
            var ending = Path.GetExtension(last);
            ending = ending.Length <= 10 ? ending : "";
            var cut = Longest - ending.Length;
            last = last[..(char.IsHighSurrogate(last[cut - 1]) ? cut - 1 : cut)] + ending;
        }

        return last.Length == 0 ? "unnamed" : last;
    }

    /// <summary>What stands before the ending: <c>guide.zh.md</c> is Chinese.</summary>
    public static string? LanguageOf(string name)
    {
        var tag = Path.GetExtension(Path.GetFileNameWithoutExtension(name));
        return tag.Length > 1 && KnowledgeTags.Contains(tag[1..], StringComparer.OrdinalIgnoreCase) ? KnowledgeLanguage.Parse(tag[1..]) : null;
    }
}
