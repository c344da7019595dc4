using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class ModelUseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_models_take_is_counted_where_it_was_begun_with_all_choices_and_with_texts()
    {
        await using var host = TinyHost.Create();
        using var use = ModelUse.Begin();

        var answer = await host.AnswerAsync(TinyHost.Request("Hello world", 12, 1, 4) with { Choices = 2, BestOf = 3 }, Stop);
        var vectors = await host.EmbedAsync(new EmbeddingRequest { Model = TinyHost.Model, Inputs = [new ModelPrompt.Text("the world")] }, Stop);

        use.PromptTokens.ShouldBe(answer.Completed.Usage.PromptTokens + vectors.PromptTokens);
        use.CompletionTokens.ShouldBe(36);
        use.CachedTokens.ShouldBe(answer.Completed.Usage.CachedTokens);
    }

    [Fact]
    public async Task What_was_computed_for_a_caller_who_left_is_counted()
    {
        await using var host = TinyHost.Create();
        using var use = ModelUse.Begin();

        await foreach (var what in host.GenerateAsync(TinyHost.Request("Hello world", 500), Stop))
            if (what is GenerationEvent.Token)
                break;

        use.PromptTokens.ShouldBeGreaterThan(0);
        use.CompletionTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Where_counting_has_ended_it_goes_on_where_it_was_begun_before()
    {
        await using var host = TinyHost.Create();
        using var outer = ModelUse.Begin();
        using (var inner = ModelUse.Begin())
        {
            await host.AnswerAsync(TinyHost.Request("Hello", 3), Stop);
            inner.CompletionTokens.ShouldBe(3);
        }

        await host.AnswerAsync(TinyHost.Request("Hello", 5), Stop);

        outer.CompletionTokens.ShouldBe(5);
    }
}
