using MediatR;
using Platform.Data;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Judging;

/// <summary>Every check that the engine can decide for a rubric of this kind.</summary>
/// <param name="Crisis">Whether the rubric is one for a risk.</param>
/// <returns>Nothing for somebody who does not train others.</returns>
public sealed record ListRubricChecks(TrainerScope By, string Family, bool Crisis) : IRequest<IReadOnlyList<RubricCheck>>;

internal sealed class ListRubricChecksHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListRubricChecks, IReadOnlyList<RubricCheck>>
{
    public async Task<IReadOnlyList<RubricCheck>> Handle(ListRubricChecks query, CancellationToken cancellationToken) =>
        await query.By.TrainsAsync(db, cancellationToken) ? scenes.Rubrics.Checks(query.Family, query.Crisis) : [];
}
