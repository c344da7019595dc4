using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;
using Platform.Model.Routes;
using Platform.Scenarios.Routes;

namespace Platform.Scenarios.Improvement;

/// <summary>Lets a version answer for a skill from now on; requests under way finish on the one before. A model has one version in service, for every skill that is routed to it.</summary>
/// <param name="Reason">Needed where the version has no passed evaluation.</param>
public sealed record PromoteVersion(Guid Version, string Skill, string? Reason, Guid? By) : IRequest<PromoteOutcome>;

public abstract record PromoteOutcome
{
    public sealed record Promoted(Guid Promotion) : PromoteOutcome;

    public sealed record Refused(Refusal Why) : PromoteOutcome;
}

internal sealed class PromoteVersionRules : AbstractValidator<PromoteVersion>
{
    public PromoteVersionRules()
    {
        RuleFor(c => c.Skill).NotEmpty().MaximumLength(Platform.Data.Routes.StoredRoute.SkillLength);
        RuleFor(c => c.Reason).MaximumLength(1000);
    }
}

internal sealed class PromoteVersionHandler(PlatformDbContext db, IMediator mediator, PromotedModels served, IOptions<DataOptions> data, TimeProvider clock) : IRequestHandler<PromoteVersion, PromoteOutcome>
{
    public async Task<PromoteOutcome> Handle(PromoteVersion command, CancellationToken cancellationToken)
    {
        if (await db.ModelVersions.SingleOrDefaultAsync(v => v.Id == command.Version, cancellationToken) is not { } version)
            return new PromoteOutcome.Refused(new("没有这个模型版本。", "There is no such model version."));
        if (version.State is ModelVersionState.Candidate or ModelVersionState.Failed && string.IsNullOrWhiteSpace(command.Reason))
            return new PromoteOutcome.Refused(version.State == ModelVersionState.Failed
                ? new Refusal($"{version.Name} {version.Number} 不如对照的版本；仍要上线，请写明理由。", $"{version.Name} {version.Number} did worse than the version it was measured against. Give a reason to promote it all the same.")
                : new Refusal($"{version.Name} {version.Number} 还没有测量；请先测量，或写明理由。", $"{version.Name} {version.Number} has not been measured. Evaluate it first, or give a reason."));
        if (VersionFolder.Fault(version, data.Value) is { } fault)
            return new PromoteOutcome.Refused(fault);

        var skill = command.Skill.Trim().ToLowerInvariant();
        var before = await db.ModelVersions.Where(v => v.Name == version.Name && v.State == ModelVersionState.InService && v.Id != version.Id).ToListAsync(cancellationToken);
        var route = await db.StoredRoutes.AsNoTracking().SingleOrDefaultAsync(r => r.Skill == skill, cancellationToken);
        var now = clock.GetUtcNow();
        var promotion = new Promotion { Skill = skill, VersionId = version.Id, ReplacedId = before.FirstOrDefault()?.Id, ReplacedRoute = route?.Definition, Evidence = version.Evaluation, Reason = command.Reason, At = now, By = command.By };
        if (await mediator.Send(new SaveRoute(skill, new ModelRoute { Local = version.Name }, command.By), cancellationToken) is SaveRouteOutcome.Refused refused)
            return new PromoteOutcome.Refused(new(refused.Chinese, refused.English)); // nothing else has changed yet

        foreach (var old in before)
            old.State = ModelVersionState.Retired;
        version.State = ModelVersionState.InService;
        db.Add(promotion);
        db.Audit(now, command.By, "model.promote", version.Id, new { version.Name, version.Number, Skill = skill });
        await db.SaveChangesAsync(cancellationToken);
        await served.LoadAsync(cancellationToken);
        return new PromoteOutcome.Promoted(promotion.Id);
    }
}
