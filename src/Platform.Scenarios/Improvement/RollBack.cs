using System.Text.Json;
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

    /// <summary>The route before cannot stand again as the other routes are now; nothing has changed.</summary>
    public sealed record Refused(Refusal Why) : RollBackOutcome;
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
        if (await RestoreRouteAsync(skill, promotion.ReplacedRoute, command.By, cancellationToken) is { } refusal)
            return new RollBackOutcome.Refused(refusal);

        var now = clock.GetUtcNow();
        promotion.UndoneAt = now;
        var version = await db.ModelVersions.SingleAsync(v => v.Id == promotion.VersionId, cancellationToken);
        var replaced = await db.ModelVersions.SingleOrDefaultAsync(v => v.Id == promotion.ReplacedId, cancellationToken);
        var answers = replaced?.Id;
        if (version.State != ModelVersionState.InService) // a later promotion, for another skill, put another version in its place: that one stays
            answers = await db.ModelVersions.Where(v => v.Name == version.Name && v.State == ModelVersionState.InService).Select(v => (Guid?)v.Id).FirstOrDefaultAsync(cancellationToken);
        else if (replaced is not null)
            (version.State, replaced.State) = (ModelVersionState.Retired, ModelVersionState.InService);
        else if (!await db.Promotions.AnyAsync(p => p.VersionId == version.Id && p.Skill != skill && p.UndoneAt == null, cancellationToken))
            version.State = ModelVersionState.Retired; // no other skill is answered by it
        db.Audit(now, command.By, "model.roll-back", version.Id, new { Skill = skill, version.Name, version.Number });
        await db.SaveChangesAsync(cancellationToken);
        await served.LoadAsync(cancellationToken);
        return new RollBackOutcome.Done(answers);
    }

    /// <returns>Why the route cannot stand, or null. Done once more it changes nothing, so a roll-back that broke off after it can be asked for again.</returns>
    private async Task<Refusal?> RestoreRouteAsync(string skill, string? definition, Guid? by, CancellationToken cancellationToken)
    {
        if (definition is null)
            return await mediator.Send(new RemoveRoute(skill, by), cancellationToken) is RemoveRouteOutcome.StillNeeded needed
                ? new Refusal($"未回退：“{needed.By}”的后备指向“{skill}”，请先修改那一条路由。", $"Not rolled back: the route of '{needed.By}' falls back to '{skill}'. Change that one first.")
                : null;
        try
        {
            return await mediator.Send(new SaveRoute(skill, RouteJson.Read(definition), by), cancellationToken) is SaveRouteOutcome.Refused refused
                ? new Refusal($"未回退：先前的路由现在不能用。{refused.Chinese}", $"Not rolled back, the route before cannot be used now: {refused.English}")
                : null;
        }
        catch (JsonException)
        {
            return new Refusal("未回退：先前的路由已无法读取。请改为上线先前的版本。", "Not rolled back: the route before cannot be read any more. Promote the version before instead.");
        }
    }
}
