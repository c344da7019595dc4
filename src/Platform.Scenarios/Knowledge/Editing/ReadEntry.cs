using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge.Editing;

/// <summary>One entry with its history, the newest version first.</summary>
public sealed record ReadEntry(Guid Id) : IRequest<EntryDetails?>;

public sealed record EntryDetails(
    Guid Id, string ExternalId, string Language, int Version, EntryContent Content, string? Source, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    IReadOnlyList<EntryVersion> Versions);

/// <param name="By">Name of the account; null for a command or the platform itself.</param>
public sealed record EntryVersion(int Number, DateTimeOffset At, string? By, string Act, EntryContent Content);

internal sealed class ReadEntryHandler(IDbContextFactory<PlatformDbContext> contexts) : IRequestHandler<ReadEntry, EntryDetails?>
{
    /// <returns>Null when there is no such entry.</returns>
    public async Task<EntryDetails?> Handle(ReadEntry query, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entry = await db.KnowledgeEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == query.Id, cancellationToken);
        if (entry is null)
            return null;

        var versions = await (
            from version in db.KnowledgeEntryVersions.AsNoTracking()
            where version.EntryId == query.Id
            join account in db.Users on version.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby version.Number descending
            select new { Version = version, Name = account == null ? null : account.DisplayName ?? account.UserName }).ToListAsync(cancellationToken);
        return new EntryDetails(
            entry.Id, entry.ExternalId, entry.Language, entry.Version, EntryContent.Of(entry), entry.Source, entry.CreatedAt, entry.UpdatedAt,
            [.. versions.Select(v => new EntryVersion(v.Version.Number, v.Version.At, v.Name, v.Version.Act, EntryContent.FromJson(v.Version.Content)))]);
    }
}
