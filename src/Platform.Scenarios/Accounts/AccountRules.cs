using Microsoft.AspNetCore.Identity;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Accounts;

/// <summary>Limits and rules that several acts on accounts share.</summary>
public static class AccountRules
{
    public const int NameLength = 100;

    /// <summary>A longer password would only cost time to hash.</summary>
    public const int PasswordLength = 256;

    /// <summary>End of a lock that only an admin ends.</summary>
    internal static readonly DateTimeOffset LockedByAdmin = DateTimeOffset.MaxValue;

    /// <summary>Whether the account is the only admin who can sign in; such a one can be neither locked nor demoted.</summary>
    internal static async Task<bool> IsLastAdminAsync(this UserManager<Account> accounts, Account account, DateTimeOffset now)
    {
        var admins = await accounts.GetUsersInRoleAsync(Roles.Admin);
        return admins.Any(a => a.Id == account.Id) && !admins.Any(a => a.Id != account.Id && !(a.LockoutEnd > now));
    }
}
