using System.Text.Json;
using System.Text.RegularExpressions;
using MediatR;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Uploads;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Takes text from files that a person sent into the conversation. Only files that are kept here are opened, by their key; no address is ever fetched.</summary>
internal static partial class WrittenMaterial
{
    private const int LargestFile = 5 << 20;
    private const int LongestText = 60_000;
    private const int MostFiles = 5;

    /// <summary>Whether there is a file that can be opened.</summary>
    public static bool HasFiles(string activity) => Files(activity).Exists(file => file.Key is not null);

    /// <returns>The brief with what was read, the same when nothing was; and a line for the person about each file.</returns>
    public static async Task<(Brief Brief, IReadOnlyList<string> Notes)> TakeAsync(Brief brief, string activity, IMediator mediator, bool zh, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var (key, name) in Files(activity).Take(MostFiles))
        {
            if (key is null)
            {
                notes.Add(zh ? $"“{name}”：这个渠道的文件无法读取，请在网页聊天或“公文写作”页面上传。" : $"“{name}”: files of this channel cannot be read. Upload it in the web chat or on the page for document writing.");
                continue;
            }

            try
            {
                if (await ReadAsync(key, name, mediator, cancellationToken) is not { } read)
                {
                    notes.Add(zh ? $"“{name}”已经不在了，请重新上传。" : $"“{name}” is no longer kept. Please upload it again.");
                    continue;
                }

                brief = brief with { Material = [.. brief.Material.Where(material => material.Name != name), new Material(name, read.Text)] };
                notes.Add((zh, read.IsCut) switch
                {
                    (true, false) => $"已读取“{name}”，{read.Text.Length}字。",
                    (true, true) => $"“{name}”太长，只读取了前{read.Text.Length}字。",
                    (false, false) => $"Read “{name}”, {read.Text.Length} characters.",
                    (false, true) => $"“{name}” is too long; only its first {read.Text.Length} characters were read.",
                });
            }
            catch (ImportFileException refused)
            {
                notes.Add(zh ? $"“{name}”无法读取：{Why(refused.Problem, zh)}。可以上传 DOCX、PDF、Markdown、HTML 或文本文件。" : $"“{name}” cannot be read: {Why(refused.Problem, zh)}. DOCX, PDF, Markdown, HTML and text files are taken.");
            }
        }

        return (brief, notes);
    }

    /// <returns>Its text with its headings, and whether it was too long to be taken as a whole.</returns>
    /// <exception cref="ImportFileException">It cannot be taken.</exception>
    public static (string Text, bool IsCut) TextOf(byte[] content, string name, CancellationToken cancellationToken)
    {
        var text = WithHeadings(SourceFormat.Of(name, ImportAs.Documents).ReadDocument(content, new KnowledgeOptions(), cancellationToken));
        return text.Length == 0 ? throw new ImportFileException(FileProblem.NoText, "it holds no text") : text.Length <= LongestText ? (text, false) : (text[..LongestText], true);
    }

    /// <summary>Facts may stand in a heading alone, so headings are lines of the text.</summary>
    private static string WithHeadings(DocumentText document)
    {
        IReadOnlyList<string> above = document.Title is { Length: > 0 } title ? [title] : [];
        var lines = above.ToList();
        foreach (var block in document.Blocks)
        {
            lines.AddRange(block.Headings.Skip(block.Headings.Zip(above).TakeWhile(pair => pair.First == pair.Second).Count()));
            lines.Add(block.Text);
            if (block.Headings.Count > 0)
                above = block.Headings;
        }

        return string.Join('\n', lines);
    }

    private static string Why(FileProblem problem, bool zh) => problem switch
    {
        FileProblem.UnknownFormat => zh ? "不支持这种文件" : "this kind of file is not taken",
        FileProblem.TooLarge => zh ? "文件过大" : "it is too large",
        FileProblem.NotText => zh ? "无法识别文字编码" : "its text encoding is not known",
        FileProblem.NoText => zh ? "文件没有文字内容" : "it holds no text",
        FileProblem.Unsafe => zh ? "文件不安全，没有打开" : "it is not safe to open",
        _ => zh ? "文件已损坏" : "it is damaged",
    };

    /// <returns>Null when it is no longer kept.</returns>
    private static async Task<(string Text, bool IsCut)?> ReadAsync(string key, string name, IMediator mediator, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new OpenUpload(key, DateTimeOffset.MinValue), cancellationToken) is not { } file)
            return null;
        await using var bytes = file.Bytes;
        if (bytes.Length > LargestFile)
            throw new ImportFileException(FileProblem.TooLarge, $"it has {bytes.Length} bytes, at most {LargestFile} are read");
        using var content = new MemoryStream();
        await bytes.CopyToAsync(content, cancellationToken);
        return TextOf(content.ToArray(), name, cancellationToken);
    }

    /// <summary>Every file with its key; null for one that does not lie here. What a channel adds without an address, as the marked-up text of a message, is no file.</summary>
    private static List<(string? Key, string Name)> Files(string activity)
    {
        using var json = JsonDocument.Parse(activity);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("attachments", out var attachments) || attachments.ValueKind != JsonValueKind.Array)
            return [];
        return [.. from attachment in attachments.EnumerateArray()
                   where attachment.ValueKind == JsonValueKind.Object
                   let url = Text(attachment, "contentUrl")
                   where url.Length > 0
                   let key = Kept().Match(url)
                   select (key.Success ? key.Groups["key"].Value : null, UploadName.From(Text(attachment, "name")))];
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("/uploads/(?<key>[0-9a-f]{48})(/|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Kept();
}
