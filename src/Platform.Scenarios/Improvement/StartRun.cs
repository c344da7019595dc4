using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;

namespace Platform.Scenarios.Improvement;

/// <summary>Asks for a candidate: a version trained on from another by a dataset version. A worker takes it in a process of its own.</summary>
/// <param name="Model">Name of the model it becomes a version of.</param>
/// <param name="Steps">Of the optimizer.</param>
public sealed record StartRun(string Model, Guid Dataset, Guid Parent, int Steps, double LearningRate, Guid? By) : IRequest<StartRunOutcome>
{
    /// <summary>Tokens of a block; longer dialogues are cut.</summary>
    public int BlockTokens { get; init; } = 512;
}

public abstract record StartRunOutcome
{
    public sealed record Asked(Guid Run) : StartRunOutcome;

    public sealed record Refused(Refusal Why) : StartRunOutcome;
}

internal sealed class StartRunRules : AbstractValidator<StartRun>
{
    public StartRunRules()
    {
        RuleFor(c => c.Model).NotEmpty().MaximumLength(ModelVersion.NameLength).Matches("^[a-z0-9][a-z0-9.-]*$").WithMessage("A model's name has small letters, digits, points and hyphens only, such as dialogue.");
        RuleFor(c => c.Steps).InclusiveBetween(1, 1_000_000);
        RuleFor(c => c.LearningRate).GreaterThan(0).LessThanOrEqualTo(0.1);
        RuleFor(c => c.BlockTokens).InclusiveBetween(16, 8192);
    }
}

internal sealed class StartRunHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<StartRun, StartRunOutcome>
{
    public async Task<StartRunOutcome> Handle(StartRun command, CancellationToken cancellationToken)
    {
        if (await db.DatasetVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == command.Dataset, cancellationToken) is not { } dataset)
            return new StartRunOutcome.Refused(new("没有这个数据集版本，请先生成一个。", "There is no such dataset version. Build one first."));
        if (dataset.TrainRows == 0 || dataset.DevRows == 0)
            return new StartRunOutcome.Refused(new(
                $"{dataset.Name} {dataset.Number} 有 {dataset.TrainRows} 条用于学习，留出 {dataset.DevRows} 条；两者都不能为零。请多评审一些对话，或换一个留出比例。",
                $"{dataset.Name} {dataset.Number} has {dataset.TrainRows} rows to learn from and {dataset.DevRows} held out; both are needed. Review more conversations, or hold out another share."));
        if (!await db.ModelVersions.AnyAsync(v => v.Id == command.Parent, cancellationToken))
            return new StartRunOutcome.Refused(new("没有这个可作为起点的模型版本，请先登记一个模型文件夹。", "There is no such model version to start from. Register a checkpoint first."));
        var isOfPairs = await db.DatasetRows.AnyAsync(r => r.DatasetVersionId == command.Dataset && r.Rejected != null, cancellationToken);
        var now = clock.GetUtcNow();
        var run = new Run { Model = command.Model, DatasetVersionId = command.Dataset, ParentId = command.Parent, Recipe = Recipe(command, isOfPairs), State = RunState.Waiting, AskedAt = now, AskedBy = command.By, Steps = command.Steps };
        db.Add(run);
        db.Audit(now, command.By, "run.start", run.Id, new { command.Model, command.Dataset, command.Parent, command.Steps });
        await db.SaveChangesAsync(cancellationToken);
        return new StartRunOutcome.Asked(run.Id);
    }

    /// <summary>A small part of older data keeps what the parent could do is the dataset's matter; here the answer's turn alone is learned.</summary>
    /// <param name="isOfPairs">The parent learns to prefer the better utterance (DPO) instead of learning an answer.</param>
    private static string Recipe(StartRun command, bool isOfPairs) => string.Create(CultureInfo.InvariantCulture, $$$"""
        name: {{{command.Model}}}
        model:
          from: ${PARENT}
        data:
          train: ["${DATASET}/train.jsonl"]
          dev: ["${DATASET}/dev.jsonl"]
          blockTokens: {{{command.BlockTokens}}}
          packing: Documents
          learn: Last
        train:
          threads: ${THREADS}
          batch: 4
          steps: {{{command.Steps}}}
          learningRate: {{{command.LearningRate}}}
          schedule: Cosine
          warmup: {{{Math.Max(1, command.Steps / 20)}}}
          checkpointEvery: {{{Math.Clamp(command.Steps / 10, 1, 200)}}}
        eval:
          every: {{{Math.Max(1, command.Steps / 4)}}}
        {{{(isOfPairs ? "preference: { loss: Dpo, beta: 0.1 }" : "")}}}
        """);
}
