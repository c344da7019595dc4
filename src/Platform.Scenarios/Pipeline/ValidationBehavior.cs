using FluentValidation;
using MediatR;

namespace Platform.Scenarios.Pipeline;

/// <summary>Checks a message by its validators before its handler sees it.</summary>
/// <exception cref="ValidationException">A rule is broken; mapped to 400 at the edge.</exception>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
            await validator.ValidateAndThrowAsync(request, cancellationToken);
        return await next();
    }
}
