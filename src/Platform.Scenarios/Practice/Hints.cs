using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>What a trainee who asks for help could try next: a good act of the rubric that was not seen yet. Names no check, no fact and no answer.</summary>
/// <returns>Code of an act; null when there is nothing left to hint at.</returns>
public sealed record ReadHint(Guid Session, Guid Trainee) : IRequest<string?>;

internal sealed class ReadHintHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ReadHint, string?>
{
    public async Task<string?> Handle(ReadHint query, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.Session && s.TraineeId == query.Trainee && s.EndedAt == null, cancellationToken);
        if (session is null || scenes.TryCompose(session) is null)
            return null;
        var turns = PracticeJson.Branch(session.Turns, session.HeadId).Select(b => b.Turn).ToList();
        var last = turns.Count > 0 ? turns[^1].After : PracticeJson.Read<PracticeOpening>(session.Opening).State;
        return scenes.RubricsOf(session).SelectMany(rubric => rubric.Counted()).SelectMany(criterion => criterion.Checks).Select(check => check.By)
            .Where(by => by.Within is not { } within || turns.Count < within)
            .SelectMany(by => by.Acts.Where(act => !ActCodes.Prohibited.Contains(act) && last.Times(act) < by.AtLeast).Take(1))
            .FirstOrDefault(act => !last.Acts.ContainsKey(act));
    }
}
