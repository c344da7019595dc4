using System.Security.Claims;
using System.Text.Encodings.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Platform.Bots.Operations;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;
using Platform.Scenarios.Keys;

namespace Platform.Bots.Access.ApiKeys;

/// <summary><c>Authorization: Bearer KEY</c>: reads the caller's key and says who it is; see <see cref="Caller"/>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KnownKeys keys, PlaygroundPasses passes, IMediator mediator)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";
    private const int LongestKey = 2_000;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (await CallerAsync() is not { } caller)
            return AuthenticateResult.NoResult();

        Context.Features.Set(caller);
        var id = caller.Key?.Key.Id ?? caller.Pass!.Account;
        var identity = new ClaimsIdentity([new Claim("key", id.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorResponses.WriteAsync(Context, StatusCodes.Status401Unauthorized, Given() is null
            ? "No key was given. Send the header 'Authorization: Bearer YOUR_KEY'; keys are made on the console's page Keys or with 'keys create'."
            : "The key is not valid: it is unknown, revoked, disabled or expired, or its account is locked. Make a new one on the console's page Keys or with 'keys create'.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ErrorResponses.WriteAsync(Context, StatusCodes.Status403Forbidden, "The key may not do this.");

    private async ValueTask<Caller?> CallerAsync()
    {
        if (Given() is not { } given)
            return null;
        if (given.StartsWith(PlaygroundPasses.Beginning, StringComparison.Ordinal))
            return passes.Read(given) is { } pass && !await mediator.Send(new IsAccountLocked(pass.Account), Context.RequestAborted) ? new Caller(ApiScopes.All, null, pass) : null;
        return KeySecret.LooksLikeOne(given) && await keys.FindAsync(given, Context.RequestAborted) is { } found ? new Caller(found.Key.Scopes, found, null) : null;
    }

    private string? Given() => Request.Headers[HeaderNames.Authorization] is [{ Length: > 0 and < LongestKey } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        ? header[Bearer.Length..].Trim()
        : null;
}
