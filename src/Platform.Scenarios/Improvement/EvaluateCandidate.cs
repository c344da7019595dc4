using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;

namespace Platform.Scenarios.Improvement;

/// <summary>Measures a version on the held-out rows of a dataset against the version that answers now (else its parent): the gate of a promotion.</summary>
/// <param name="Dataset">Null for the one it was trained on.</param>
public sealed record EvaluateCandidate(Guid Version, Guid? Dataset, Guid? By) : IRequest<EvaluateOutcome>;

public abstract record EvaluateOutcome
{
    public sealed record Measured(EvaluationReport Report) : EvaluateOutcome;

    public sealed record Refused(Refusal Why) : EvaluateOutcome;
}

/// <summary>Figures on the same held-out answers. Loss in nats per token, bits per character of the answers.</summary>
/// <param name="Against">The version it was measured against; null when there was none: then it passes.</param>
public sealed record EvaluationReport(Guid Dataset, string DatasetName, Guid? Against, string? AgainstName, long Tokens, double Loss, double BitsPerCharacter, double? AgainstLoss, double? AgainstBitsPerCharacter, bool Passed, DateTimeOffset At);

internal sealed class EvaluateCandidateHandler(PlatformDbContext db, IMediator mediator, ChildProcess child, IOptions<DataOptions> data, IOptions<ImprovementOptions> options, TimeProvider clock) : IRequestHandler<EvaluateCandidate, EvaluateOutcome>
{
    public async Task<EvaluateOutcome> Handle(EvaluateCandidate command, CancellationToken cancellationToken)
    {
        if (await db.ModelVersions.SingleOrDefaultAsync(v => v.Id == command.Version, cancellationToken) is not { } version)
            return new EvaluateOutcome.Refused(new("没有这个模型版本。", "There is no such model version."));
        if ((command.Dataset ?? version.DatasetVersionId) is not { } datasetId || await db.DatasetVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == datasetId, cancellationToken) is not { } dataset)
            return new EvaluateOutcome.Refused(new("这个版本不是用本平台的数据集训练的，请指明在哪个数据集上测量。", "The version was not trained on a dataset of this platform; name the one to measure on."));
        if (dataset.DevRows == 0)
            return new EvaluateOutcome.Refused(new($"{dataset.Name} {dataset.Number} 没有留出部分，请生成一个有留出比例的版本。", $"{dataset.Name} {dataset.Number} holds nothing out; build a version with a held-out share."));
        var against = await db.ModelVersions.AsNoTracking().Where(v => v.Name == version.Name && v.State == ModelVersionState.InService && v.Id != version.Id).FirstOrDefaultAsync(cancellationToken)
            ?? await db.ModelVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == version.ParentId, cancellationToken);
        var folder = data.Value.FullPath("evaluations", $"{version.Id}-{dataset.Id}");
        await mediator.Send(new ExportDataset(dataset.Id, folder), cancellationToken);
        var documents = Path.Combine(folder, "dev.jsonl");

        var own = await MeasureAsync(version, documents, cancellationToken);
        if (own.Fault is { } fault)
            return new EvaluateOutcome.Refused(fault);
        var other = against is null ? null : await MeasureAsync(against, documents, cancellationToken);
        if (other?.Fault is { } otherFault)
            return new EvaluateOutcome.Refused(otherFault);
        var report = new EvaluationReport(dataset.Id, $"{dataset.Name} {dataset.Number}", against?.Id, against is null ? null : $"{against.Name} {against.Number}",
            own.Tokens, own.Loss, own.BitsPerCharacter, other?.Loss, other?.BitsPerCharacter, other is null || own.Loss <= other.Loss + options.Value.Margin, clock.GetUtcNow());
        version.Evaluation = JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
        if (version.State is ModelVersionState.Candidate or ModelVersionState.Passed or ModelVersionState.Failed)
            version.State = report.Passed ? ModelVersionState.Passed : ModelVersionState.Failed;
        db.Audit(report.At, command.By, "model.evaluate", version.Id, new { report.Loss, report.AgainstLoss, report.Passed });
        await db.SaveChangesAsync(cancellationToken);
        Directory.Delete(folder, recursive: true);
        return new EvaluateOutcome.Measured(report);
    }

    private async Task<Measured> MeasureAsync(ModelVersion version, string documents, CancellationToken cancellationToken)
    {
        var (exit, output, errors) = await child.RunAsync(["evaluate", "held-out", VersionFolder.Of(version, data.Value), "--documents", documents, "--json"], null, cancellationToken);
        return exit == 0 && output.Split('\n').LastOrDefault(line => line.StartsWith('{')) is { } line
            ? JsonSerializer.Deserialize<Measured>(line, JsonSerializerOptions.Web)!
            : new Measured(0, 0, 0) { Fault = new($"{version.Name} {version.Number} 无法测量。{errors.Trim()}", $"{version.Name} {version.Number} could not be measured. {errors.Trim()}") };
    }

    private sealed record Measured(long Tokens, double Loss, double BitsPerCharacter)
    {
        public Refusal? Fault { get; init; }
    }
}
