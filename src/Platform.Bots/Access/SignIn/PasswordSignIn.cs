using MediatR;
using Microsoft.AspNetCore.Identity;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;

namespace Platform.Bots.Access.SignIn;

/// <summary>What came of a name and a password.</summary>
internal enum PasswordSignInOutcome
{
    SignedIn = 0,

    /// <summary>Name or password is wrong; which one is not said.</summary>
    Wrong = 1,
    Locked = 2,
}

/// <summary>Signs in by name and password; counts failures and locks.</summary>
internal sealed class PasswordSignIn(SignInManager<Account> signIn, IMediator mediator)
{
    private static readonly string Decoy = new PasswordHasher<Account>().HashPassword(new Account(), Guid.NewGuid().ToString());

    public async Task<PasswordSignInOutcome> TryAsync(string name, string password, CancellationToken cancellationToken)
    {
        var accounts = signIn.UserManager;
        if (await accounts.FindByNameAsync(name) is not { } account)
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), Decoy, password); // takes as long as for a name that exists
            return PasswordSignInOutcome.Wrong;
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        var outcome = result switch
        {
            { Succeeded: true } => PasswordSignInOutcome.SignedIn,
            { IsLockedOut: true } => PasswordSignInOutcome.Locked,
            _ => PasswordSignInOutcome.Wrong,
        };
        await mediator.Send(new RecordSignIn(account.Id, outcome.ToString()), cancellationToken);
        return outcome;
    }
}
