using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Accounts;

namespace Platform.Scenarios.Keys;

/// <summary>Adds what keys used since the last time to what is kept.</summary>
/// <returns>What each of these keys has used today, on all servers.</returns>
public sealed record RecordUsage(IReadOnlyList<UsageRow> Rows) : IRequest<IReadOnlyDictionary<Guid, UsedToday>>;

/// <summary>Counts of one key, model and day, to be added.</summary>
public sealed record UsageRow(
    Guid KeyId, string Model, DateOnly Day, long Requests, long Errors, long PromptTokens, long CachedTokens, long CompletionTokens, DateTimeOffset LastUsedAt);

internal sealed class RecordUsageHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<RecordUsage, IReadOnlyDictionary<Guid, UsedToday>>
{
    public Task<IReadOnlyDictionary<Guid, UsedToday>> Handle(RecordUsage command, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async ct =>
        {
            await using var all = await db.Database.BeginTransactionAsync(ct); // tried again as a whole, or counted twice
            var totals = await WriteAsync(command, ct);
            await all.CommitAsync(ct);
            return totals;
        }, cancellationToken);

    private async Task<IReadOnlyDictionary<Guid, UsedToday>> WriteAsync(RecordUsage command, CancellationToken cancellationToken)
    {
        foreach (var row in command.Rows)
            if (!await AddAsync(row, cancellationToken))
                await InsertAsync(row, cancellationToken);

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var totals = new Dictionary<Guid, UsedToday>();
        foreach (var key in command.Rows.GroupBy(row => row.KeyId))
        {
            var last = key.Max(row => row.LastUsedAt);
            await db.ApiKeys.Where(k => k.Id == key.Key).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, last), cancellationToken);
            totals[key.Key] = await db.UsedAsync(key.Key, today, cancellationToken);
        }

        return totals;
    }

    private async Task<bool> AddAsync(UsageRow row, CancellationToken cancellationToken) =>
        await db.KeyUsage.Where(u => u.KeyId == row.KeyId && u.Model == row.Model && u.Day == row.Day).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.Requests, u => u.Requests + row.Requests)
            .SetProperty(u => u.Errors, u => u.Errors + row.Errors)
            .SetProperty(u => u.PromptTokens, u => u.PromptTokens + row.PromptTokens)
            .SetProperty(u => u.CachedTokens, u => u.CachedTokens + row.CachedTokens)
            .SetProperty(u => u.CompletionTokens, u => u.CompletionTokens + row.CompletionTokens), cancellationToken) > 0;

    /// <summary>The first use of the day; another server may be first, then it is added to.</summary>
    private async Task InsertAsync(UsageRow row, CancellationToken cancellationToken)
    {
        var usage = new KeyUsage
        {
            KeyId = row.KeyId,
            Model = row.Model,
            Day = row.Day,
            Requests = row.Requests,
            Errors = row.Errors,
            PromptTokens = row.PromptTokens,
            CachedTokens = row.CachedTokens,
            CompletionTokens = row.CompletionTokens,
        };
        db.Add(usage);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (db.KeyUsage.AsNoTracking().Any(u => u.KeyId == row.KeyId && u.Model == row.Model && u.Day == row.Day))
        {
            db.Entry(usage).State = EntityState.Detached;
            await AddAsync(row, cancellationToken);
        }

        db.ChangeTracker.Clear();
    }
}
