using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Someone whom an identity provider vouches for signs in: their account is made or found, and holds the roles that the provider says.</summary>
/// <param name="Subject">The provider's own, unchanging id of the person.</param>
public sealed record AdmitFromProvider(string Provider, string Subject, string UserName, string? DisplayName, IReadOnlyList<string> Roles) : IRequest<AdmitOutcome>;

public abstract record AdmitOutcome
{
    public sealed record Admitted(Guid AccountId) : AdmitOutcome;

    /// <summary>The provider gives the person no role here; an account that had some has lost them, and what was signed in with it ends.</summary>
    public sealed record NoRole : AdmitOutcome;

    /// <summary>An account of this name exists that is not the provider's; it is not taken over.</summary>
    public sealed record NameTaken : AdmitOutcome;

    public sealed record Locked : AdmitOutcome;
}

internal sealed class AdmitFromProviderHandler(PlatformDbContext db, UserManager<Account> accounts, TimeProvider clock) : IRequestHandler<AdmitFromProvider, AdmitOutcome>
{
    public async Task<AdmitOutcome> Handle(AdmitFromProvider command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = await accounts.FindByLoginAsync(command.Provider, command.Subject);
        if (account is not null && await accounts.IsLockedOutAsync(account))
            return new AdmitOutcome.Locked();
        if (command.Roles.Count == 0)
        {
            if (account is not null)
                await TakeRolesAsync(account, command.Provider, now);
            return new AdmitOutcome.NoRole();
        }

        if (account is null)
        {
            account = new Account { UserName = command.UserName, DisplayName = command.DisplayName ?? command.UserName, CreatedAt = now };
            db.Audit(now, account.Id, "account.from-provider", account.Id);
            if (!(await accounts.CreateAsync(account)).Succeeded)
                return new AdmitOutcome.NameTaken();
            await accounts.AddLoginAsync(account, new UserLoginInfo(command.Provider, command.Subject, command.Provider));
        }

        var before = await accounts.GetRolesAsync(account);
        await accounts.RemoveFromRolesAsync(account, before.Except(command.Roles, StringComparer.Ordinal));
        await accounts.AddToRolesAsync(account, command.Roles.Except(before, StringComparer.Ordinal));
        account.LastSignInAt = now;
        db.Audit(now, account.Id, "account.sign-in", account.Id, new { Outcome = "SignedIn", command.Provider });
        await accounts.UpdateAsync(account);
        return new AdmitOutcome.Admitted(account.Id);
    }

    private async Task TakeRolesAsync(Account account, string provider, DateTimeOffset now)
    {
        var before = await accounts.GetRolesAsync(account);
        db.Audit(now, account.Id, "account.change", account.Id, new { Roles = Array.Empty<string>(), before, Provider = provider });
        await accounts.RemoveFromRolesAsync(account, before);
        await accounts.UpdateSecurityStampAsync(account); // ends what was signed in before
    }
}
