using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice;

/// <summary>What somebody who trains others may see: a trainer the people of the own cohorts and own assignments, an admin everybody.</summary>
public sealed record TrainerScope(Guid Id, bool IsAdmin)
{
    internal IQueryable<PracticeSession> Sessions(PlatformDbContext db) => IsAdmin
        ? db.PracticeSessions.Where(s => s.TraineeId != null)
        : db.PracticeSessions.Where(s => s.TraineeId != null
            && (db.PracticeCohorts.Any(c => c.TrainerId == Id && c.Members.Any(m => m.TraineeId == s.TraineeId)) || db.PracticeAssignments.Any(a => a.TrainerId == Id && a.TraineeId == s.TraineeId)));

    internal IQueryable<PracticeCohort> Cohorts(PlatformDbContext db) => IsAdmin ? db.PracticeCohorts : db.PracticeCohorts.Where(c => c.TrainerId == Id);

    /// <summary>Whether this account trains others; asked of the database, whatever the caller says.</summary>
    internal Task<bool> TrainsAsync(PlatformDbContext db, CancellationToken cancellationToken) =>
        db.UserRoles.AnyAsync(held => held.UserId == Id && db.Roles.Any(role => role.Id == held.RoleId && (role.Name == Roles.Trainer || role.Name == Roles.Admin)), cancellationToken);

    /// <summary>Accounts that can be taught: everyone may be taken into a cohort.</summary>
    internal static IQueryable<Account> Trainees(PlatformDbContext db) =>
        db.Users.Where(user => db.UserRoles.Any(held => held.UserId == user.Id && db.Roles.Any(role => role.Id == held.RoleId && role.Name == Roles.Trainee)));
}
