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

    /// <returns>The brief with what was read, and a line for the person about each file.</returns>
    public static async Task<(Brief Brief, IReadOnlyList<string> Notes)> TakeAsync(Brief brief, string activity, IMediator mediator, bool zh, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        foreach (var (key, name) in Files(activity).Take(MostFiles))
        {
            try
            {
                var text = await ReadAsync(key, name, mediator, cancellationToken);
                brief = brief with { Material = [.. brief.Material.Where(material => material.Name != name), new Material(name, text)] };
                notes.Add(zh ? $"已读取“{name}”，{text.Length}字。" : $"Read “{name}”, {text.Length} characters.");
            }
            catch (ImportFileException refused)
            {
                notes.Add(zh ? $"“{name}”无法读取：{refused.Message}。可以上传 DOCX、Markdown 或文本文件。" : $"“{name}” cannot be read: {refused.Message}. DOCX, Markdown and text files are taken.");
            }
        }

        return (brief, notes);
    }

    /// <exception cref="ImportFileException">It cannot be taken.</exception>
    public static string TextOf(byte[] content, string name, CancellationToken cancellationToken)
    {
        var document = SourceFormat.Of(name, ImportAs.Documents).ReadDocument(content, new KnowledgeOptions(), cancellationToken);
        var text = string.Join('\n', document.Blocks.Select(block => block.Text));
        return text.Length == 0 ? throw new ImportFileException(FileProblem.NoText, "it holds no text") : text.Length <= LongestText ? text : text[..LongestText];
    }

    private static async Task<string> ReadAsync(string key, string name, IMediator mediator, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new OpenUpload(key, DateTimeOffset.MinValue), cancellationToken) is not { } file)
            throw new ImportFileException(FileProblem.Damaged, "it is no longer kept");
        await using var bytes = file.Bytes;
        if (bytes.Length > LargestFile)
            throw new ImportFileException(FileProblem.TooLarge, $"it has {bytes.Length} bytes, at most {LargestFile} are read");
        using var content = new MemoryStream();
        await bytes.CopyToAsync(content, cancellationToken);
        return TextOf(content.ToArray(), name, cancellationToken);
    }

    private static List<(string Key, string Name)> Files(string activity)
    {
        using var json = JsonDocument.Parse(activity);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("attachments", out var attachments) || attachments.ValueKind != JsonValueKind.Array)
            return [];
        return [.. from attachment in attachments.EnumerateArray()
                   where attachment.ValueKind == JsonValueKind.Object
                   let url = Text(attachment, "contentUrl")
                   let key = Kept().Match(url)
                   where key.Success
                   select (key.Groups["key"].Value, UploadName.From(Text(attachment, "name")))];
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex("/uploads/(?<key>[0-9a-f]{48})(/|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Kept();
}
