using MediatR;
using Platform.Model.Routes;

namespace Platform.Scenarios.Routes;

/// <summary>Every route as it stands, with its health.</summary>
/// <param name="Fresh">Looks into the database first: for a command, which has no server that does.</param>
public sealed record ListRoutes(bool Fresh = false) : IRequest<IReadOnlyList<RouteState>>;

internal sealed class ListRoutesHandler(ModelRoutes routes, StoredRoutes stored) : IRequestHandler<ListRoutes, IReadOnlyList<RouteState>>
{
    public async Task<IReadOnlyList<RouteState>> Handle(ListRoutes query, CancellationToken cancellationToken)
    {
        if (query.Fresh)
            await stored.LoadAsync(cancellationToken);
        return routes.States;
    }
}
