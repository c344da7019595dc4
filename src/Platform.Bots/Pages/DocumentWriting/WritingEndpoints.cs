using System.Net;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Platform.Bots.Access;
using Platform.Bots.Access.SignIn;
using Platform.Bots.Operations;
using Platform.Scenarios.DocumentWriting.Drafts;

namespace Platform.Bots.Pages.DocumentWriting;

/// <summary>A draft as a file, and as a page for the browser's print.</summary>
internal static class WritingEndpoints
{
    private const string PreviewPolicy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapWriting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/writing", () => TypedResults.LocalRedirect("/console/writing")).AllowAnonymous();
        var document = routes.MapGroup("/writing/{id:guid}").RequireAuthorization(AccessPolicies.Write);
        document.MapGet("/document.docx", (Guid id, HttpContext http, IMediator mediator, CancellationToken cancellationToken) => File(id, DraftFormat.Word, http, mediator, cancellationToken));
        document.MapGet("/document.md", (Guid id, HttpContext http, IMediator mediator, CancellationToken cancellationToken) => File(id, DraftFormat.Markdown, http, mediator, cancellationToken));
        document.MapGet("/document.html", Preview).WithMetadata(new ContentPolicy(PreviewPolicy));
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> File(Guid id, DraftFormat format, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await mediator.Send(new ExportDraft(id, http.User.AccountId(), format), cancellationToken) is { } file
            ? TypedResults.File(file.Content, file.MediaType, file.Name)
            : TypedResults.NotFound();
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> Preview(Guid id, HttpContext http, IMediator mediator, IStringLocalizer words, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        var bar = $"<p class=\"bar\"><button type=\"button\" id=\"print\">{WebUtility.HtmlEncode(words["writing.print"])}</button></p><script src=\"/console/print.js\" defer></script>\n";
        return await mediator.Send(new ExportDraft(id, http.User.AccountId(), DraftFormat.Html, bar), cancellationToken) is { } file
            ? TypedResults.File(file.Content, file.MediaType)
            : TypedResults.NotFound();
    }
}
