using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Platform.Data.Accounts;

namespace Platform.Bots.Access.SignIn;

/// <summary>Looks again, while a page stays open, whether its account still is what it was: locked, or with other roles, it loses the page.</summary>
internal sealed class CircuitAccount(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<AccessOptions> access, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = access.Value.RecheckInterval > TimeSpan.Zero ? access.Value.RecheckInterval : TimeSpan.FromSeconds(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await accounts.GetUserAsync(authenticationState.User) is not { } account)
            return false;
        var stamp = authenticationState.User.FindFirst(identity.Value.ClaimsIdentity.SecurityStampClaimType)?.Value;
        return stamp == await accounts.GetSecurityStampAsync(account) && !await accounts.IsLockedOutAsync(account);
    }
}
