using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice;

/// <summary>The trainee takes a break: nothing is answered until they go on.</summary>
/// <returns>False when it has ended or stands still already.</returns>
public sealed record TakeBreak(Guid Session, Guid? Trainee) : IRequest<bool>;

/// <summary>The trainee goes on after a break, or says that words of danger were only part of the role-play; their note stays for a person to check.</summary>
/// <param name="OnlyFromBreak">Whether a stop for safety stays: a word that says little lifts no help lines.</param>
/// <returns>False when there is nothing that the trainee may lift: a trainer's pause is the trainer's.</returns>
public sealed record ResumePractice(Guid Session, Guid? Trainee, bool OnlyFromBreak = false) : IRequest<bool>;

/// <summary>A trainer who watches stops a session, or lets it go on; a break of the trainee becomes the trainer's pause.</summary>
/// <returns>False when it has ended, or the break is the trainee's to end.</returns>
public sealed record PausePractice(Guid Session, TrainerScope By, bool Paused) : IRequest<bool>;

internal sealed class TakeBreakHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<TakeBreak, bool>
{
    public Task<bool> Handle(TakeBreak command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => PauseAsync(command, cancellationToken));

    private async Task<bool> PauseAsync(TakeBreak command, CancellationToken cancellationToken)
    {
        if (await db.PracticeSessions.SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee && s.EndedAt == null, cancellationToken) is not { PausedAt: null } session)
            return false;
        (session.PausedAt, session.PausedByTrainee) = (clock.GetUtcNow(), true);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class ResumePracticeHandler(PlatformDbContext db) : IRequestHandler<ResumePractice, bool>
{
    public Task<bool> Handle(ResumePractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => ResumeAsync(command, cancellationToken));

    private async Task<bool> ResumeAsync(ResumePractice command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null || !(session.PausedForSafety ? !command.OnlyFromBreak : session.PausedByTrainee))
            return false;
        (session.PausedAt, session.PausedForSafety, session.PausedByTrainee) = (null, false, false);
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
        if (!command.Paused && session is { PausedByTrainee: true, PausedForSafety: false })
            return false;
        (session.PausedAt, session.PausedForSafety, session.PausedByTrainee) = (command.Paused ? clock.GetUtcNow() : null, command.Paused && session.PausedForSafety, false); // a pause on top does not take the help lines away
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
