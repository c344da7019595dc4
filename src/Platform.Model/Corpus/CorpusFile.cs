using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Model.Corpus;

/// <summary>
/// JSON lines, one <see cref="CorpusDocument"/> a line: <c>.jsonl</c>, or <c>.jsonl.gz</c>. Lines end at <c>\n</c> only: U+2028, U+0085
/// and lone carriage returns stand inside texts.
/// </summary>
internal static class CorpusFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Streams the documents of a file.</summary>
    /// <exception cref="CorpusException">The file is missing, or a line is not a document; the message gives the line's number.</exception>
    public static IEnumerable<CorpusDocument> Read(string path)
    {
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, path, number);
            }
        }
    }

    /// <summary>Writes the documents beside the file and renames it at the end, so that an interrupted run leaves no half file.</summary>
    public static void Write(string path, IEnumerable<CorpusDocument> documents)
    {
        var aside = path + ".part";
        using (var writer = OpenWriter(aside, compressed: IsCompressed(path)))
        {
            foreach (var document in documents)
            {
                writer.Write(Line(document));
                writer.Write('\n');
            }
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>One document as its line, without the line end.</summary>
    public static string Line(CorpusDocument document) => JsonSerializer.Serialize(document, Json);

    /// <exception cref="JsonException">The line is no document.</exception>
    public static CorpusDocument Parse(string line) => JsonSerializer.Deserialize<CorpusDocument>(line, Json)!;

    /// <summary>The lines of a plain or gzip text file, cut at <c>\n</c> only, without a trailing carriage return.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        using var stream = Open(path);
        using var reader = new StreamReader(stream, Utf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        var buffer = new char[1 << 15];
        var line = new StringBuilder();
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            var from = 0;
            for (int at; (at = buffer.AsSpan(from, read - from).IndexOf('\n')) >= 0; from += at + 1)
            {
                line.Append(buffer, from, at);
                yield return Taken(line);
            }

            line.Append(buffer, from, read - from);
        }

        if (line.Length > 0)
        {
            yield return Taken(line);
        }
    }

    private static string Taken(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] == '\r')
        {
            line.Length--;
        }

        var text = line.ToString();
        line.Clear();
        return text;
    }

    private static CorpusDocument Parse(string line, string path, int number)
    {
        try
        {
            var document = JsonSerializer.Deserialize<CorpusDocument>(line, Json);
            return document is { Text: not null } or { Messages.Count: > 0 }
                ? document
                : throw new CorpusException($"Line {number} of {path} has neither a text nor messages.");
        }
        catch (JsonException exception)
        {
            throw new CorpusException(
                $"Line {number} of {path} is not a corpus document (id, source, licence, split and text or messages are needed): {exception.Message}",
                exception);
        }
    }

    private static Stream Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new CorpusException($"There is no file {path}.");
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static StreamWriter OpenWriter(string path, bool compressed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Stream file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        return new StreamWriter(compressed ? new GZipStream(file, CompressionLevel.Fastest) : file, Utf8, 1 << 16);
    }

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
