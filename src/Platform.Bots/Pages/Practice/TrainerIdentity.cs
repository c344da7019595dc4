using System.Security.Claims;
using Platform.Bots.Access.SignIn;
using Platform.Data.Accounts;
using Platform.Scenarios.Practice;

namespace Platform.Bots.Pages.Practice;

internal static class TrainerIdentity
{
    /// <summary>What this person may see of other people's practice.</summary>
    public static TrainerScope AsTrainer(this ClaimsPrincipal user) => new(user.AccountId(), user.IsInRole(Roles.Admin));
}
