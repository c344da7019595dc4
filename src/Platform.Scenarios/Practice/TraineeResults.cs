using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Practice.Listing;

namespace Platform.Scenarios.Practice;

/// <summary>Sessions of the trainer's people that have a result, newest first.</summary>
public sealed record ListTraineeResults(TrainerScope By, PracticeFilter? Filter = null) : IRequest<IReadOnlyList<TraineeResultRow>>;

/// <param name="Score">Null when it is void.</param>
public sealed record TraineeResultRow(Guid Id, string Trainee, string Title, string Person, DateTimeOffset StartedAt, int? Score);

internal sealed class ListTraineeResultsHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListTraineeResults, IReadOnlyList<TraineeResultRow>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<TraineeResultRow>> Handle(ListTraineeResults query, CancellationToken cancellationToken)
    {
        var closed = await FilteredSessions.TakeAsync(db, query.By.Sessions(db).Where(s => s.ScoreDetails != null), query.Filter, scenes, Most, cancellationToken);
        var names = await TrainerScope.NamesAsync(db, closed, cancellationToken);
        return [.. closed.Select(session => (Session: session, Scene: scenes.TryCompose(session))).Where(x => x.Scene is not null)
            .Select(x => new TraineeResultRow(x.Session.Id, names.GetValueOrDefault(x.Session.TraineeId ?? Guid.Empty, ""), x.Scene!.Title, x.Scene.Name, x.Session.StartedAt, x.Session.Score))];
    }
}
