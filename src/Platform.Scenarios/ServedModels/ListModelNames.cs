using MediatR;
using Platform.Model.Routes;
using Platform.Model.Serving;

namespace Platform.Scenarios.ServedModels;

/// <summary>Names that can be asked: served models, and skills whose route leads to a model.</summary>
public sealed record ListModelNames : IRequest<IReadOnlyList<string>>;

internal sealed class ListModelNamesHandler(ModelHost host, ModelRoutes routes) : IRequestHandler<ListModelNames, IReadOnlyList<string>>
{
    public Task<IReadOnlyList<string>> Handle(ListModelNames query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. host.Models.Select(model => model.Name)
            .Concat(routes.All.Where(route => route.Value.Kind != RouteKind.None).Select(route => route.Key))
            .Distinct(StringComparer.OrdinalIgnoreCase)]);
}
