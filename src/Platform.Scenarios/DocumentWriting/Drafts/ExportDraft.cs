using System.Text;
using MediatR;
using Platform.Scenarios.DocumentWriting.Layout;
using Platform.Scenarios.Uploads;

namespace Platform.Scenarios.DocumentWriting.Drafts;

/// <summary>What stands of a draft, as a file.</summary>
/// <param name="Bar">For <see cref="DraftFormat.Html"/>: markup above the page that is not printed; written by us, never by a person.</param>
/// <returns>Null when the owner has no such draft, or nothing of it is written.</returns>
public sealed record ExportDraft(Guid Draft, Guid Owner, DraftFormat Format, string Bar = "") : IRequest<DraftFile?>;

public enum DraftFormat
{
    Word = 0,
    Markdown = 1,
    Html = 2,
}

public sealed record DraftFile(string Name, string MediaType, byte[] Content);

internal sealed class ExportDraftHandler(DraftStore drafts) : IRequestHandler<ExportDraft, DraftFile?>
{
    public async Task<DraftFile?> Handle(ExportDraft query, CancellationToken cancellationToken)
    {
        if (await drafts.ReadAsync(query.Draft, query.Owner, cancellationToken) is not { } content || content.Document(DraftStore.Catalog) is not { } document)
            return null;
        return query.Format switch
        {
            DraftFormat.Word => new(UploadName.From($"{document.Title}.docx"), WordWriter.MediaType, WordWriter.Write(document)),
            DraftFormat.Markdown => new(UploadName.From($"{document.Title}.md"), "text/markdown; charset=utf-8", Encoding.UTF8.GetBytes(MarkdownWriter.Write(document))),
            _ => new(UploadName.From($"{document.Title}.html"), "text/html; charset=utf-8", Encoding.UTF8.GetBytes(HtmlPreview.Page(document, query.Bar))),
        };
    }
}
