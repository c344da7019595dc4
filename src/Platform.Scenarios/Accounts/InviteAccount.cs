using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Makes an account without a password; its owner sets one through a link.</summary>
/// <param name="By">The admin who invites.</param>
public sealed record InviteAccount(string UserName, string? DisplayName, IReadOnlyList<string> Roles, Guid By) : IRequest<InviteAccountOutcome>;

public abstract record InviteAccountOutcome
{
    /// <param name="Token">Belongs in the link; works once.</param>
    public sealed record Invited(Guid AccountId, string Token) : InviteAccountOutcome;

    /// <param name="Reasons">Codes of Identity's rules, such as <c>DuplicateUserName</c>.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : InviteAccountOutcome;
}

internal sealed class InviteAccountRules : AbstractValidator<InviteAccount>
{
    public InviteAccountRules()
    {
        RuleFor(i => i.UserName).NotEmpty().MaximumLength(AccountRules.NameLength);
        RuleFor(i => i.DisplayName).MaximumLength(AccountRules.NameLength);
        RuleFor(i => i.Roles).NotEmpty();
        RuleForEach(i => i.Roles).Must(Data.Accounts.Roles.Exists);
    }
}

internal sealed class InviteAccountHandler(PlatformDbContext db, UserManager<Account> accounts, TimeProvider clock) : IRequestHandler<InviteAccount, InviteAccountOutcome>
{
    public async Task<InviteAccountOutcome> Handle(InviteAccount command, CancellationToken cancellationToken)
    {
        var name = command.UserName.Trim();
        var account = new Account { UserName = name, DisplayName = string.IsNullOrWhiteSpace(command.DisplayName) ? name : command.DisplayName.Trim(), CreatedAt = clock.GetUtcNow() };
        db.Audit(account.CreatedAt, command.By, "account.invite", account.Id, new { command.Roles });
        var result = await accounts.CreateAsync(account);
        if (!result.Succeeded)
            return new InviteAccountOutcome.Refused([.. result.Errors.Select(e => e.Code)]);

        await accounts.AddToRolesAsync(account, command.Roles.Distinct(StringComparer.Ordinal));
        return new InviteAccountOutcome.Invited(account.Id, await accounts.GeneratePasswordResetTokenAsync(account));
    }
}
