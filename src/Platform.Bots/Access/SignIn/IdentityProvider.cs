using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;

namespace Platform.Bots.Access.SignIn;

/// <summary>Sign-in by OpenID Connect: <c>/signin/start</c> leads to the provider, <c>/signin/external</c> takes who comes back.</summary>
internal static class IdentityProvider
{
    public const string Scheme = "openid-connect";

    public static void AddProvider(this AuthenticationBuilder signIn)
    {
        signIn.AddOpenIdConnect(Scheme, _ => { });
        signIn.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<AccessOptions>>((provider, access) =>
        {
            var settings = access.Value.OpenIdConnect;
            (provider.Authority, provider.ClientId, provider.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
            provider.RequireHttpsMetadata = settings.RequireHttps;
            provider.SignInScheme = IdentityConstants.ExternalScheme;
            provider.ResponseType = OpenIdConnectResponseType.Code;
            provider.ResponseMode = OpenIdConnectResponseMode.Query; // a cross-site form post would need SameSite=None cookies
            foreach (var cookie in new[] { provider.CorrelationCookie, provider.NonceCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest); // also behind http on this machine
            provider.UsePkce = true;
            provider.MapInboundClaims = false;
            provider.CallbackPath = "/signin/callback";
            provider.TokenValidationParameters.NameClaimType = "name";
            provider.Events.OnRemoteFailure = failed =>
            {
                failed.Response.Redirect("/signin?problem=provider");
                failed.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    public static void MapIdentityProvider(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value.OpenIdConnect.IsOn)
            return;
        routes.MapGet("/signin/start", Start).AllowAnonymous();
        routes.MapGet("/signin/external", Return).AllowAnonymous();
    }

    private static ChallengeHttpResult Start(string? returnUrl) => TypedResults.Challenge(
        new AuthenticationProperties { RedirectUri = $"/signin/external?returnUrl={Uri.EscapeDataString(ReturnAddress.Safe(returnUrl))}" }, [Scheme]);

    private static async Task<IResult> Return(
        HttpContext http, string? returnUrl, IMediator mediator, SignInManager<Account> signIn, IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var external = await http.AuthenticateAsync(IdentityConstants.ExternalScheme);
        await http.SignOutAsync(IdentityConstants.ExternalScheme);
        if (external.Principal?.FindFirstValue("sub") is not { } subject)
            return TypedResults.LocalRedirect("/signin?problem=provider");

        var settings = options.Value.OpenIdConnect;
        var name = external.Principal.FindFirstValue("preferred_username") ?? external.Principal.FindFirstValue("email") ?? subject;
        var admitted = await mediator.Send(new AdmitFromProvider(Scheme, subject, name, external.Principal.FindFirstValue("name"), RolesIn(external.Principal, settings)), cancellationToken);
        switch (admitted)
        {
            case AdmitOutcome.Admitted(var accountId):
                var account = await signIn.UserManager.FindByIdAsync(accountId.ToString()) ?? throw new InvalidOperationException($"Account {accountId} was admitted and is not found.");
                await signIn.SignInAsync(account, isPersistent: false, Scheme);
                return TypedResults.LocalRedirect(ReturnAddress.Safe(returnUrl));
            case AdmitOutcome.NoRole:
                return TypedResults.LocalRedirect("/signin?problem=no-role");
            case AdmitOutcome.NameTaken:
                return TypedResults.LocalRedirect("/signin?problem=name-taken");
            default:
                return TypedResults.LocalRedirect("/signin?problem=locked");
        }
    }

    private static IReadOnlyList<string> RolesIn(ClaimsPrincipal external, OpenIdConnectSettings settings) =>
        [.. external.FindAll(settings.RoleClaim)
            .Select(claim => settings.RoleMap.TryGetValue(claim.Value, out var role) ? role : claim.Value)
            .Where(Roles.Exists).Distinct(StringComparer.Ordinal)];
}
