using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Datasets;

namespace Platform.Scenarios.Improvement;

/// <summary>What a dataset version has that another had not, row by row. Rows of the same answer with another text have changed.</summary>
public sealed record CompareDatasets(Guid From, Guid To) : IRequest<DatasetDifference?>;

/// <summary>The turns whose answers came, went or changed.</summary>
public sealed record DatasetDifference(IReadOnlyList<DifferingRow> Added, IReadOnlyList<DifferingRow> Removed, IReadOnlyList<DifferingRow> Changed);

/// <param name="Place">In the later version; for a removed row in the earlier one. From 0.</param>
public sealed record DifferingRow(int Place, Guid Conversation, Guid Turn);

internal sealed class CompareDatasetsHandler(PlatformDbContext db) : IRequestHandler<CompareDatasets, DatasetDifference?>
{
    /// <returns>Null when one of the versions is not there.</returns>
    public async Task<DatasetDifference?> Handle(CompareDatasets query, CancellationToken cancellationToken)
    {
        if (!await db.DatasetVersions.AnyAsync(v => v.Id == query.From, cancellationToken) || !await db.DatasetVersions.AnyAsync(v => v.Id == query.To, cancellationToken))
            return null;
        var (before, after) = (await RowsAsync(query.From, cancellationToken), await RowsAsync(query.To, cancellationToken));
        return new DatasetDifference(
            [.. after.Values.Where(row => !before.ContainsKey(row.TurnId)).Select(View)],
            [.. before.Values.Where(row => !after.ContainsKey(row.TurnId)).Select(View)],
            [.. after.Values.Where(row => before.TryGetValue(row.TurnId, out var old) && old.Hash != row.Hash).Select(View)]);
    }

    private static DifferingRow View(DatasetRow row) => new(row.Place, row.ConversationId, row.TurnId);

    /// <summary>An answer stands in a version once: the latest judgement on it counts.</summary>
    private async Task<Dictionary<Guid, DatasetRow>> RowsAsync(Guid version, CancellationToken cancellationToken) =>
        await db.DatasetRows.AsNoTracking().Where(r => r.DatasetVersionId == version).OrderBy(r => r.Place).ToDictionaryAsync(r => r.TurnId, cancellationToken);
}
