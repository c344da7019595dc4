using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Platform.Benchmarks.Connector;

/// <summary>Many people who each send a message, wait for its reply and send the next.</summary>
internal sealed class TurnLoad(AzureStandIn azure, Uri bot, int people) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = people * 2 }) { BaseAddress = bot };
    private readonly string _token = azure.Token();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private int _round;

    public async Task<Outcome> RunAsync(TimeSpan duration, Func<TimeSpan> cpuTime, CancellationToken cancellationToken)
    {
        var round = ++_round;
        var times = new ConcurrentBag<double>();
        var sent = new ConcurrentBag<string>();
        var watch = Stopwatch.StartNew();
        var cpu = cpuTime();
        await Task.WhenAll(Enumerable.Range(0, people).Select(person => Task.Run(async () =>
        {
            for (var n = 0; watch.Elapsed < duration; n++)
            {
                var id = $"{_run}-{round}-{person}-{n}";
                sent.Add(id);
                var began = Stopwatch.GetTimestamp();
                await TurnAsync(id, $"{_run}-{person}", cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }, cancellationToken)));
        var took = watch.Elapsed;
        var used = cpuTime() - cpu;
        await Task.Delay(500, cancellationToken); // a doubled reply would come late

        var sorted = times.Order().ToList();
        return new Outcome(
            sorted.Count / took.TotalSeconds, used.TotalMilliseconds / sorted.Count, Report.Percentile(sorted, 0.5), Report.Percentile(sorted, 0.99),
            sorted.Count, sent.Count(id => !azure.Replies.ContainsKey(id)), sent.Count(id => azure.Replies.GetValueOrDefault(id) > 1));
    }

    public void Dispose() => _http.Dispose();

    private async Task TurnAsync(string id, string conversation, CancellationToken cancellationToken)
    {
        var replied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        azure.Waiting[id] = replied;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new ByteArrayContent(Body(id, conversation)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        await Task.WhenAny(replied.Task, Task.Delay(Patience, cancellationToken));
    }

    private byte[] Body(string id, string conversation) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "message",
        id,
        timestamp = DateTimeOffset.UtcNow,
        serviceUrl = azure.Http,
        channelId = "webchat",
        from = new { id = $"user-{conversation}", name = "User" },
        conversation = new { id = conversation },
        recipient = new { id = "bot", name = "Bot" },
        textFormat = "plain",
        locale = "en-US",
        text = $"Message {id}",
        entities = new[] { new { type = "ClientCapabilities", requiresBotState = true, supportsListening = true, supportsTts = true } },
        channelData = new { clientActivityID = id },
    });
}

/// <param name="CpuMs">CPU time of the bot's process for one turn.</param>
internal sealed record Outcome(double PerSecond, double CpuMs, double MedianMs, double P99Ms, int Turns, int Lost, int Doubled);
