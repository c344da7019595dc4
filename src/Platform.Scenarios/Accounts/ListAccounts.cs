using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;

namespace Platform.Scenarios.Accounts;

/// <summary>All accounts, by name.</summary>
public sealed record ListAccounts : IRequest<IReadOnlyList<AccountRow>>;

/// <param name="HasPassword">False while the invited owner has not set one, and for accounts of an identity provider.</param>
/// <param name="FromProvider">Whether it signs in through an identity provider.</param>
public sealed record AccountRow(
    Guid Id, string UserName, string DisplayName, IReadOnlyList<string> Roles, bool Locked, bool HasPassword, bool FromProvider, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt);

internal sealed class ListAccountsHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<ListAccounts, IReadOnlyList<AccountRow>>
{
    public async Task<IReadOnlyList<AccountRow>> Handle(ListAccounts query, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var accounts = await db.Users.AsNoTracking().OrderBy(a => a.UserName).ToListAsync(cancellationToken);
        var roles = (await db.UserRoles.Join(db.Roles, held => held.RoleId, role => role.Id, (held, role) => new { held.UserId, role.Name }).ToListAsync(cancellationToken))
            .ToLookup(held => held.UserId, held => held.Name!);
        var external = (await db.UserLogins.Select(login => login.UserId).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        return [.. accounts.Select(a => new AccountRow(
            a.Id, a.UserName ?? "", a.DisplayName ?? a.UserName ?? "", [.. roles[a.Id].Order(StringComparer.Ordinal)], a.LockoutEnd > now,
            a.PasswordHash is not null, external.Contains(a.Id), a.CreatedAt, a.LastSignInAt))];
    }
}
