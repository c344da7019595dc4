using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

public sealed class StreamFaultTests
{
    [Fact]
    public async Task After_a_dropped_web_socket_the_client_gets_exactly_what_it_missed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, 0, EchoServer.Settings);
        using var client = await DirectLineClient.StartAsync(server.Address, EchoServer.Secret, "u1", cancellationToken);
        var replies = new ConcurrentQueue<string>();
        string? watermark = null;

        using (var cable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var watching = WatchAsync(client.StreamUrl, cable.Token);
            await client.PostAsync("one", "1", cancellationToken);
            await Eventually(() => replies.Count == 1);
            await cable.CancelAsync(); // the socket is aborted, nobody says goodbye
            await watching;
        }

        (await client.PostAsync("two", "2", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("three", "3", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        using (var cable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var watching = WatchAsync(await client.ReconnectAsync(watermark, cancellationToken), cable.Token);
            await client.PostAsync("four", "4", cancellationToken);
            await Eventually(() => replies.Count >= 4);
            await Task.Delay(300, cancellationToken);
            await cable.CancelAsync();
            await watching;
        }

        replies.ShouldBe(["one", "two", "three", "four"]);

        Task WatchAsync(Uri stream, CancellationToken cable) => DirectLineClient.WatchAsync(stream, activity =>
        {
            if (EchoServer.IsAnswer(activity))
                replies.Enqueue((string)activity["text"]!);
        }, mark => watermark = mark, cable);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
