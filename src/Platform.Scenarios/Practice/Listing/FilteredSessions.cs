using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice.Listing;

/// <summary>Sessions that a filter lets pass.</summary>
internal static class FilteredSessions
{
    /// <summary>Where the score itself has to be read, only so many of the newest are looked at.</summary>
    private const int MostRead = 2000;

    /// <summary>The newest ones, without their turns.</summary>
    public static async Task<List<PracticeSession>> TakeAsync(PlatformDbContext db, IQueryable<PracticeSession> sessions, PracticeFilter? filter, PracticeScenes scenes, int most, CancellationToken cancellationToken)
    {
        var passing = filter?.Apply(db, sessions, scenes) ?? sessions;
        var newest = passing.AsNoTracking().OrderByDescending(s => s.StartedAt);
        if (filter is not { AsksForMarks: true })
            return await newest.Take(most).ToListAsync(cancellationToken);

        var marks = await MarksAsync(db, passing, filter, cancellationToken);
        var found = new List<PracticeSession>();
        await foreach (var session in newest.Take(MostRead).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (filter.Passes(session.ScoreDetails, marks[session.Id]))
                found.Add(session);
            if (found.Count == most)
                break;
        }

        return found;
    }

    /// <summary>What people decided otherwise than the program, by session; nothing where the filter does not ask for it.</summary>
    public static async Task<ILookup<Guid, CheckMark>> MarksAsync(PlatformDbContext db, IQueryable<PracticeSession> sessions, PracticeFilter? filter, CancellationToken cancellationToken)
    {
        List<CheckMark> changed = filter is { AsksForMarks: true }
            ? await db.CheckMarks.AsNoTracking().Where(m => m.State == MarkState.Changed && sessions.Any(s => s.Id == m.SessionId)).ToListAsync(cancellationToken)
            : [];
        return changed.ToLookup(m => m.SessionId);
    }
}
