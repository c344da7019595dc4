using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.ModelRegistry;

namespace Platform.Scenarios.Improvement;

/// <summary>Every registered version, by name, the newest first, with the promotions of each.</summary>
public sealed record ListModelVersions : IRequest<IReadOnlyList<ModelVersionView>>;

/// <param name="Parent">Name and number of the version it was trained on from.</param>
/// <param name="DatasetName">Name and number of what it learned.</param>
public sealed record ModelVersionView(Guid Id, string Name, int Number, ModelVersionState State, string? Parent, Guid? Dataset, string? DatasetName, Guid? Run, DateTimeOffset MadeAt, EvaluationReport? Evaluation, IReadOnlyList<PromotionView> Promotions);

public sealed record PromotionView(string Skill, DateTimeOffset At, string? Reason, DateTimeOffset? UndoneAt);

internal sealed class ListModelVersionsHandler(PlatformDbContext db) : IRequestHandler<ListModelVersions, IReadOnlyList<ModelVersionView>>
{
    public async Task<IReadOnlyList<ModelVersionView>> Handle(ListModelVersions query, CancellationToken cancellationToken)
    {
        var versions = await db.ModelVersions.AsNoTracking().ToListAsync(cancellationToken);
        var names = versions.ToDictionary(v => v.Id, v => $"{v.Name} {v.Number}");
        var datasets = await db.DatasetVersions.AsNoTracking().ToDictionaryAsync(v => v.Id, v => $"{v.Name} {v.Number}", cancellationToken);
        var promotions = (await db.Promotions.AsNoTracking().OrderBy(p => p.At).ToListAsync(cancellationToken)).ToLookup(p => p.VersionId);
        return [.. versions.OrderBy(v => v.Name, StringComparer.Ordinal).ThenByDescending(v => v.Number).Select(v => new ModelVersionView(
            v.Id, v.Name, v.Number, v.State, v.ParentId is { } parent ? names.GetValueOrDefault(parent) : null, v.DatasetVersionId, v.DatasetVersionId is { } dataset ? datasets.GetValueOrDefault(dataset) : null, v.RunId, v.MadeAt,
            v.Evaluation is null ? null : JsonSerializer.Deserialize<EvaluationReport>(v.Evaluation, JsonSerializerOptions.Web),
            [.. promotions[v.Id].Select(p => new PromotionView(p.Skill, p.At, p.Reason, p.UndoneAt))]))];
    }
}
