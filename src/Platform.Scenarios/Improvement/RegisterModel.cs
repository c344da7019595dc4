using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;
using Platform.Model.Checkpoints;

namespace Platform.Scenarios.Improvement;

/// <summary>Brings a checkpoint folder under a name, as a version that can be trained on and served.</summary>
public sealed record RegisterModel(string Name, string Folder, Guid? By) : IRequest<RegisterModelOutcome>
{
    internal Guid? Parent { get; init; }

    internal Guid? Dataset { get; init; }

    internal Guid? Run { get; init; }
}

public abstract record RegisterModelOutcome
{
    public sealed record Registered(Guid Id, int Number) : RegisterModelOutcome;

    /// <param name="Why">What is wrong with the folder.</param>
    public sealed record Refused(Refusal Why) : RegisterModelOutcome;
}

internal sealed class RegisterModelRules : AbstractValidator<RegisterModel>
{
    public RegisterModelRules() => RuleFor(c => c.Name).NotEmpty().MaximumLength(ModelVersion.NameLength).Matches("^[a-z0-9][a-z0-9.-]*$").WithMessage("A model's name has small letters, digits, points and hyphens only, such as dialogue.");
}

internal sealed class RegisterModelHandler(PlatformDbContext db, IOptions<DataOptions> data, TimeProvider clock) : IRequestHandler<RegisterModel, RegisterModelOutcome>
{
    public async Task<RegisterModelOutcome> Handle(RegisterModel command, CancellationToken cancellationToken)
    {
        CheckpointIdentity identity;
        try
        {
            identity = CheckpointIdentity.Of(command.Folder);
        }
        catch (CheckpointException broken)
        {
            return new RegisterModelOutcome.Refused(new($"模型文件夹不能用：{broken.Message}", broken.Message));
        }

        var now = clock.GetUtcNow();
        var version = new ModelVersion
        {
            Name = command.Name,
            Number = (await db.ModelVersions.Where(v => v.Name == command.Name).MaxAsync(v => (int?)v.Number, cancellationToken) ?? 0) + 1,
            Folder = VersionFolder.Stored(command.Folder, data.Value),
            ParentId = command.Parent,
            DatasetVersionId = command.Dataset,
            RunId = command.Run,
            WeightsHash = identity.Weights,
            TokenizerHash = identity.Tokenizer,
            TemplateHash = identity.Template,
            GoldenPrompts = identity.Golden,
            State = ModelVersionState.Candidate,
            MadeAt = now,
            MadeBy = command.By,
        };
        db.Add(version);
        db.Audit(now, command.By, "model.register", version.Id, new { version.Name, version.Number });
        await db.SaveChangesAsync(cancellationToken);
        return new RegisterModelOutcome.Registered(version.Id, version.Number);
    }
}
