using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Platform.Model.Serving;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class LocalChatClientTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "the end"), new(ChatRole.User, "Hello world")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_comes_whole_or_in_pieces_with_usage_and_reason()
    {
        await using var host = TinyHost.Create();
        using var client = new LocalChatClient(host, TinyHost.Model);
        var options = new ChatOptions { MaxOutputTokens = 30, Temperature = 0.9f, Seed = 4 };

        var whole = await client.GetResponseAsync(Question, options, Stop);
        var pieces = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(Question, options, Stop))
            pieces.Add(update);

        var streamed = pieces.ToChatResponse();
        whole.Text.ShouldNotBeEmpty();
        streamed.Text.ShouldBe(whole.Text);
        pieces.Count.ShouldBeGreaterThan(5);
        whole.ModelId.ShouldBe(TinyHost.Model);
        whole.FinishReason.ShouldBeOneOf(ChatFinishReason.Length, ChatFinishReason.Stop);
        whole.Usage!.OutputTokenCount!.Value.ShouldBeInRange(1, 30);
        var prompt = await host.TokenizeAsync(TinyHost.Model, new ModelPrompt.Chat([new("system", "the end"), new("user", "Hello world")]), Stop);
        whole.Usage.InputTokenCount.ShouldBe(prompt.Ids.Count);
    }

    [Fact]
    public async Task Options_reach_the_sampler()
    {
        await using var host = TinyHost.Create();
        using var client = new LocalChatClient(host, TinyHost.Model);
        async Task<string> Ask(ChatOptions options) => (await client.GetResponseAsync(Question, options, Stop)).Text;

        var first = await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 1, Seed = 1 });
        (await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 1, Seed = 1 })).ShouldBe(first);
        (await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 1, Seed = 2 }) == first).ShouldBeFalse();
        (await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 1, Seed = 1, TopK = 1 })).ShouldBe(await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 0 }));
        var stop = first[3..6];
        (await Ask(new ChatOptions { MaxOutputTokens = 40, Temperature = 1, Seed = 1, StopSequences = [stop] })).ShouldBe(first[..first.IndexOf(stop, StringComparison.Ordinal)]);
        await Should.ThrowAsync<InvalidGenerationException>(() => Ask(new ChatOptions { AdditionalProperties = new() { ["min_p"] = JsonSerializer.SerializeToElement(2) } }));
    }

    [Fact]
    public async Task Semantic_kernel_talks_with_it()
    {
        await using var host = TinyHost.Create();
        using var client = new LocalChatClient(host, TinyHost.Model);
        var service = client.AsChatCompletionService();

        var answer = await service.GetChatMessageContentAsync(new ChatHistory("the end") { new(AuthorRole.User, "Hello") }, cancellationToken: Stop);

        answer.Content.ShouldNotBeNullOrEmpty();
        answer.Role.ShouldBe(AuthorRole.Assistant);
    }

    [Fact]
    public async Task Vectors_have_length_one_and_as_many_numbers_as_asked_for()
    {
        await using var host = TinyHost.Create();
        using var generator = new LocalEmbeddingGenerator(host, TinyHost.Model);

        var vectors = await generator.GenerateAsync(["Hello", "world", "Hello"], new EmbeddingGenerationOptions { Dimensions = 8 }, Stop);

        vectors.Count.ShouldBe(3);
        vectors.ShouldAllBe(vector => vector.Vector.Length == 8 && Math.Abs(vector.Vector.ToArray().Sum(x => x * x) - 1) < 1e-4);
        vectors[0].Vector.ToArray().Zip(vectors[2].Vector.ToArray(), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f);
        vectors[0].Vector.ToArray().ShouldNotBe(vectors[1].Vector.ToArray());
        vectors.Usage!.InputTokenCount!.Value.ShouldBeGreaterThan(2);
    }
}
