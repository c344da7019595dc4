using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Scenarios.Pipeline;

/// <summary>Gives every message services of its own, above all its own database context: a page lives for hours and may send two messages at once.</summary>
internal sealed class MessageScope(IServiceScopeFactory scopes) : IMediator
{
    public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Mediator>().Send(request, cancellationToken);
    }

    public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Mediator>().Publish(notification, cancellationToken);
    }
}
