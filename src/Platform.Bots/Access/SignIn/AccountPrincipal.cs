using System.Security.Claims;

namespace Platform.Bots.Access.SignIn;

internal static class AccountPrincipal
{
    /// <summary>The account that is signed in.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page or endpoint lacks its policy.</exception>
    public static Guid AccountId(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        ? id
        : throw new InvalidOperationException("Nobody is signed in here. Give the page or endpoint a policy of AccessPolicies.");
}
