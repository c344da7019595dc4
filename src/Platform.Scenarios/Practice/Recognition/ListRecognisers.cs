using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>The recogniser of every family and language: what hears, what it could learn from, and its versions.</summary>
/// <param name="By">Null for a command; nothing for who trains nobody.</param>
public sealed record ListRecognisers(TrainerScope? By) : IRequest<IReadOnlyList<RecogniserView>>;

/// <param name="Version">What hears; null for what ships.</param>
/// <param name="Corrections">Those that can be learned from.</param>
/// <param name="New">Those of them that no version has learned from as they stand.</param>
/// <param name="Withheld">Those in sessions whose trainee did not agree.</param>
/// <param name="Versions">Newest first; only those that the program of today can hear with.</param>
public sealed record RecogniserView(string Family, string Lang, string? Version, int Corrections, int New, int Withheld, IReadOnlyList<RecogniserCard> Versions, TrainingProgress? Training);

internal sealed class ListRecognisersHandler(PlatformDbContext db, RecogniserFolder folder, RecogniserTraining training) : IRequestHandler<ListRecognisers, IReadOnlyList<RecogniserView>>
{
    public async Task<IReadOnlyList<RecogniserView>> Handle(ListRecognisers query, CancellationToken cancellationToken)
    {
        if (query.By is { } by && !await by.TrainsAsync(db, cancellationToken))
            return [];
        var corrections = await (from correction in db.ActCorrections.AsNoTracking()
                                 join turn in db.PracticeTurns on correction.TurnId equals turn.Id
                                 join session in db.PracticeSessions on turn.SessionId equals session.Id
                                 select new { session.Family, session.Lang, session.ConsentsToTraining, correction.CorrectedAt }).ToListAsync(cancellationToken);
        return [.. Recognisers.Kinds.Select(kind =>
        {
            var own = corrections.Where(c => c.Family == kind.Family && c.Lang == kind.Lang).ToList();
            var versions = folder.Cards(kind.Family, kind.Lang).Where(card => card.IsUsable).ToList();
            var since = versions.Count > 0 ? versions[0].TrainedAt : DateTimeOffset.MinValue;
            return new RecogniserView(
                kind.Family, kind.Lang, folder.Served(kind.Family, kind.Lang) is [.., var last] ? last : null,
                own.Count(c => c.ConsentsToTraining), own.Count(c => c.ConsentsToTraining && c.CorrectedAt > since), own.Count(c => !c.ConsentsToTraining), versions, training.Of(kind.Family, kind.Lang));
        })];
    }
}
