using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.ModelRegistry;
using Platform.Data.Operations;
using Platform.Scenarios.Routes;

namespace Platform.Scenarios.Improvement;

/// <summary>Undoes a skill's latest promotion: the version and the route before it answer again.</summary>
public sealed record RollBack(string Skill, string Reason, Guid? By) : IRequest<RollBackOutcome>;

public abstract record RollBackOutcome
{
    /// <param name="Version">What answers now; null when no version of the registry does.</param>
    public sealed record Done(Guid? Version) : RollBackOutcome;

    /// <summary>Nothing was promoted for the skill.</summary>
    public sealed record Nothing : RollBackOutcome;
}

internal sealed class RollBackRules : AbstractValidator<RollBack>
{
    public RollBackRules() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(1000);
}

internal sealed class RollBackHandler(PlatformDbContext db, IMediator mediator, PromotedModels served, TimeProvider clock) : IRequestHandler<RollBack, RollBackOutcome>
{
    public async Task<RollBackOutcome> Handle(RollBack command, CancellationToken cancellationToken)
    {
        var skill = command.Skill.Trim().ToLowerInvariant();
        var promotion = await db.Promotions.Where(p => p.Skill == skill && p.UndoneAt == null).OrderByDescending(p => p.At).FirstOrDefaultAsync(cancellationToken);
        if (promotion is null)
            return new RollBackOutcome.Nothing();
        var now = clock.GetUtcNow();
        promotion.UndoneAt = now;
        var version = await db.ModelVersions.SingleAsync(v => v.Id == promotion.VersionId, cancellationToken);
        var replaced = await db.ModelVersions.SingleOrDefaultAsync(v => v.Id == promotion.ReplacedId, cancellationToken);
        if (replaced is not null)
            (version.State, replaced.State) = (ModelVersionState.Retired, ModelVersionState.InService);
        else if (!await db.Promotions.AnyAsync(p => p.VersionId == version.Id && p.Skill != skill && p.UndoneAt == null, cancellationToken))
            version.State = ModelVersionState.Retired; // no other skill is answered by it
        db.Audit(now, command.By, "model.roll-back", version.Id, new { Skill = skill, version.Name, version.Number });
        await db.SaveChangesAsync(cancellationToken);
        await served.LoadAsync(cancellationToken);
        if (promotion.ReplacedRoute is { } route)
            await mediator.Send(new SaveRoute(skill, RouteJson.Read(route), command.By), cancellationToken);
        else
            await mediator.Send(new RemoveRoute(skill, command.By), cancellationToken);
        return new RollBackOutcome.Done(replaced?.Id);
    }
}
