using MediatR;
using Platform.Model.Serving;

namespace Platform.Scenarios.ServedModels;

/// <summary>Every served model as it is now, and the memory of all.</summary>
public sealed record ListServedModels : IRequest<ServedModelList>;

/// <param name="BytesInUse">Of weights and key/value pools.</param>
public sealed record ServedModelList(IReadOnlyList<ServedModelState> Models, long BytesInUse, long MemoryBudget);

internal sealed class ListServedModelsHandler(ModelHost host) : IRequestHandler<ListServedModels, ServedModelList>
{
    public Task<ServedModelList> Handle(ListServedModels query, CancellationToken cancellationToken) =>
        Task.FromResult(new ServedModelList(host.Models, host.BytesInUse, host.MemoryBudget));
}
