using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;

namespace Platform.Scenarios.Accounts;

/// <summary>Keeps that someone tried to sign in to an account that exists, and how it went.</summary>
/// <param name="Outcome"><c>SignedIn</c>, <c>Wrong</c>, <c>Locked</c> or <c>SignedOut</c>.</param>
public sealed record RecordSignIn(Guid AccountId, string Outcome) : IRequest<Unit>;

internal sealed class RecordSignInHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<RecordSignIn, Unit>
{
    public async Task<Unit> Handle(RecordSignIn command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (command.Outcome == "SignedIn")
            await db.Users.Where(a => a.Id == command.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignInAt, now), cancellationToken);
        db.Audit(now, command.AccountId, "account.sign-in", command.AccountId, new { command.Outcome });
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}
