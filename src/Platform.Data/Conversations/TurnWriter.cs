using System.Threading.Channels;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Operations;

namespace Platform.Data.Conversations;

/// <summary>
/// The one writer of turns: changes from all conversations are saved in the order they came, many to a transaction,
/// and each caller goes on when its own change is durable.
/// </summary>
/// <remarks>One fsync for up to 256 turns; measured against one SaveChanges each in <c>docs/benchmarks.md</c>.</remarks>
public sealed class TurnWriter : IAsyncDisposable
{
    private const int MostPerTransaction = 256;
    private const int MostWaiting = 8192;

    private readonly IDbContextFactory<PlatformDbContext> _contexts;
    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _loop;

    public TurnWriter(IDbContextFactory<PlatformDbContext> contexts)
    {
        _contexts = contexts;
        _loop = Task.Run(WriteAllAsync);
    }

    /// <summary>Saves a change; returns when it is durable. Calls made one after another are saved in that order.</summary>
    /// <param name="change">Adds or marks entities on the context it is given; runs again on another context if the transaction it shared fails.</param>
    /// <exception cref="DbUpdateException">The change was refused, for example by a unique index, or the database could not be written.</exception>
    public async Task WriteAsync(Action<PlatformDbContext> change, CancellationToken cancellationToken)
    {
        var write = new Write(change);
        if (!_waiting.Writer.TryWrite(write))
            await _waiting.Writer.WriteAsync(write, cancellationToken);
        await write.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>(MostPerTransaction);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPerTransaction && _waiting.Reader.TryRead(out var write))
                batch.Add(write);
            WriterMetrics.Saving(batch.Count);
            await SaveAsync(batch);
            batch.Clear();
        }
    }

    private async Task SaveAsync(List<Write> batch)
    {
        if (await TrySaveAsync(batch) is not { } failure)
            return;

        if (batch.Count > 1 && IsRefusal(failure))
        {
            foreach (var write in batch) // one of them was refused; the others must not suffer for it
                await TrySaveAsync([write], reportFailure: true);
            return;
        }

        foreach (var write in batch)
            write.Done.TrySetException(failure);
    }

    private async Task<Exception?> TrySaveAsync(IReadOnlyList<Write> writes, bool reportFailure = false)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync();
            db.ChangeTracker.AutoDetectChangesEnabled = false; // changes are marked, not searched for
            foreach (var write in writes)
                write.Change(db);
            await db.SaveChangesAsync();
        }
        catch (Exception failure) // handed to the callers; the loop goes on
        {
            if (reportFailure)
                foreach (var write in writes)
                    write.Done.TrySetException(failure);
            return failure;
        }

        foreach (var write in writes)
            write.Done.TrySetResult();
        return null;
    }

    private static bool IsRefusal(Exception failure) =>
        failure is DbUpdateConcurrencyException // it changes a row that is not there
        || (DatabaseFailure.Of(failure) is null && (failure is not DbUpdateException || IsConstraint(failure.InnerException)));

    /// <summary>Whether a save failed because the data broke a rule of the schema, such as a unique index.</summary>
    public static bool IsConstraint(Exception? failure) => failure switch
    {
        SqliteException { SqliteErrorCode: 19 } => true, // SQLITE_CONSTRAINT
        SqlException { Number: 2601 or 2627 or 547 } => true, // unique index, unique key, foreign key
        _ => false,
    };

    private sealed record Write(Action<PlatformDbContext> Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
