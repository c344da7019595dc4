using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice;

/// <summary>The trainee says that the words were only part of the role-play. The note stays for a person to check.</summary>
/// <returns>False when there is nothing that the trainee may lift: a trainer's pause is the trainer's.</returns>
public sealed record ResumePractice(Guid Session, Guid? Trainee) : IRequest<bool>;

/// <summary>A trainer who watches stops a session, or lets it go on.</summary>
public sealed record PausePractice(Guid Session, TrainerScope By, bool Paused) : IRequest<bool>;

internal sealed class ResumePracticeHandler(PlatformDbContext db) : IRequestHandler<ResumePractice, bool>
{
    public Task<bool> Handle(ResumePractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => ResumeAsync(command, cancellationToken));

    private async Task<bool> ResumeAsync(ResumePractice command, CancellationToken cancellationToken)
    {
        if (await db.PracticeSessions.SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken) is not { PausedForSafety: true } session)
            return false;
        (session.PausedAt, session.PausedForSafety) = (null, false);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class PausePracticeHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<PausePractice, bool>
{
    public Task<bool> Handle(PausePractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => PauseAsync(command, cancellationToken));

    private async Task<bool> PauseAsync(PausePractice command, CancellationToken cancellationToken)
    {
        if (await command.By.Sessions(db).SingleOrDefaultAsync(s => s.Id == command.Session && s.EndedAt == null, cancellationToken) is not { } session)
            return false;
        (session.PausedAt, session.PausedForSafety) = (command.Paused ? clock.GetUtcNow() : null, command.Paused && session.PausedForSafety); // a pause on top does not take the help lines away
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
