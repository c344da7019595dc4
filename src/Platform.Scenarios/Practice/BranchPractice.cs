using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice;

/// <summary>Goes back to a turn of an ended or running session; what is said next makes another branch beside the old one.</summary>
/// <param name="Turn">The turn to say differently.</param>
public sealed record BranchPractice(Guid Session, Guid? Trainee, Guid Turn) : IRequest<bool>;

internal sealed class BranchPracticeHandler(PlatformDbContext db) : IRequestHandler<BranchPractice, bool>
{
    public Task<bool> Handle(BranchPractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => BranchAsync(command, cancellationToken));

    private async Task<bool> BranchAsync(BranchPractice command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session?.Turns.Find(turn => turn.Id == command.Turn) is not { } turn)
            return false;
        session.HeadId = turn.ParentId;
        session.EndedAt = null;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
