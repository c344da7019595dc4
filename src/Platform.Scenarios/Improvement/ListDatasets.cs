using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Datasets;

namespace Platform.Scenarios.Improvement;

/// <summary>Every dataset version, the newest first.</summary>
public sealed record ListDatasets : IRequest<IReadOnlyList<DatasetSummary>>;

/// <param name="Refused">How many candidates each gate turned away.</param>
public sealed record DatasetSummary(Guid Id, string Name, int Number, int TrainRows, int DevRows, string Fingerprint, DateTimeOffset BuiltAt, IReadOnlyDictionary<string, int> Refused)
{
    internal static DatasetSummary Of(DatasetVersion version) => new(version.Id, version.Name, version.Number, version.TrainRows, version.DevRows, version.Fingerprint, version.BuiltAt,
        JsonSerializer.Deserialize<Dictionary<string, int>>(version.Refused, JsonSerializerOptions.Web) ?? []);
}

internal sealed class ListDatasetsHandler(PlatformDbContext db) : IRequestHandler<ListDatasets, IReadOnlyList<DatasetSummary>>
{
    public async Task<IReadOnlyList<DatasetSummary>> Handle(ListDatasets query, CancellationToken cancellationToken) =>
        [.. (await db.DatasetVersions.AsNoTracking().OrderByDescending(v => v.BuiltAt).ToListAsync(cancellationToken)).Select(DatasetSummary.Of)];
}
