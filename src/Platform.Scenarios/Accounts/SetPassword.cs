using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>The owner of an account sets its password through the link that an admin gave them.</summary>
public sealed record SetPassword(Guid AccountId, string Token, string Password) : IRequest<SetPasswordOutcome>;

public abstract record SetPasswordOutcome
{
    public sealed record Set : SetPasswordOutcome;

    /// <summary>It was used, a newer one was made, or its time is over.</summary>
    public sealed record LinkNotValid : SetPasswordOutcome;

    public sealed record Refused(IReadOnlyList<string> Reasons) : SetPasswordOutcome;
}

internal sealed class SetPasswordRules : AbstractValidator<SetPassword>
{
    public SetPasswordRules() => RuleFor(s => s.Password).NotEmpty().MaximumLength(AccountRules.PasswordLength);
}

internal sealed class SetPasswordHandler(PlatformDbContext db, UserManager<Account> accounts, TimeProvider clock) : IRequestHandler<SetPassword, SetPasswordOutcome>
{
    public async Task<SetPasswordOutcome> Handle(SetPassword command, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(command.AccountId.ToString()) is not { } account)
            return new SetPasswordOutcome.LinkNotValid();

        db.Audit(clock.GetUtcNow(), account.Id, "account.password-set", account.Id);
        var result = await accounts.ResetPasswordAsync(account, command.Token, command.Password);
        if (result.Succeeded)
            return new SetPasswordOutcome.Set();
        return result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken))
            ? new SetPasswordOutcome.LinkNotValid()
            : new SetPasswordOutcome.Refused([.. result.Errors.Select(e => e.Code)]);
    }
}
