using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Accounts;

/// <summary>Whether nobody may act for the account any more: an admin locked it, or it is gone. A lock that ends by itself does not count.</summary>
public sealed record IsAccountLocked(Guid AccountId) : IRequest<bool>;

internal sealed class IsAccountLockedHandler(PlatformDbContext db) : IRequestHandler<IsAccountLocked, bool>
{
    public async Task<bool> Handle(IsAccountLocked query, CancellationToken cancellationToken) =>
        !await db.Users.AnyAsync(account => account.Id == query.AccountId && account.LockoutEnd != AccountRules.LockedByAdmin, cancellationToken);
}
