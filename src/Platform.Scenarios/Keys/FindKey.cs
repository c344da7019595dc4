using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Scenarios.Accounts;

namespace Platform.Scenarios.Keys;

/// <summary>The key of this hash with what it has used today; null when there is none, or its owner's account is locked by an admin. Whether it is usable else is the caller's to say.</summary>
public sealed record FindKey(string Hash) : IRequest<FoundKey?>;

/// <param name="Key">As it stands now; not tracked.</param>
public sealed record FoundKey(ApiKey Key, UsedToday Used);

/// <summary>Requests and tokens of one key on one day, over all models and servers.</summary>
public sealed record UsedToday(DateOnly Day, long Requests, long Tokens);

internal sealed class FindKeyHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<FindKey, FoundKey?>
{
    public async Task<FoundKey?> Handle(FindKey query, CancellationToken cancellationToken)
    {
        if (await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Hash == query.Hash, cancellationToken) is not { } key
            || await IsLockedAsync(key.OwnerId, cancellationToken))
            return null;

        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return new FoundKey(key, await db.UsedAsync(key.Id, day, cancellationToken));
    }

    /// <summary>A lock that ends by itself does not count: anyone could stop an application by signing in wrongly as its owner.</summary>
    private async Task<bool> IsLockedAsync(Guid? owner, CancellationToken cancellationToken) =>
        owner is not null && await db.Users.AnyAsync(account => account.Id == owner && account.LockoutEnd == AccountRules.LockedByAdmin, cancellationToken);
}

internal static class KeyUsageSums
{
    public static async Task<UsedToday> UsedAsync(this PlatformDbContext db, Guid key, DateOnly day, CancellationToken cancellationToken)
    {
        var rows = await db.KeyUsage.AsNoTracking().Where(u => u.KeyId == key && u.Day == day).ToListAsync(cancellationToken);
        return new UsedToday(day, rows.Sum(u => u.Requests), rows.Sum(u => u.PromptTokens + u.CompletionTokens));
    }
}
