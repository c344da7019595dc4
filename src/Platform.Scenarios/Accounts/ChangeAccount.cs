using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Gives an account exactly these roles and locks or unlocks it; who is signed in with it feels it within a minute, and keys of a locked account are refused.</summary>
public sealed record ChangeAccount(Guid AccountId, IReadOnlyList<string> Roles, bool Locked, Guid By) : IRequest<ChangeAccountOutcome>;

public enum ChangeAccountOutcome
{
    Changed = 0,
    NoSuchAccount = 1,

    /// <summary>It is the only admin left: it can be neither locked nor lose the role.</summary>
    LastAdmin = 2,
}

internal sealed class ChangeAccountRules : AbstractValidator<ChangeAccount>
{
    public ChangeAccountRules()
    {
        RuleFor(c => c.Roles).NotNull();
        RuleForEach(c => c.Roles).Must(Data.Accounts.Roles.Exists);
    }
}

internal sealed class ChangeAccountHandler(PlatformDbContext db, UserManager<Account> accounts, TimeProvider clock) : IRequestHandler<ChangeAccount, ChangeAccountOutcome>
{
    public async Task<ChangeAccountOutcome> Handle(ChangeAccount command, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(command.AccountId.ToString()) is not { } account)
            return ChangeAccountOutcome.NoSuchAccount;

        var now = clock.GetUtcNow();
        if ((command.Locked || !command.Roles.Contains(Roles.Admin, StringComparer.Ordinal)) && await accounts.IsLastAdminAsync(account, now))
            return ChangeAccountOutcome.LastAdmin;

        var before = await accounts.GetRolesAsync(account);
        account.LockoutEnabled = true;
        account.LockoutEnd = command.Locked ? AccountRules.LockedByAdmin : null;
        account.AccessFailedCount = 0;
        db.Audit(now, command.By, "account.change", account.Id, new { command.Roles, before, command.Locked });
        await accounts.RemoveFromRolesAsync(account, before.Except(command.Roles, StringComparer.Ordinal));
        await accounts.AddToRolesAsync(account, command.Roles.Except(before, StringComparer.Ordinal));
        await accounts.UpdateSecurityStampAsync(account); // saves the lock and ends what was signed in before
        return ChangeAccountOutcome.Changed;
    }
}
