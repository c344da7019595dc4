using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>What the recogniser saw in an utterance stands alone again.</summary>
/// <returns>False when nothing was corrected that this person may judge.</returns>
public sealed record TakeBackCorrection(Guid Session, Guid Turn, TrainerScope By) : IRequest<bool>;

internal sealed class TakeBackCorrectionHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<TakeBackCorrection, bool>
{
    public Task<bool> Handle(TakeBackCorrection command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => TakeBackAsync(command, cancellationToken));

    private async Task<bool> TakeBackAsync(TakeBackCorrection command, CancellationToken cancellationToken)
    {
        var mine = command.By.Sessions(db);
        if (!await command.By.TrainsAsync(db, cancellationToken)
            || await db.ActCorrections.SingleOrDefaultAsync(c => c.TurnId == command.Turn && db.PracticeTurns.Any(t => t.Id == c.TurnId && t.SessionId == command.Session && mine.Any(s => s.Id == t.SessionId)), cancellationToken) is not { } correction)
            return false;
        db.ActCorrections.Remove(correction);
        db.Audit(clock.GetUtcNow(), command.By.Id, "acts.take-back", command.Turn, new { session = command.Session, before = CorrectedActs.Of(correction).Select(act => act.Act).ToList() });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
