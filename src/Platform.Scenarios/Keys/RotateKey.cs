using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Operations;

namespace Platform.Scenarios.Keys;

/// <summary>Makes a new key like an old one, which goes on working for a while, so that an application can change over without a break.</summary>
/// <param name="Overlap">How long the old one still works; zero ends it now.</param>
/// <param name="Owner">The account that must own it; null for whoever may change every key.</param>
public sealed record RotateKey(Guid KeyId, TimeSpan Overlap, Guid? Owner, Guid? By) : IRequest<RotateKeyOutcome>;

public abstract record RotateKeyOutcome
{
    public sealed record Rotated(CreatedKey Key, DateTimeOffset OldWorksUntil) : RotateKeyOutcome;

    /// <summary>There is none, or it no longer works.</summary>
    public sealed record NoSuchKey : RotateKeyOutcome;
}

internal sealed class RotateKeyHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<RotateKey, RotateKeyOutcome>
{
    public async Task<RotateKeyOutcome> Handle(RotateKey command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == command.KeyId, cancellationToken);
        if (old is null || command.Owner is { } owner && old.OwnerId != owner || !old.IsUsable(now))
            return new RotateKeyOutcome.NoSuchKey();

        var secret = KeySecret.New(old.Environment);
        var next = new ApiKey
        {
            Name = old.Name,
            Hash = KeySecret.Hash(secret),
            Prefix = KeySecret.Prefix(secret, old.Environment),
            OwnerId = old.OwnerId,
            Environment = old.Environment,
            Scopes = old.Scopes,
            Models = [.. old.Models],
            Origins = [.. old.Origins],
            RequestsPerMinute = old.RequestsPerMinute,
            RequestsPerDay = old.RequestsPerDay,
            TokensPerDay = old.TokensPerDay,
            CreatedAt = now,
            ExpiresAt = old.ExpiresAt is { } end ? now + (end - old.CreatedAt) : null, // the same life as the old one had
        };
        var until = now + command.Overlap;
        if (!(old.ExpiresAt < until))
            old.ExpiresAt = until;
        db.Add(next);
        db.Audit(now, command.By, "key.rotate", old.Id, new { Next = next.Id, Until = old.ExpiresAt });
        await db.SaveChangesAsync(cancellationToken);
        return new RotateKeyOutcome.Rotated(new CreatedKey(next.Id, secret, next.Prefix, next.ExpiresAt), old.ExpiresAt.Value);
    }
}
