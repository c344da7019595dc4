using MediatR;
using Platform.Model.Routes;

namespace Platform.Scenarios.Routes;

/// <summary>Asks a route's endpoint whether it is there and takes its key.</summary>
/// <returns>Null when it is; else what it answered.</returns>
public sealed record ProbeRoute(string Skill) : IRequest<string?>;

internal sealed class ProbeRouteHandler(ModelRoutes routes) : IRequestHandler<ProbeRoute, string?>
{
    public Task<string?> Handle(ProbeRoute query, CancellationToken cancellationToken) => routes.ProbeAsync(query.Skill, cancellationToken);
}
