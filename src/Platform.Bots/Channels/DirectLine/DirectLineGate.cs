using System.Net.Http.Headers;
using FluentValidation;
using Platform.Data.Operations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Who calls.</summary>
/// <param name="Grant">What the token opens; null for a secret, which opens everything.</param>
internal sealed record DirectLineCaller(TokenGrant? Grant)
{
    public bool HasSecret => Grant is null;

    /// <returns>The refusal, or null.</returns>
    public DirectLineError? Refuses(string conversation) =>
        Grant is null || string.Equals(Grant.Conversation, conversation, StringComparison.Ordinal) ? null : DirectLineError.OtherConversation;
}

/// <summary>Before an endpoint: limits of the address, secret or token, the site that calls, limits of the conversation.</summary>
internal sealed class DirectLineGate(DirectLineKeys keys, DirectLineTokens tokens, DirectLineLimits limits) : IEndpointFilter
{
    private const int LongestToken = 16 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(header.Parameter) || header.Parameter.Length > LongestToken)
            return DirectLineError.MissingToken;

        if (keys.IsSecret(header.Parameter))
        {
            http.Features.Set(new DirectLineCaller(null));
            return await next(context);
        }

        switch (await tokens.ReadAsync(header.Parameter))
        {
            case TokenReading.Valid { Grant: var grant }:
                if (!Trusts(grant.Origins, http.Request))
                    return DirectLineError.OriginNotTrusted;
                if (limits.OnConversation(grant.Conversation) is { } refusal)
                    return refusal;
                http.Features.Set(new DirectLineCaller(grant));
                return await next(context);
            case TokenReading.Expired:
                return DirectLineError.TokenExpired;
            default:
                return DirectLineError.InvalidToken;
        }
    }

    /// <summary>A request without an origin does not come from a page of another site.</summary>
    public static bool Trusts(IReadOnlyList<string> origins, HttpRequest request) =>
        origins.Count == 0 || request.Headers.Origin is not [{ Length: > 0 } origin] || origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Around every endpoint: the limits of the address, and failures in the protocol's own form.</summary>
internal sealed class DirectLineEdge(DirectLineLimits limits, ILogger<DirectLineEdge> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (limits.OnAddress(http.Connection.RemoteIpAddress) is { } refusal)
            return refusal;

        try
        {
            return await next(context);
        }
        catch (ValidationException broken)
        {
            return DirectLineError.BadArgument(string.Join(" ", broken.Errors.Select(e => e.ErrorMessage)));
        }
        catch (BadHttpRequestException broken)
        {
            return broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? DirectLineError.TooLarge : DirectLineError.BadArgument("The request could not be read.");
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted) // the edge of the host for this protocol: clients expect its own form of errors
        {
            logger.RequestFailed(http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, failure.GetType().Name);
            return DatabaseFailure.Of(failure) is { } database ? DirectLineError.Unavailable(database.InWords()) : DirectLineError.Failed;
        }
    }
}
