using System.Diagnostics;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>What must hold when callers leave, models fail and too much is asked.</summary>
[Collection(nameof(LoadTests))] // they measure the memory of the whole process
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_thousand_callers_that_left_at_random_nothing_is_held()
    {
        await using var host = TinyHost.Create(options => (options.MostRunning, options.MostWaiting, options.MostWaitingPerTenant, options.LongestWait) = (8, 2000, 2000, TimeSpan.FromHours(1)), blocks: 64);
        await LeaveAtRandomAsync(host, 200, 1); // what is allocated once is there now
        var before = NativeMemory();

        await LeaveAtRandomAsync(host, 1000, 2);

        await EventuallyAsync(() => host.BlocksInUse == 0);
        var figures = host.Models.Single().Figures;
        (figures.Running, figures.Waiting).ShouldBe((0, 0));
        figures.Ended[FinishReason.Cancelled].ShouldBeGreaterThan(500);
        (NativeMemory() - before).ShouldBeLessThan(48L << 20);
        (await host.AnswerAsync(TinyHost.Request("Hello"), Stop)).End.Reason.ShouldBe(FinishReason.Length);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_out_of_the_batch_within_one_step()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (steps, left) = (0, -1);
        ModelHost? host = null;
        host = TinyHost.Create(watch: engine => new WatchedEngine(engine, slices =>
        {
            steps++;
            if (steps == 10)
            {
                left = steps;
                leave.Cancel();
            }
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => host.AnswerAsync(TinyHost.Request("Hello", 1000), leave.Token));
        await EventuallyAsync(() => host.BlocksInUse == 0);

        steps.ShouldBeInRange(left, left + 1);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_step_that_fails_ends_only_the_request_that_fails_alone_too()
    {
        var poison = TinyHost.Tokenizer.Encode("Hello {")[^1];
        await using var host = TinyHost.Create(watch: engine => new WatchedEngine(engine, slices =>
        {
            if (slices.Any(slice => slice.Start == 0 && slice.Tokens.Span[^1] == poison))
                throw new InvalidOperationException("as a native library would");
        }));
        var running = host.AnswerAsync(TinyHost.Request("Hello", 200), Stop);

        for (var i = 0; i < 3; i++)
        {
            var beside = host.AnswerAsync(TinyHost.Request("Hello world", 5), Stop);
            var failed = await host.AnswerAsync(TinyHost.Request("Hello {"), Stop);
            failed.End.Reason.ShouldBe(FinishReason.Error);
            failed.End.Failure!.ShouldContain("InvalidOperationException");
            (await beside).End.Reason.ShouldBe(FinishReason.Length);
        }

        (await running).End.Reason.ShouldBe(FinishReason.Length);
        (await host.AnswerAsync(TinyHost.Request("Hello"), Stop)).End.Reason.ShouldBe(FinishReason.Length);
        host.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_refused_and_told_when_to_come_again()
    {
        using var held = new ManualResetEventSlim();
        await using var host = TinyHost.Create(options => (options.MostRunning, options.MostWaiting) = (1, 2), watch: engine => new WatchedEngine(engine, _ => held.Wait(Stop)));
        var first = host.AnswerAsync(TinyHost.Request("Hello"), Stop);
        await EventuallyAsync(() => host.Models.Single().Figures.Running == 1);
        var waiting = Enumerable.Range(0, 2).Select(_ => host.AnswerAsync(TinyHost.Request("Hello"), Stop)).ToArray();
        await EventuallyAsync(() => host.Models.Single().Figures.Waiting == 2);

        var refusal = await Should.ThrowAsync<HostBusyException>(() => host.AnswerAsync(TinyHost.Request("Hello"), Stop));

        refusal.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        refusal.TenantLimit.ShouldBeFalse();
        held.Set();
        (await Task.WhenAll([first, .. waiting])).ShouldAllBe(answer => answer.End.Reason == FinishReason.Length);
        host.Models.Single().Figures.Refused.ShouldBe(1);
    }

    [Fact]
    public async Task A_tenant_that_asks_for_much_waits_for_itself_and_not_others_for_it()
    {
        using var held = new ManualResetEventSlim();
        var most = 0;
        await using var host = TinyHost.Create(options => (options.MostRunning, options.MostRunningPerTenant, options.MostWaitingPerTenant) = (4, 1, 3), watch: engine => new WatchedEngine(engine, slices =>
        {
            held.Wait(Stop);
            most = Math.Max(most, slices.Length);
        }));
        var greedy = Enumerable.Range(0, 3).Select(_ => host.AnswerAsync(TinyHost.Request("Hello") with { Tenant = "greedy" }, Stop)).ToList();
        await EventuallyAsync(() => host.Models.Single().Figures is { Running: 1, Waiting: 2 });
        greedy.Add(host.AnswerAsync(TinyHost.Request("Hello") with { Tenant = "greedy" }, Stop));

        (await Should.ThrowAsync<HostBusyException>(() => host.AnswerAsync(TinyHost.Request("Hello") with { Tenant = "greedy" }, Stop))).TenantLimit.ShouldBeTrue();
        var modest = host.AnswerAsync(TinyHost.Request("world", 3) with { Tenant = "modest" }, Stop);
        held.Set();

        await modest;
        greedy.Count(task => task.IsCompleted).ShouldBeLessThanOrEqualTo(1);
        await Task.WhenAll(greedy);
        most.ShouldBe(2);
    }

    [Fact]
    public async Task A_host_without_work_uses_no_processor()
    {
        var thread = "";
        await using var host = TinyHost.Create(watch: engine => new WatchedEngine(engine, _ => thread = File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.Name));
        await host.AnswerAsync(TinyHost.Request("Hello"), Stop);
        await Task.Delay(50, Stop);
        var before = TimeOf(thread);

        await Task.Delay(500, Stop);

        (TimeOf(thread) - before).ShouldBeLessThan(TimeSpan.FromMilliseconds(20));
    }

    private static TimeSpan TimeOf(string thread)
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Cast<ProcessThread>().Single(t => t.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == thread).TotalProcessorTime;
    }

    private static async Task LeaveAtRandomAsync(ModelHost host, int callers, int seed)
    {
        var random = new Random(seed);
        using var gate = new SemaphoreSlim(24);
        var calls = new List<Task>();
        for (var i = 0; i < callers; i++)
        {
            await gate.WaitAsync(Stop);
            var (request, wait) = (TinyHost.Request($"Hello {random.Next(20)} {new string('a', random.Next(200))}", 40), random.Next(60));
            calls.Add(Task.Run(async () =>
            {
                using var leave = new CancellationTokenSource();
                try
                {
                    leave.CancelAfter(wait);
                    await host.AnswerAsync(request, leave.Token);
                }
                catch (OperationCanceledException)
                {
                    // left, as planned
                }
                finally
                {
                    gate.Release();
                }
            }, Stop));
        }

        await Task.WhenAll(calls);
    }

    private static long NativeMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) << 10;
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var waited = 0; !holds() && waited < 5000; waited += 5)
            await Task.Delay(5, Stop);
        holds().ShouldBeTrue();
    }
}
