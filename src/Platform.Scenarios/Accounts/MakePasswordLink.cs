using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Makes a link through which the account's owner sets a new password; links made before no longer work.</summary>
public sealed record MakePasswordLink(Guid AccountId, Guid By) : IRequest<PasswordLinkOutcome>;

public abstract record PasswordLinkOutcome
{
    /// <param name="Token">Belongs in the link; works once.</param>
    public sealed record Made(string Token) : PasswordLinkOutcome;

    public sealed record NoSuchAccount : PasswordLinkOutcome;
}

internal sealed class MakePasswordLinkHandler(PlatformDbContext db, UserManager<Account> accounts, TimeProvider clock) : IRequestHandler<MakePasswordLink, PasswordLinkOutcome>
{
    public async Task<PasswordLinkOutcome> Handle(MakePasswordLink command, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(command.AccountId.ToString()) is not { } account)
            return new PasswordLinkOutcome.NoSuchAccount();

        db.Audit(clock.GetUtcNow(), command.By, "account.password-link", account.Id);
        await accounts.UpdateSecurityStampAsync(account);
        return new PasswordLinkOutcome.Made(await accounts.GeneratePasswordResetTokenAsync(account));
    }
}
