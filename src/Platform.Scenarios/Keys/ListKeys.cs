using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Keys;

/// <summary>Keys, the newest first.</summary>
/// <param name="Owner">Only those of this account; null for all.</param>
public sealed record ListKeys(Guid? Owner) : IRequest<IReadOnlyList<KeyRow>>;

/// <param name="Owner">Name of the account that made it; null for a command or an account that is gone.</param>
public sealed record KeyRow(
    Guid Id, string Name, string Prefix, string? Owner, ApiEnvironment Environment, ApiScopes Scopes, IReadOnlyList<string> Models, IReadOnlyList<string> Origins,
    int? RequestsPerMinute, int? RequestsPerDay, long? TokensPerDay,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, bool Enabled, DateTimeOffset? LastUsedAt)
{
    public KeyState State(DateTimeOffset now) => this switch
    {
        { RevokedAt: not null } => KeyState.Revoked,
        _ when ExpiresAt <= now => KeyState.Expired,
        { Enabled: false } => KeyState.Disabled,
        _ => KeyState.Usable,
    };
}

public enum KeyState
{
    Usable = 0,
    Disabled = 1,
    Expired = 2,
    Revoked = 3,
}

internal sealed class ListKeysHandler(PlatformDbContext db) : IRequestHandler<ListKeys, IReadOnlyList<KeyRow>>
{
    public async Task<IReadOnlyList<KeyRow>> Handle(ListKeys query, CancellationToken cancellationToken)
    {
        var keys = await db.ApiKeys.AsNoTracking().Where(k => query.Owner == null || k.OwnerId == query.Owner)
            .OrderByDescending(k => k.CreatedAt).ToListAsync(cancellationToken);
        var owners = await db.Users.Where(a => db.ApiKeys.Any(k => k.OwnerId == a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName ?? a.UserName, cancellationToken);
        return [.. keys.Select(k => new KeyRow(
            k.Id, k.Name, k.Prefix, k.OwnerId is { } owner ? owners.GetValueOrDefault(owner) : null, k.Environment, k.Scopes, k.Models, k.Origins,
            k.RequestsPerMinute, k.RequestsPerDay, k.TokensPerDay, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.Enabled, k.LastUsedAt))];
    }
}
