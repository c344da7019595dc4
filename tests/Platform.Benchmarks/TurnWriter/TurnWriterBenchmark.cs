using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Testing;

namespace Platform.Benchmarks.TurnWriter;

/// <summary>Durable turns (<c>synchronous=FULL</c>) through the batching writer, and with one SaveChanges each.</summary>
internal static class TurnWriterBenchmark
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Report.Machine();
        var rows = new List<string[]>();
        foreach (var writers in new[] { 1, 8, 32 })
        {
            var each = await MeasureAsync(writers, SaveEachAsync, cancellationToken);
            var batch = await MeasureAsync(writers, (database, change, ct) => database.Writer.WriteAsync(change, ct), cancellationToken);
            rows.Add([Report.Number(writers), .. Cells(each), .. Cells(batch)]);
        }

        Report.Table(["writers", "one SaveChanges each, turns/s", "p99 ms", "max ms", "batch writer, turns/s", "p99 ms", "max ms"], rows);

        static string[] Cells((double PerSecond, double P99, double Max) m) => [Report.Number(m.PerSecond), Report.Number(m.P99, "N1"), Report.Number(m.Max, "N0")];
    }

    private static async Task<(double PerSecond, double P99, double Max)> MeasureAsync(
        int writers, Func<TestDatabase, Action<PlatformDbContext>, CancellationToken, Task> save, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync(null, ("Database:BusyTimeout", "00:01:00"));
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(n => Task.Run(async () =>
        {
            var conversation = SampleTurns.Conversation($"c{n}");
            await save(database, db => db.Begin(conversation), cancellationToken);
            for (var sequence = 1; watch.Elapsed < Duration; sequence++)
            {
                var turn = SampleTurns.Turn(conversation, sequence, $"a{sequence}");
                var began = Stopwatch.GetTimestamp();
                await save(database, db => db.Add(turn), cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }, cancellationToken)));
        var took = watch.Elapsed;
        var sorted = times.Order().ToList();
        return (sorted.Count / took.TotalSeconds, Report.Percentile(sorted, 0.99), sorted[^1]);
    }

    private static async Task SaveEachAsync(TestDatabase database, Action<PlatformDbContext> change, CancellationToken cancellationToken)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        change(db);
        await db.SaveChangesAsync(cancellationToken);
    }
}
