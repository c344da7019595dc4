using System.Collections.Concurrent;
using System.Net;
using Platform.EndToEnd.Tests.Faults;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Operations;

/// <summary>SIGTERM: what runs is finished and delivered, what waits is answered after the next start, nothing twice.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_running_turn_is_finished_and_delivered_before_the_server_stops_and_a_waiting_one_is_answered_after_the_next_start()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var port = Free.Port();
        var seen = new ConcurrentQueue<string>();
        await using var first = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
        using var client = await DirectLineClient.StartAsync(first.Address, EchoServer.Secret, "u1", cancellationToken);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watching = DirectLineClient.WatchAsync(client.StreamUrl, activity =>
        {
            listening.TrySetResult();
            if ((string?)activity["type"] == "typing")
                running.TrySetResult();
            if (EchoServer.IsAnswer(activity))
                seen.Enqueue((string)activity["text"]!);
        }, null, cancellationToken);
        await listening.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken); // the greeting; a sign of typing is not sent again to who comes later
        (await client.PostAsync("check slow", "1", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("later", "2", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);

        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken); // the slow turn has begun
        var (exitCode, took) = await first.StopAsync(cancellationToken);
        await watching;

        exitCode.ShouldBe(0, first.Output);
        took.ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
        seen.ShouldBe(["slow done"]);

        await using var second = await ServerProcess.StartAsync(folder.Path, port, EchoServer.Settings);
        await client.ShouldHaveRepliesAsync(["slow done", "later"], cancellationToken);
    }

    [Fact]
    public async Task An_idle_server_stops_at_once_although_clients_hold_web_sockets()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, 0, EchoServer.Settings);
        using var client = await DirectLineClient.StartAsync(server.Address, EchoServer.Secret, "u1", cancellationToken);
        var watching = DirectLineClient.WatchAsync(client.StreamUrl, _ => { }, null, cancellationToken);
        await Task.Delay(300, cancellationToken);

        var (exitCode, took) = await server.StopAsync(cancellationToken);
        await watching;

        exitCode.ShouldBe(0, server.Output);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }
}
