using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice;

/// <summary>What somebody who trains others may see: a trainer the people of the own cohorts and of own assignments that were not withdrawn, an admin everybody.</summary>
public sealed record TrainerScope(Guid Id, bool IsAdmin)
{
    internal IQueryable<PracticeSession> Sessions(PlatformDbContext db) => IsAdmin
        ? db.PracticeSessions.Where(s => s.TraineeId != null)
        : db.PracticeSessions.Where(s => s.TraineeId != null
            && (db.PracticeCohorts.Any(c => c.TrainerId == Id && c.Members.Any(m => m.TraineeId == s.TraineeId)) || db.PracticeAssignments.Any(a => a.TrainerId == Id && a.TraineeId == s.TraineeId && a.WithdrawnAt == null)));

    /// <summary>Signs of crisis: what an account wrote goes to those who teach it, what came without an account to everyone who trains.</summary>
    internal async Task<IQueryable<SafetyNote>> NotesAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        if (IsAdmin)
            return db.SafetyNotes;
        var trains = await TrainsAsync(db, cancellationToken);
        return db.SafetyNotes.Where(n => (n.AccountId == null && trains)
            || db.PracticeCohorts.Any(c => c.TrainerId == Id && c.Members.Any(m => m.TraineeId == n.AccountId))
            || db.PracticeAssignments.Any(a => a.TrainerId == Id && a.TraineeId == n.AccountId && a.WithdrawnAt == null));
    }

    internal IQueryable<PracticeCohort> Cohorts(PlatformDbContext db) => IsAdmin ? db.PracticeCohorts : db.PracticeCohorts.Where(c => c.TrainerId == Id);

    /// <summary>Whether this account trains others; asked of the database, whatever the caller says.</summary>
    internal Task<bool> TrainsAsync(PlatformDbContext db, CancellationToken cancellationToken) =>
        db.UserRoles.AnyAsync(held => held.UserId == Id && db.Roles.Any(role => role.Id == held.RoleId && (role.Name == Roles.Trainer || role.Name == Roles.Admin)), cancellationToken);

    /// <summary>How an account is called; empty when it is gone.</summary>
    internal static async Task<string> NameAsync(PlatformDbContext db, Guid account, CancellationToken cancellationToken) =>
        await db.Users.Where(u => u.Id == account).Select(u => u.DisplayName ?? u.UserName).FirstOrDefaultAsync(cancellationToken) ?? "";

    /// <summary>How the trainees of these sessions are called; those whose account is gone are not in it.</summary>
    internal static Task<Dictionary<Guid, string>> NamesAsync(PlatformDbContext db, IEnumerable<PracticeSession> sessions, CancellationToken cancellationToken)
    {
        var ids = sessions.Select(s => s.TraineeId).OfType<Guid>().Distinct().ToList();
        return db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName ?? u.UserName ?? "", cancellationToken);
    }

    /// <summary>Accounts that can be taught: everyone may be taken into a cohort.</summary>
    internal static IQueryable<Account> Trainees(PlatformDbContext db) =>
        db.Users.Where(user => db.UserRoles.Any(held => held.UserId == user.Id && db.Roles.Any(role => role.Id == held.RoleId && role.Name == Roles.Trainee)));
}
