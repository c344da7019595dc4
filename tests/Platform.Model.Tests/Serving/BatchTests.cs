using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

/// <summary>What runs beside a request, how it is cut and whether it was preempted must not be seen in its text.</summary>
public sealed class BatchTests
{
    private static readonly string[] Prompts = [.. Enumerable.Range(0, 12).Select(i => $"Hello world number {i}: {string.Concat(Enumerable.Repeat("the end of it ", i))}")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public async Task A_request_has_the_same_text_alone_and_in_a_batch(double temperature)
    {
        await using var host = TinyHost.Create();
        var requests = Prompts.Select((prompt, i) => TinyHost.Request(prompt, 20 + i, temperature, seed: i)).ToArray();

        var alone = new List<string>();
        foreach (var request in requests)
            alone.Add((await host.AnswerAsync(request, Stop)).Text);
        var together = await Task.WhenAll(requests.Select(request => host.AnswerAsync(request, Stop)));

        together.Select(answer => answer.Text).ShouldBe(alone);
        alone.Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(6);
        host.Models.Single().Figures.BatchOccupancy.ShouldBeGreaterThan(1.1);
    }

    [Fact]
    public async Task A_prompt_computed_in_parts_leads_to_the_same_text_as_one_computed_whole()
    {
        var prompt = string.Join(' ', Prompts);
        var longest = 0;
        await using var whole = TinyHost.Create(options => options.StepTokens = 4096);
        await using var parts = TinyHost.Create(options => options.StepTokens = 33, watch: engine => new WatchedEngine(engine, slices => longest = Math.Max(longest, slices.Max(s => s.Tokens.Length))));

        var (one, other) = (await whole.AnswerAsync(TinyHost.Request(prompt), Stop), await parts.AnswerAsync(TinyHost.Request(prompt), Stop));

        other.Text.ShouldBe(one.Text);
        longest.ShouldBe(33);
    }

    [Fact]
    public async Task Sequences_that_were_preempted_go_on_with_the_same_text()
    {
        await using var roomy = TinyHost.Create(options => options.SharePrompts = false);
        await using var tight = TinyHost.Create(options => options.SharePrompts = false, blocks: 20);
        var requests = Prompts.Take(8).Select((prompt, i) => TinyHost.Request(prompt, 60, 0.8, seed: i)).ToArray();

        var expected = await Task.WhenAll(requests.Select(request => roomy.AnswerAsync(request, Stop)));
        var answers = await Task.WhenAll(requests.Select(request => tight.AnswerAsync(request, Stop)));

        answers.Select(answer => answer.Text).ShouldBe(expected.Select(answer => answer.Text));
        tight.Models.Single().Figures.Preemptions.ShouldBeGreaterThan(0);
        tight.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public async Task A_beginning_that_was_computed_before_is_not_computed_again()
    {
        var computed = 0;
        await using var host = TinyHost.Create(watch: engine => new WatchedEngine(engine, slices => computed += slices.Sum(s => s.Tokens.Length)));
        var beginning = string.Join(' ', Prompts);

        var first = await host.AnswerAsync(TinyHost.Request(beginning + "one"), Stop);
        var afterFirst = computed;
        var second = await host.AnswerAsync(TinyHost.Request(beginning + "two"), Stop);

        var prompt = second.Completed.Usage.PromptTokens;
        first.Completed.Usage.CachedTokens.ShouldBe(0);
        second.Completed.Usage.CachedTokens.ShouldBeInRange(prompt - 40, prompt - 1);
        (computed - afterFirst).ShouldBe(prompt - second.Completed.Usage.CachedTokens + 23);
        host.Models.Single().Figures.PrefixHits.ShouldBe(second.Completed.Usage.CachedTokens);
    }

    [Fact]
    public async Task Another_tenant_salt_or_nothing_shared_finds_no_computed_beginning()
    {
        await using var host = TinyHost.Create();
        var request = TinyHost.Request(string.Join(' ', Prompts)) with { Tenant = "a" };
        await host.AnswerAsync(request, Stop);

        (await host.AnswerAsync(request with { Tenant = "b" }, Stop)).Completed.Usage.CachedTokens.ShouldBe(0);
        (await host.AnswerAsync(request with { CacheSalt = "x" }, Stop)).Completed.Usage.CachedTokens.ShouldBe(0);
        (await host.AnswerAsync(request, Stop)).Completed.Usage.CachedTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Several_choices_share_the_prompt_and_differ_by_their_random_numbers_only()
    {
        await using var host = TinyHost.Create();
        var request = TinyHost.Request(string.Join(' ', Prompts), 12, 1, seed: 7);

        var several = await host.AnswerAsync(request with { Choices = 4 }, Stop);
        var one = await host.AnswerAsync(request, Stop);

        several.Texts.Count.ShouldBe(4);
        several.Texts.Values.Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        several.Text.ShouldBe(one.Text);
        several.Completed.Usage.CompletionTokens.ShouldBe(48);
    }

    [Fact]
    public async Task The_best_of_several_is_the_one_with_the_highest_mean_log_probability()
    {
        await using var host = TinyHost.Create();
        var request = TinyHost.Request("Hello", 10, 1, seed: 3);

        var all = await host.AnswerAsync(request with { Choices = 5 }, Stop);
        var best = await host.AnswerAsync(request with { Choices = 1, BestOf = 5 }, Stop);

        var ends = all.Events.OfType<GenerationEvent.Finished>().ToList();
        best.Text.ShouldBe(all.Texts[ends.MaxBy(end => end.MeanLogProbability)!.Choice]);
        best.Completed.Usage.CompletionTokens.ShouldBe(50);
    }
}
