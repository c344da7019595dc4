using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Bots.Access;
using Platform.Bots.Access.SignIn;
using Platform.Bots.Operations;
using Platform.Bots.Pages.Chat;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Export;

namespace Platform.Bots.Pages.Knowledge;

/// <summary>Files of the knowledge base, and the public page of a source that an answer cites.</summary>
internal static class KnowledgeEndpoints
{
    private const string SourcePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/knowledge/export", Export).RequireAuthorization(AccessPolicies.Knowledge);
        routes.MapGet("/sources/{id:guid}", Source).WithMetadata(new ContentPolicy(SourcePolicy)).AllowAnonymous();
    }

    private static async Task<Results<FileContentHttpResult, BadRequest<string>>> Export(
        string format, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        ExportFormat? known = format switch { "jsonl" => ExportFormat.JsonLines, "csv" => ExportFormat.Csv, "xlsx" => ExportFormat.Workbook, _ => null };
        if (known is null)
            return TypedResults.BadRequest("format is one of jsonl, csv, xlsx.");

        var file = await mediator.Send(new ExportKnowledge(known.Value, http.User.AccountId()), cancellationToken);
        return TypedResults.File(file.Content, file.MediaType, file.Name);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> Source(Guid id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var source = await mediator.Send(new ReadSource(id), cancellationToken);
        if (source is null)
            return TypedResults.NotFound();

        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content(SourceHtml.Write(source, ChatLanguage.IsChinese(http.Request)), "text/html; charset=utf-8", Encoding.UTF8);
    }
}

/// <summary>The page of one source: text only, every sign of it encoded.</summary>
internal static class SourceHtml
{
    public static string Write(PublicSource source, bool chinese)
    {
        var page = new StringBuilder("<!doctype html>\n");
        page.Append(CultureInfo.InvariantCulture, $"<html lang=\"{Encode(source.Language)}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Append(CultureInfo.InvariantCulture, $"<meta name=\"robots\" content=\"noindex\"><title>{Encode(source.Title)}</title><link rel=\"stylesheet\" href=\"/sources.css\"></head><body><main>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(source.Title)}</h1>");
        if (!string.IsNullOrEmpty(source.Heading))
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"heading\">{Encode(source.Heading)}</p>");
        if (source.IsFormer)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"former\">{(chinese ? "此内容已不是最新版本。" : "This is no longer the current version.")}</p>");
        Context(page, source.Before);
        page.Append(CultureInfo.InvariantCulture, $"<blockquote id=\"source\">{Encode(source.Text)}</blockquote>");
        Context(page, source.After);
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"about\">{Encode(source.Place ?? "")} {(chinese ? "更新于" : "Updated")} <time>{source.UpdatedAt:yyyy-MM-dd}</time></p>");
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Context(StringBuilder page, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"around\">{Encode(text)}</p>");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
