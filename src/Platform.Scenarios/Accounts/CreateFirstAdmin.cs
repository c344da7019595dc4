using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Whoever holds the one-time code becomes the first admin.</summary>
public sealed record CreateFirstAdmin(string Code, string UserName, string Password) : IRequest<CreateFirstAdminOutcome>;

public abstract record CreateFirstAdminOutcome
{
    public sealed record Created(Guid AccountId) : CreateFirstAdminOutcome;

    public sealed record WrongCode : CreateFirstAdminOutcome;

    public sealed record AdminExists : CreateFirstAdminOutcome;

    /// <param name="Reasons">Codes of Identity's rules, such as <c>PasswordTooShort</c>.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : CreateFirstAdminOutcome;
}

internal sealed class CreateFirstAdminRules : AbstractValidator<CreateFirstAdmin>
{
    public CreateFirstAdminRules()
    {
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(AccountRules.NameLength);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(AccountRules.PasswordLength);
    }
}

internal sealed class CreateFirstAdminHandler(PlatformDbContext db, UserManager<Account> accounts, IOptions<DataOptions> data, TimeProvider clock)
    : IRequestHandler<CreateFirstAdmin, CreateFirstAdminOutcome>
{
    public async Task<CreateFirstAdminOutcome> Handle(CreateFirstAdmin command, CancellationToken cancellationToken)
    {
        if ((await accounts.GetUsersInRoleAsync(Roles.Admin)).Count > 0)
            return new CreateFirstAdminOutcome.AdminExists();

        var hash = SetupCodes.Hash(command.Code);
        var now = clock.GetUtcNow();
        var taken = await db.SetupCodes.Where(c => c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken); // of two at once, one finds it unused
        if (taken == 0)
            return new CreateFirstAdminOutcome.WrongCode();

        var account = new Account { UserName = command.UserName, DisplayName = command.UserName, CreatedAt = now };
        db.Audit(now, account.Id, "account.first-admin", account.Id);
        var result = await accounts.CreateAsync(account, command.Password);
        if (!result.Succeeded)
        {
            await db.SetupCodes.Where(c => c.Hash == hash).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, (DateTimeOffset?)null), CancellationToken.None);
            return new CreateFirstAdminOutcome.Refused([.. result.Errors.Select(e => e.Code)]);
        }

        await accounts.AddToRoleAsync(account, Roles.Admin);
        File.Delete(SetupCodes.File(data.Value));
        return new CreateFirstAdminOutcome.Created(account.Id);
    }
}
