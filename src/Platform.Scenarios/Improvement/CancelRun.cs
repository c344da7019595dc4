using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;

namespace Platform.Scenarios.Improvement;

/// <summary>Ends a run that waits or works; its worker stops the process within seconds.</summary>
public sealed record CancelRun(Guid Run, Guid? By) : IRequest<bool>;

internal sealed class CancelRunHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<CancelRun, bool>
{
    /// <returns>False when there is no such run, or it has ended.</returns>
    public async Task<bool> Handle(CancelRun command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = await db.Runs.Where(r => r.Id == command.Run && (r.State == RunState.Waiting || r.State == RunState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Cancelled).SetProperty(r => r.EndedAt, now), cancellationToken);
        if (changed == 0)
            return false;
        db.Audit(now, command.By, "run.cancel", command.Run);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
