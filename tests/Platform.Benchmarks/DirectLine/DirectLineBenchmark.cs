using System.Collections.Concurrent;
using System.Diagnostics;
using Platform.Testing;

namespace Platform.Benchmarks.DirectLine;

/// <summary>Open web sockets on Direct Line, with few and with many conversations in the database.</summary>
internal static class DirectLineBenchmark
{
    private const int Sockets = 200;
    private const string Secret = "benchmark-secret-benchmark-secret";
    private const int Rounds = 3;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // of each person between two messages

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Report.Machine();
        var rows = new List<string[]>();
        foreach (var stored in new[] { 1_000, 100_000 })
        {
            using var folder = new TemporaryFolder();
            await StoredConversations.FillAsync(folder.Path, stored, cancellationToken);
            await using var server = await ServerProcess.StartAsync(folder.Path, 0, [.. Settings()]);
            rows.Add([Report.Number(stored), .. await MeasureAsync(server, cancellationToken)]);
        }

        Report.Table(["stored conversations", "turns/s", "p50 ms", "p99 ms, median (range)", "max ms", "lost or doubled", "CPU ms per turn", "memory idle, MB", "memory with sockets, MB", "KB per conversation"], rows);
    }

    private static async Task<string[]> MeasureAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var people = await OpenAsync(server, Sockets, cancellationToken); // the first ones load what every later one uses
        await TalkAsync(people, Warm, cancellationToken);
        var before = server.Memory;
        var more = await OpenAsync(server, Sockets, cancellationToken);
        await TalkAsync(more, Warm, cancellationToken);
        var after = server.Memory;
        foreach (var person in more)
            await person.DisposeAsync();

        var (rounds, cpu, watch) = (new List<List<double>>(), server.CpuTime, Stopwatch.StartNew());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var person in people)
                person.Times.Clear();
            await TalkAsync(people, Measured, cancellationToken);
            rounds.Add([.. people.SelectMany(p => p.Times).Order()]);
        }

        var (used, took) = (server.CpuTime - cpu, watch.Elapsed);
        var turns = rounds.Sum(round => round.Count);
        var p99 = rounds.Select(round => Report.Percentile(round, 0.99)).Order().ToList();
        var wrong = people.Sum(p => p.Sent - p.Replies.Count + p.Replies.Values.Count(n => n > 1));
        foreach (var person in people)
            await person.DisposeAsync();

        return
        [
            Report.Number(turns / took.TotalSeconds), Report.Number(Report.Median(rounds.Select(round => Report.Percentile(round, 0.5))), "N1"),
            $"{Report.Number(p99[Rounds / 2], "N1")} ({Report.Number(p99[0], "N1")}-{Report.Number(p99[^1], "N1")})",
            Report.Number(rounds.Max(round => round[^1]), "N0"), Report.Number(wrong), Report.Number(used.TotalMilliseconds / turns, "N2"),
            Report.Number(before / 1e6), Report.Number(after / 1e6), Report.Number((after - before) / 1e3 / Sockets),
        ];
    }

    private static async Task<List<Person>> OpenAsync(ServerProcess server, int people, CancellationToken cancellationToken)
    {
        var open = new List<Person>();
        for (var n = 0; n < people; n++)
            open.Add(await Person.ConnectAsync(server.Address, Secret, cancellationToken));
        return open;
    }

    private static Task TalkAsync(List<Person> people, TimeSpan duration, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        return Task.WhenAll(people.Select((person, n) => Task.Run(async () =>
        {
            await Task.Delay(Pause * n / people.Count, cancellationToken); // people do not speak in step
            while (watch.Elapsed < duration)
            {
                await person.TurnAsync(cancellationToken);
                await Task.Delay(Pause, cancellationToken);
            }
        }, cancellationToken)));
    }

    private static IEnumerable<(string, string?)> Settings() =>
    [
        ("Conversations:Scenario", "channel-check"),
        ("Knowledge:ImportStarter", "false"),
        ("DirectLine:Secrets:0", Secret),
        ("DirectLine:RequestsPerMinutePerToken", "1000000"),
        ("DirectLine:RequestsPerMinutePerAddress", "10000000"),
        ("Logging:LogLevel:Default", "Warning"),
        ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
    ];

    private sealed class Person(DirectLineClient client) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
        private readonly CancellationTokenSource _leave = new();
        private Task _watching = Task.CompletedTask;

        public ConcurrentBag<double> Times { get; } = [];

        public ConcurrentDictionary<string, int> Replies { get; } = new(StringComparer.Ordinal);

        public int Sent { get; private set; }

        public static async Task<Person> ConnectAsync(Uri server, string secret, CancellationToken cancellationToken)
        {
            var client = await DirectLineClient.StartAsync(server, secret, $"user-{Guid.NewGuid():N}", cancellationToken);
            var person = new Person(client);
            person._watching = DirectLineClient.WatchAsync(client.StreamUrl, activity =>
            {
                if ((string?)activity["replyToId"] is null || (string?)activity["type"] != "message" || (string?)activity["text"] is not { } text || text == "Welcome")
                    return;
                person.Replies.AddOrUpdate(text, 1, (_, before) => before + 1);
                if (person._waiting.TryRemove(text, out var waiting))
                    waiting.TrySetResult();
            }, null, person._leave.Token);
            return person;
        }

        public async Task TurnAsync(CancellationToken cancellationToken)
        {
            var text = $"Message {++Sent} of {client.ConversationId}";
            var replied = _waiting[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var began = Stopwatch.GetTimestamp();
            var (status, _) = await client.PostAsync(text, $"{client.ConversationId}-{Sent}", cancellationToken);
            if (!((int)status is >= 200 and < 300))
                throw new HttpRequestException($"A message was answered with {(int)status}.");
            if (await Task.WhenAny(replied.Task, Task.Delay(TimeSpan.FromSeconds(20), cancellationToken)) == replied.Task)
                Times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        public async ValueTask DisposeAsync()
        {
            await _leave.CancelAsync();
            await _watching;
            client.Dispose();
            _leave.Dispose();
        }
    }
}
