using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>Every rubric: what trainers authored, drafts and retired too, and what ships.</summary>
/// <returns>Nothing for somebody who does not train others.</returns>
public sealed record ListRubrics(TrainerScope By) : IRequest<IReadOnlyList<RubricRow>>;

/// <param name="Family">Which scenes it judges; empty when it cannot be read.</param>
/// <param name="Latest">Number of the newest version; null for what ships.</param>
/// <param name="Released">Number of the version in use.</param>
public sealed record RubricRow(string Key, InBoth Name, string Family, bool Crisis, int? Latest, int? Released, bool Retired)
{
    public bool Ships => Latest is null;
}

internal sealed class ListRubricsHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListRubrics, IReadOnlyList<RubricRow>>
{
    public async Task<IReadOnlyList<RubricRow>> Handle(ListRubrics query, CancellationToken cancellationToken)
    {
        if (!await query.By.TrainsAsync(db, cancellationToken))
            return [];
        var authored = await (from content in db.AuthoredContents.AsNoTracking()
                              join version in db.AuthoredVersions on content.Id equals version.ContentId
                              where content.Kind == ContentKind.Rubric && version.Number == content.Latest
                              orderby content.Key
                              select new { content.Key, content.Title, content.Latest, content.Released, content.RetiredAt, version.Text }).ToListAsync(cancellationToken);
        return [.. authored.Select(row => (Row: row, Rubric: RubricText.Read(row.Text)))
                .Select(one => new RubricRow(
                    one.Row.Key, one.Rubric?.Name ?? new InBoth(one.Row.Title, one.Row.Title), one.Rubric?.Family ?? "", one.Rubric?.Crisis ?? false, one.Row.Latest, one.Row.Released, one.Row.RetiredAt is not null)),
            .. scenes.Rubrics.InService.Select(rubric => new RubricRow(rubric.Id, rubric.Name ?? new InBoth(rubric.Id, rubric.Id), rubric.Family, rubric.Crisis, null, null, Retired: false))];
    }
}
