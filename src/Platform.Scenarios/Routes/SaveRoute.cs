using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;
using Platform.Data.Routes;
using Platform.Model.Routes;

namespace Platform.Scenarios.Routes;

/// <summary>Sets where a skill's requests go, from now on and after a restart; every server follows within seconds.</summary>
/// <param name="Route">A key of its own is not kept: it names its place in the configuration.</param>
public sealed record SaveRoute(string Skill, ModelRoute Route, Guid? By) : IRequest<SaveRouteOutcome>;

public abstract record SaveRouteOutcome
{
    public sealed record Saved : SaveRouteOutcome;

    /// <summary>Value, rule and way out.</summary>
    public sealed record Refused(string Chinese, string English) : SaveRouteOutcome;
}

internal sealed class SaveRouteHandler(PlatformDbContext db, ModelRoutes routes, StoredRoutes stored, TimeProvider clock) : IRequestHandler<SaveRoute, SaveRouteOutcome>
{
    public async Task<SaveRouteOutcome> Handle(SaveRoute command, CancellationToken cancellationToken)
    {
        var skill = command.Skill.Trim().ToLowerInvariant();
        await stored.LoadAsync(cancellationToken);
        var all = new Dictionary<string, ModelRoute>(routes.All, StringComparer.OrdinalIgnoreCase) { [skill] = command.Route };
        foreach (var (name, route) in all) // a change can also break a fallback of others
            if (RouteRules.Fault(name, route, all) is { } fault)
                return new SaveRouteOutcome.Refused(fault.Chinese, fault.English);

        var now = clock.GetUtcNow();
        var kept = await db.StoredRoutes.SingleOrDefaultAsync(r => r.Skill == skill, cancellationToken);
        if (kept is null)
            db.Add(kept = new StoredRoute { Skill = skill, Definition = "", ChangedAt = now });
        (kept.Definition, kept.ChangedAt, kept.ChangedBy) = (RouteJson.Write(command.Route), now, command.By);
        db.Audit(now, command.By, "route.save", skill, new { Kind = command.Route.Kind.ToString(), command.Route.Fallback });
        await db.SaveChangesAsync(cancellationToken);
        await stored.LoadAsync(cancellationToken);
        return new SaveRouteOutcome.Saved();
    }
}
