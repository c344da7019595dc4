using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Platform.Bots.Access;
using Platform.Bots.Access.SignIn;
using Platform.Scenarios.Knowledge.Export;

namespace Platform.Bots.Pages.Knowledge;

/// <summary>Files of the knowledge base.</summary>
internal static class KnowledgeEndpoints
{
    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/knowledge/export", Export).RequireAuthorization(AccessPolicies.Knowledge);
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
}
