using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Practice;

/// <summary>The trainee ends the session now. What waits for a trainer is answered by the engine first; then it is scored as it stands.</summary>
public sealed record EndPractice(Guid Session, Guid? Trainee) : IRequest<bool>;

internal sealed class EndPracticeHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<EndPractice, bool>
{
    public Task<bool> Handle(EndPractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => EndAsync(command, cancellationToken));

    private async Task<bool> EndAsync(EndPractice command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null)
            return false;
        if (session.EndedAt is not null)
            return true;

        var place = await SessionPlace.Of(session, scenes.Compose(session)).AnswerWaitingAsync(db, scenes, clock.GetUtcNow(), cancellationToken);
        if (session.EndedAt is null)
            await place.CloseAsync(db, scenes, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
