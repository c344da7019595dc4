using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>The trainee ends the session now. It is scored as it stands.</summary>
public sealed record EndPractice(Guid Session, Guid? Trainee) : IRequest<bool>;

internal sealed class EndPracticeHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<EndPractice, bool>
{
    public async Task<bool> Handle(EndPractice command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null)
            return false;
        if (session.EndedAt is null)
        {
            PracticeClosing.Close(session, scenes.Compose(session), scenes, [.. PracticeJson.Branch(session.Turns, session.HeadId).Select(b => b.Turn)], clock.GetUtcNow());
            await PreferencePairing.AddAsync(db, session, scenes.Compose(session), scenes, clock.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}

/// <summary>Goes back to a turn of an ended or running session; what is said next makes another branch beside the old one.</summary>
/// <param name="Turn">The turn to say differently.</param>
public sealed record BranchPractice(Guid Session, Guid? Trainee, Guid Turn) : IRequest<bool>;

internal sealed class BranchPracticeHandler(PlatformDbContext db) : IRequestHandler<BranchPractice, bool>
{
    public async Task<bool> Handle(BranchPractice command, CancellationToken cancellationToken)
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

internal static class PracticeClosing
{
    public static void Close(PracticeSession session, Scene scene, PracticeScenes scenes, IReadOnlyList<PlayTurn> turns, DateTimeOffset at)
    {
        var score = SessionScorer.Score(scene, scenes.Rubrics.For(scene.Key), turns);
        session.EndedAt = at;
        (session.PausedAt, session.PausedForSafety, session.PlayedBy, session.Unanswered) = (null, false, null, null);
        session.Score = score.Void is null ? score.Score : null; // a void session is no attempt
        session.ScoreDetails = PracticeJson.Write(score);
    }
}
