using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class ModelHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_a_version_is_replaced_no_request_is_lost_and_each_ends_on_one_version()
    {
        await using var host = TinyHost.Create();
        var old = (await host.AnswerAsync(TinyHost.Request("Hello", 40), Stop)).Text;
        await using var other = TinyHost.Create(folder: "2");
        var next = (await other.AnswerAsync(TinyHost.Request("Hello", 40), Stop)).Text;
        using var enough = new CancellationTokenSource();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var callers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                heard.Enqueue((await host.AnswerAsync(TinyHost.Request("Hello", 40), Stop)).Text);
        }, Stop)).ToArray();

        foreach (var folder in new[] { "2", "1", "2" })
        {
            await host.PublishAsync(TinyHost.Model, new ServedModelOptions { Folder = folder }, Stop);
            heard.Clear();
            var expected = folder == "1" ? old : next;
            while (heard.Count(text => text == expected) < 10)
                await Task.Delay(5, Stop);
            heard.ShouldAllBe(text => text == old || text == next);
        }

        await enough.CancelAsync();
        await Task.WhenAll(callers); // none was refused or lost
        host.Models.Single().Version.ShouldBe(4);
        (await host.AnswerAsync(TinyHost.Request("Hello", 40), Stop)).Text.ShouldBe(next);
    }

    [Fact]
    public async Task The_longest_unused_model_makes_room_and_is_loaded_again_when_asked_for()
    {
        using var probe = TinyHost.Engine("1", 256);
        await using var host = TinyHost.Create(options =>
        {
            options.MemoryBudget = probe.Bytes * 5 / 2;
            options.Models["second"] = new ServedModelOptions { Folder = "2" };
            options.Models["third"] = new ServedModelOptions { Folder = "3" };
        });
        var request = TinyHost.Request("Hello");

        var before = (await host.AnswerAsync(request, Stop)).Text;
        await host.AnswerAsync(request with { Model = "second" }, Stop);
        await host.AnswerAsync(request with { Model = "third" }, Stop);
        host.Models.Select(model => (model.Name, model.Status)).ShouldBe([("second", ModelStatus.Ready), ("third", ModelStatus.Ready), ("tiny", ModelStatus.Unloaded)]);
        host.BytesInUse.ShouldBeLessThanOrEqualTo(host.MemoryBudget);

        (await host.AnswerAsync(request, Stop)).Text.ShouldBe(before);
        host.Models.Single(model => model.Name == "second").Status.ShouldBe(ModelStatus.Unloaded);
    }

    [Fact]
    public async Task A_name_that_is_not_served_is_refused_with_those_that_are()
    {
        await using var host = TinyHost.Create();

        var refusal = await Should.ThrowAsync<UnknownModelException>(() => host.AnswerAsync(TinyHost.Request("a") with { Model = "other" }, Stop));

        refusal.Message.ShouldBe("No model is named 'other'. Known: tiny.");
    }

    [Fact]
    public async Task A_checkpoint_that_does_not_open_is_told_to_each_caller_and_tried_again()
    {
        await using var host = TinyHost.Create(folder: "not a seed");

        (await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("a"), Stop))).Message.ShouldContain("'tiny' cannot be loaded");
        host.Models.Single().Status.ShouldBe(ModelStatus.Failed);

        await host.PublishAsync(TinyHost.Model, new ServedModelOptions { Folder = "1" }, Stop);
        (await host.AnswerAsync(TinyHost.Request("a"), Stop)).End.Reason.ShouldBe(FinishReason.Length);
        (await Should.ThrowAsync<ModelUnavailableException>(() => host.PublishAsync(TinyHost.Model, new ServedModelOptions { Folder = "bad" }, Stop))).Message.ShouldContain("cannot be loaded");
        (await host.AnswerAsync(TinyHost.Request("a"), Stop)).End.Reason.ShouldBe(FinishReason.Length);
    }

    [Fact]
    public async Task A_host_that_stops_lets_running_requests_end_and_takes_no_new_ones()
    {
        var host = TinyHost.Create();
        var running = await BegunAsync(host, 300);

        var stopping = host.StopAsync();

        await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("Hello"), Stop));
        (await running).End.Reason.ShouldBe(FinishReason.Length);
        await stopping;
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Requests_that_outlast_the_time_to_drain_end_as_cancelled()
    {
        var host = TinyHost.Create(options => options.DrainTime = TimeSpan.FromMilliseconds(20));
        var running = await BegunAsync(host, 2000);

        await host.DisposeAsync();

        (await running).End.Reason.ShouldBe(FinishReason.Cancelled);
    }

    private static async Task<Task<Answer>> BegunAsync(ModelHost host, int tokens)
    {
        var begun = new TaskCompletionSource();
        var answer = Task.Run(async () =>
        {
            var heard = new Answer();
            await foreach (var what in host.GenerateAsync(TinyHost.Request("Hello", tokens), Stop))
            {
                heard.Hear(what);
                if (what is GenerationEvent.Token)
                    begun.TrySetResult();
            }

            return heard;
        }, Stop);
        await begun.Task;
        return answer;
    }
}
