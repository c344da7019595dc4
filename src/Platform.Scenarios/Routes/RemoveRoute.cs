using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Model.Routes;

namespace Platform.Scenarios.Routes;

/// <summary>Takes back what was set for a skill: the configuration's route stands again, or none.</summary>
public sealed record RemoveRoute(string Skill, Guid? By) : IRequest<RemoveRouteOutcome>;

public abstract record RemoveRouteOutcome
{
    public sealed record Removed : RemoveRouteOutcome;

    /// <summary>Nothing was set for the skill.</summary>
    public sealed record NothingSet : RemoveRouteOutcome;

    /// <summary>Another route falls back to it.</summary>
    public sealed record StillNeeded(string By) : RemoveRouteOutcome;
}

internal sealed class RemoveRouteHandler(PlatformDbContext db, ModelRoutes routes, StoredRoutes stored, TimeProvider clock) : IRequestHandler<RemoveRoute, RemoveRouteOutcome>
{
    public async Task<RemoveRouteOutcome> Handle(RemoveRoute command, CancellationToken cancellationToken)
    {
        var skill = command.Skill.Trim().ToLowerInvariant();
        await stored.LoadAsync(cancellationToken);
        if (await db.StoredRoutes.SingleOrDefaultAsync(r => r.Skill == skill, cancellationToken) is not { } kept)
            return new RemoveRouteOutcome.NothingSet();
        if (!routes.IsConfigured(skill) && routes.All.FirstOrDefault(r => skill.Equals(r.Value.Fallback, StringComparison.OrdinalIgnoreCase)).Key is { } other)
            return new RemoveRouteOutcome.StillNeeded(other);

        db.Remove(kept);
        db.Audit(clock.GetUtcNow(), command.By, "route.remove", skill);
        await db.SaveChangesAsync(cancellationToken);
        await stored.LoadAsync(cancellationToken);
        return new RemoveRouteOutcome.Removed();
    }
}
