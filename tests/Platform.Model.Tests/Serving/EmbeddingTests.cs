using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class EmbeddingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_seen_in_the_figures_and_refused_when_too_many_wait()
    {
        using var going = new ManualResetEventSlim();
        await using var host = TinyHost.Create(
            options => (options.MostRunning, options.MostWaitingTexts, options.MostWaitingTextsPerTenant) = (1, 6, 4), watch: engine => new WatchedEngine(engine, _ => going.Wait(Stop)));
        var first = host.EmbedAsync(Request("a", 5), Stop); // more than may wait, but nothing does yet
        await Eventually.HoldsAsync(() => Of(host) is { Running: 1, Waiting: 4 });

        var own = await Should.ThrowAsync<HostBusyException>(() => host.EmbedAsync(Request("a", 1), Stop));
        var second = host.EmbedAsync(Request("b", 2), Stop);
        await Eventually.HoldsAsync(() => Of(host).Waiting == 6);
        var all = await Should.ThrowAsync<HostBusyException>(() => host.EmbedAsync(Request("c", 1), Stop));

        (own.TenantLimit, all.TenantLimit).ShouldBe((true, false));
        going.Set();
        var results = await Task.WhenAll(first, second);
        results.Select(result => result.Vectors.Count).ShouldBe([5, 2]);
        Of(host).PromptTokens.ShouldBe(results.Sum(result => result.PromptTokens));
        await Eventually.HoldsAsync(() => Of(host) is { Running: 0, Waiting: 0, Refused: 2 });
        (await host.EmbedAsync(Request("a", 1), Stop)).Vectors.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Conversations_do_not_stand_behind_texts()
    {
        await using var host = TinyHost.Create(options => options.MostWaiting = 2);
        var texts = host.EmbedAsync(Request("a", 200), Stop);

        (await host.AnswerAsync(TinyHost.Request("Hello", 5), Stop)).End.Reason.ShouldBe(FinishReason.Length);

        (await texts).Vectors.Count.ShouldBe(200);
    }

    [Fact]
    public async Task A_step_that_fails_ends_only_the_text_that_fails_alone_too()
    {
        using var going = new ManualResetEventSlim();
        var poison = TinyHost.Tokenizer.Encode("Hello {")[^1];
        await using var host = TinyHost.Create(watch: engine => new WatchedEngine(engine, slices =>
        {
            going.Wait(Stop);
            if (slices.Any(slice => slice.Tokens.Span.Contains(poison)))
                throw new InvalidOperationException("as a native library would");
        }));
        var before = host.EmbedAsync(Request("a", 1), Stop);
        await Eventually.HoldsAsync(() => Of(host).Running == 1);
        var failing = host.EmbedAsync(Request("a", 3, "Hello {"), Stop);
        var beside = host.EmbedAsync(Request("b", 2), Stop);

        going.Set();

        await Should.ThrowAsync<InvalidOperationException>(() => failing);
        (await beside).Vectors.Count.ShouldBe(2);
        await before;
        Of(host).FailedSteps.ShouldBeGreaterThan(1);
        await Eventually.HoldsAsync(() => host.BlocksInUse == 0 && Of(host) is { Running: 0, Waiting: 0 });
    }

    [Fact]
    public async Task Texts_of_a_model_that_leaves_are_told_that_it_is_not_there()
    {
        var host = TinyHost.Create(options => (options.MostRunning, options.DrainTime) = (1, TimeSpan.FromMilliseconds(20)), watch: engine => new WatchedEngine(engine, _ => Thread.Sleep(10)));
        var vectors = host.EmbedAsync(Request("a", 500), Stop);
        await Eventually.HoldsAsync(() => Of(host).Running == 1);

        await host.DisposeAsync();

        await Should.ThrowAsync<ModelUnavailableException>(() => vectors);
    }

    private static ServingFigures Of(ModelHost host) => host.Models.Single().Figures;

    private static EmbeddingRequest Request(string tenant, int texts, string first = "Hello world") => new()
    {
        Model = TinyHost.Model,
        Tenant = tenant,
        Inputs = [new ModelPrompt.Text(first), .. Enumerable.Range(1, texts - 1).Select(i => new ModelPrompt.Text($"the {i} world"))],
    };
}
