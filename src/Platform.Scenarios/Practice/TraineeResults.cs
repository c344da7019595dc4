using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice;

/// <summary>Sessions of the trainer's people that have a result, newest first.</summary>
public sealed record ListTraineeResults(TrainerScope By) : IRequest<IReadOnlyList<TraineeResultRow>>;

/// <param name="Score">Null when it is void.</param>
public sealed record TraineeResultRow(Guid Id, string Trainee, string Title, string Person, DateTimeOffset StartedAt, int? Score);

internal sealed class ListTraineeResultsHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListTraineeResults, IReadOnlyList<TraineeResultRow>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<TraineeResultRow>> Handle(ListTraineeResults query, CancellationToken cancellationToken)
    {
        var closed = await query.By.Sessions(db).AsNoTracking().Where(s => s.ScoreDetails != null).OrderByDescending(s => s.StartedAt).Take(Most)
            .Select(s => new { Session = s, Name = db.Users.Where(u => u.Id == s.TraineeId).Select(u => u.DisplayName ?? u.UserName).FirstOrDefault() }).ToListAsync(cancellationToken);
        return [.. closed.Select(c => (c.Session, c.Name, Scene: scenes.TryCompose(c.Session))).Where(x => x.Scene is not null)
            .Select(x => new TraineeResultRow(x.Session.Id, x.Name ?? "", x.Scene!.Title, x.Scene.Name, x.Session.StartedAt, x.Session.Score))];
    }
}
