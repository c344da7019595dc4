using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Keys;

/// <summary>What keys used by day and model, the newest day first.</summary>
/// <param name="KeyId">Only of this key; null for all.</param>
/// <param name="Owner">Only of keys of this account; null for all.</param>
public sealed record ReadUsage(DateOnly From, DateOnly To, Guid? KeyId, Guid? Owner) : IRequest<IReadOnlyList<KeyUsage>>;

internal sealed class ReadUsageHandler(PlatformDbContext db) : IRequestHandler<ReadUsage, IReadOnlyList<KeyUsage>>
{
    public async Task<IReadOnlyList<KeyUsage>> Handle(ReadUsage query, CancellationToken cancellationToken) =>
        await db.KeyUsage.AsNoTracking()
            .Where(u => u.Day >= query.From && u.Day <= query.To)
            .Where(u => query.KeyId == null || u.KeyId == query.KeyId)
            .Where(u => query.Owner == null || db.ApiKeys.Any(k => k.Id == u.KeyId && k.OwnerId == query.Owner))
            .OrderByDescending(u => u.Day).ThenBy(u => u.Model)
            .ToListAsync(cancellationToken);
}
