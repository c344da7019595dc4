using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Operations;

namespace Platform.Scenarios.Keys;

/// <summary>Revokes a key for ever, or switches it off and on; servers follow within seconds.</summary>
/// <param name="Owner">The account that must own it; null for whoever may change every key.</param>
public sealed record ChangeKey(Guid KeyId, KeyChange Change, Guid? Owner, Guid? By) : IRequest<ChangeKeyOutcome>;

public enum KeyChange
{
    Revoke = 0,
    Disable = 1,
    Enable = 2,
}

public enum ChangeKeyOutcome
{
    Changed = 0,
    NoSuchKey = 1,

    /// <summary>It was revoked before; that cannot be undone.</summary>
    Revoked = 2,
}

internal sealed class ChangeKeyHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<ChangeKey, ChangeKeyOutcome>
{
    public async Task<ChangeKeyOutcome> Handle(ChangeKey command, CancellationToken cancellationToken)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == command.KeyId, cancellationToken);
        if (key is null || command.Owner is { } owner && key.OwnerId != owner)
            return ChangeKeyOutcome.NoSuchKey;
        if (key.RevokedAt is not null)
            return ChangeKeyOutcome.Revoked;

        var now = clock.GetUtcNow();
        if (command.Change == KeyChange.Revoke)
            key.RevokedAt = now;
        else
            key.Enabled = command.Change == KeyChange.Enable;
        db.Audit(now, command.By, $"key.{command.Change.ToString().ToLowerInvariant()}", key.Id);
        await db.SaveChangesAsync(cancellationToken);
        return ChangeKeyOutcome.Changed;
    }
}
