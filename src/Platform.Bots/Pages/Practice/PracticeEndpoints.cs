using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Platform.Bots.Access;
using Platform.Bots.Pages.Practice.Listing;
using Platform.Bots.Pages.Words;
using Platform.Scenarios.Practice;

namespace Platform.Bots.Pages.Practice;

/// <summary>Files of practice.</summary>
internal static class PracticeEndpoints
{
    public static void MapPractice(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/console/practice/cohort/{id:guid}/skills.csv", Skills).RequireAuthorization(AccessPolicies.Train);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> Skills(
        Guid id, DateTimeOffset? begin, DateTimeOffset? before, HttpContext http, IMediator mediator, IStringLocalizer words, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        var headings = new CohortHeadings(words["practice.trainee"], words["practice.attempts"], words["practice.score"], words["practice.trend"], ConsoleLanguage.IsChinese);
        var filter = PracticeQuery.Parse(http.Request.GetEncodedUrl()).ToFilter(begin, before);
        return await mediator.Send(new ExportCohort(http.User.AsTrainer(), id, headings, filter), cancellationToken) is { } file
            ? TypedResults.File(file.Content, "text/csv; charset=utf-8", file.Name)
            : TypedResults.NotFound();
    }
}
