using System.Text.Json;

namespace Platform.Data.Operations;

/// <summary>Writes who did what, in the same transaction as the act itself.</summary>
public static class AuditTrail
{
    /// <summary>Adds an entry to what is saved next.</summary>
    /// <param name="subject">The id of the thing acted on.</param>
    /// <param name="figures">Ids, counts and names of states only; never what a person said.</param>
    public static void Audit(this PlatformDbContext db, DateTimeOffset at, Guid? account, string act, object subject, object? figures = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            At = at,
            AccountId = account,
            Act = act,
            Subject = subject.ToString(),
            Figures = figures is null ? null : JsonSerializer.Serialize(figures, JsonSerializerOptions.Web),
        });
}
