using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge;

/// <summary>Every change of the knowledge base goes through here: one after another, whole or not at all, and counted so that every node notices.</summary>
internal sealed class KnowledgeLedger(IDbContextFactory<PlatformDbContext> contexts) : IDisposable
{
    private const int MostTries = 5;

    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    /// <param name="change">Reads and changes entities on the context it is given; runs again on a fresh one if another process was faster.</param>
    public async Task<T> ChangeAsync<T>(Func<PlatformDbContext, Task<T>> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                var revision = await db.KnowledgeRevisions.SingleAsync(cancellationToken); // read first: fences everything read after it
                var result = await change(db);
                if (!db.ChangeTracker.HasChanges())
                    return result;

                revision.Number++;
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                    return result;
                }
                catch (DbUpdateException failure) when (attempt < MostTries && (failure is DbUpdateConcurrencyException || TurnWriter.IsConstraint(failure.InnerException)))
                {
                    // another process changed the base in between: decide anew on what it left
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>Writes an entry's changes together with the version they make.</summary>
internal static class EntryChanges
{
    public static KnowledgeEntry Add(PlatformDbContext db, string externalId, string language, EntryContent content, ChangeOrigin origin)
    {
        var entry = new KnowledgeEntry
        {
            ExternalId = externalId,
            Language = language,
            Question = content.Question,
            Answer = content.Answer,
            ContentHash = "",
            CreatedAt = origin.At,
            UpdatedAt = origin.At,
            Source = origin.Source,
            Version = 0,
        };
        db.KnowledgeEntries.Add(entry);
        Write(db, entry, content, origin);
        return entry;
    }

    public static void Write(PlatformDbContext db, KnowledgeEntry entry, EntryContent content, ChangeOrigin origin)
    {
        entry.Question = content.Question;
        entry.Similar = [.. content.Similar];
        entry.Answer = content.Answer;
        entry.Topic = content.Topic;
        entry.Audience = content.Audience;
        entry.ValidFrom = content.ValidFrom;
        entry.ValidTo = content.ValidTo;
        entry.State = content.State;
        entry.ContentHash = content.Hash();
        entry.UpdatedAt = origin.At;
        entry.Source = origin.Source ?? entry.Source;
        entry.Version++;
        db.KnowledgeEntryVersions.Add(new KnowledgeEntryVersion
        {
            EntryId = entry.Id,
            Number = entry.Version,
            At = origin.At,
            AccountId = origin.AccountId,
            Act = origin.Act,
            Content = content.ToJson(),
        });
    }
}

/// <summary>Who changes an entry, when, and by what act.</summary>
internal sealed record ChangeOrigin(string Act, DateTimeOffset At, Guid? AccountId, string? Source = null);
