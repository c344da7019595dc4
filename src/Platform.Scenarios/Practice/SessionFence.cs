using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;

namespace Platform.Scenarios.Practice;

/// <summary>Two who write to one session at the same time: the one who comes later looks again and decides on what is stored then.</summary>
internal static class SessionFence
{
    /// <summary>Does the work, and once more when somebody else wrote first.</summary>
    /// <param name="again">What is done the second time; null for the same.</param>
    public static async Task<T> RetryAsync<T>(PlatformDbContext db, Func<Task<T>> work, Func<Task<T>>? again = null)
    {
        try
        {
            return await work();
        }
        catch (DbUpdateException refused) when (IsOvertaken(refused))
        {
            db.ChangeTracker.Clear();
            return await (again ?? work)();
        }
    }

    /// <summary>Whether somebody else wrote first. A full disk or a locked file is something else, and passes through.</summary>
    public static bool IsOvertaken(DbUpdateException refused) => refused is DbUpdateConcurrencyException || TurnWriter.IsConstraint(refused.InnerException);
}
