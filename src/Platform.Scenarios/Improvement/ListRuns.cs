using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;

namespace Platform.Scenarios.Improvement;

/// <summary>Runs, the newest first.</summary>
public sealed record ListRuns(int Take = 50) : IRequest<IReadOnlyList<RunView>>;

/// <param name="Log">The losses so far, thinned out: step, training loss, held-out loss.</param>
public sealed record RunView(Guid Id, string Model, Guid Dataset, Guid Parent, RunState State, int Step, int Steps, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, Refusal? Failure, Guid? Version, IReadOnlyList<RunPoint> Log);

public sealed record RunPoint(int Step, double? Loss, double? HeldOut, double? TokensPerSecond);

internal sealed class ListRunsHandler(PlatformDbContext db, IOptions<DataOptions> data) : IRequestHandler<ListRuns, IReadOnlyList<RunView>>
{
    private const int MostPoints = 200;

    public async Task<IReadOnlyList<RunView>> Handle(ListRuns query, CancellationToken cancellationToken)
    {
        var runs = await db.Runs.AsNoTracking().OrderByDescending(r => r.AskedAt).Take(query.Take).ToListAsync(cancellationToken);
        return [.. runs.Select(r => new RunView(r.Id, r.Model, r.DatasetVersionId, r.ParentId, r.State, r.Step, r.Steps, r.AskedAt, r.EndedAt, Refusal.Of(r.Failure), r.VersionId, LogOf(r)))];
    }

    private List<RunPoint> LogOf(Run run)
    {
        var path = Path.Combine(RunFolder.Of(run.Id, data.Value), "train", "trainer_log.jsonl");
        if (!File.Exists(path))
            return [];
        var points = new List<RunPoint>();
        foreach (var line in File.ReadLines(path).Where(line => line.EndsWith('}')))
        {
            using var json = JsonDocument.Parse(line);
            double? Number(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
            points.Add(new RunPoint((int)(Number("step") ?? 0), Number("loss"), Number("evalLoss"), Number("throughput")));
        }

        var every = Math.Max(1, points.Count / MostPoints);
        return [.. points.Where((point, at) => at % every == 0 || point.HeldOut is not null || at == points.Count - 1)];
    }
}
