using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Datasets;

namespace Platform.Scenarios.Improvement;

/// <summary>Rows of a dataset version, and what changed against the version before.</summary>
public sealed record ReadDataset(Guid Version, int Skip = 0, int Take = 50) : IRequest<DatasetContent?>;

/// <param name="Added">Rows whose text the version before had not; <paramref name="Removed"/> the other way round; both all rows and 0 for the first.</param>
public sealed record DatasetContent(DatasetSummary Summary, int Added, int Removed, IReadOnlyList<DatasetRowView> Rows);

/// <param name="Exists">False when the conversation or session has been erased since.</param>
/// <param name="Rejected">What was answered worse in place of the last message; only of rows from practice.</param>
public sealed record DatasetRowView(int Place, bool IsDev, Guid Conversation, Guid Turn, Guid Review, bool Exists, IReadOnlyList<DatasetMessage> Messages, string? Rejected);

public sealed record DatasetMessage(string Role, string Content);

internal sealed class ReadDatasetHandler(PlatformDbContext db) : IRequestHandler<ReadDataset, DatasetContent?>
{
    public async Task<DatasetContent?> Handle(ReadDataset query, CancellationToken cancellationToken)
    {
        if (await db.DatasetVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == query.Version, cancellationToken) is not { } version)
            return null;
        var rows = await db.DatasetRows.AsNoTracking().Where(r => r.DatasetVersionId == version.Id).OrderBy(r => r.Place).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        var conversations = rows.Select(r => new Platform.Data.Conversations.ConversationId(r.ConversationId)).Distinct().ToList();
        var there = await db.Conversations.AsNoTracking().Where(c => conversations.Contains(c.Id)).Select(c => c.Id).ToListAsync(cancellationToken);
        var ids = rows.Select(r => r.ConversationId).ToList();
        var sessions = await db.PracticeSessions.AsNoTracking().Where(s => ids.Contains(s.Id)).Select(s => s.Id).ToListAsync(cancellationToken);
        var (added, removed) = await DifferenceAsync(version, cancellationToken);
        return new DatasetContent(DatasetSummary.Of(version), added, removed,
            [.. rows.Select(r => new DatasetRowView(r.Place, r.IsDev, r.ConversationId, r.TurnId, r.ReviewId, there.Exists(id => id.Value == r.ConversationId) || sessions.Contains(r.ConversationId), JsonSerializer.Deserialize<List<DatasetMessage>>(r.Messages, JsonSerializerOptions.Web)!, r.Rejected))]);
    }

    private async Task<(int Added, int Removed)> DifferenceAsync(DatasetVersion version, CancellationToken cancellationToken)
    {
        var before = await db.DatasetVersions.AsNoTracking().Where(v => v.Name == version.Name && v.Number < version.Number).OrderByDescending(v => v.Number).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(cancellationToken);
        var own = await HashesAsync(version.Id, cancellationToken);
        if (before is not { } earlier)
            return (own.Count, 0);
        var old = await HashesAsync(earlier, cancellationToken);
        return (own.Except(old, StringComparer.Ordinal).Count(), old.Except(own, StringComparer.Ordinal).Count());
    }

    private async Task<HashSet<string>> HashesAsync(Guid version, CancellationToken cancellationToken) =>
        (await db.DatasetRows.AsNoTracking().Where(r => r.DatasetVersionId == version).Select(r => r.Hash).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
}
