using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.OpenPlatform;

/// <summary>OpenAI's own client for .NET, unchanged.</summary>
public sealed class OpenAiClientTests(ServingHost serving)
{
    private static readonly ChatCompletionOptions Some = new() { MaxOutputTokenCount = 8, Seed = 7, Temperature = 0.7f };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_is_answered_whole_and_streamed_with_the_same_text_and_usage()
    {
        var chat = Chat();

        ChatCompletion whole = await chat.CompleteChatAsync([new UserChatMessage("Say something.")], Some, Cancel);
        var text = "";
        ChatTokenUsage? usage = null;
        OpenAI.Chat.ChatFinishReason? reason = null;
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("Say something.")], Some, Cancel))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        whole.Role.ShouldBe(ChatMessageRole.Assistant);
        text.ShouldBe(whole.Content.Count > 0 ? whole.Content[0].Text : "");
        reason.ShouldBe(whole.FinishReason);
        usage.ShouldNotBeNull().OutputTokenCount.ShouldBe(whole.Usage.OutputTokenCount); // the client asks for it by itself
    }

    [Fact]
    public async Task Log_probabilities_are_read()
    {
        ChatCompletion scored = await Chat().CompleteChatAsync([new UserChatMessage("Hi")], new ChatCompletionOptions { MaxOutputTokenCount = 4, IncludeLogProbabilities = true, TopLogProbabilityCount = 3 }, Cancel);
        scored.ContentTokenLogProbabilities.Count.ShouldBeInRange(1, 4);
        scored.ContentTokenLogProbabilities[0].TopLogProbabilities.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Embeddings_and_models_are_read()
    {
        var embeddings = new EmbeddingClient(ServingHost.Model, new ApiKeyCredential(serving.Key), Options());
        var models = new OpenAIModelClient(new ApiKeyCredential(serving.Key), Options());

        OpenAIEmbeddingCollection vectors = await embeddings.GenerateEmbeddingsAsync(["one", "two"], cancellationToken: Cancel);
        OpenAIModelCollection known = await models.GetModelsAsync(Cancel);

        vectors.Count.ShouldBe(2);
        vectors[0].ToFloats().Span.ToArray().Sum(x => x * x).ShouldBe(1, 1e-3);
        known.Select(model => model.Id).Contains(ServingHost.Model, StringComparer.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task Through_the_abstractions_of_dotnet_a_conversation_runs_too()
    {
        using var client = Chat().AsIChatClient();

        var answer = await client.GetResponseAsync("Say something.", new ChatOptions { MaxOutputTokens = 5 }, Cancel);

        answer.Usage.ShouldNotBeNull().OutputTokenCount.ShouldNotBeNull().ShouldBeInRange(1, 5);
    }

    [Fact]
    public async Task Errors_come_as_the_client_s_own_exceptions()
    {
        var badKey = new ChatClient(ServingHost.Model, new ApiKeyCredential("pk-live-no"), Options());
        var noModel = new ChatClient("no-such-model", new ApiKeyCredential(serving.Key), Options());

        (await Failure(() => badKey.CompleteChatAsync("Hi"))).Status.ShouldBe(401);
        (await Failure(() => noModel.CompleteChatAsync("Hi"))).Status.ShouldBe(404);
        var tooLong = await Failure(() => Chat().CompleteChatAsync([new UserChatMessage("Hi")], new ChatCompletionOptions { MaxOutputTokenCount = 1_000_000 }, Cancel));
        tooLong.Status.ShouldBe(400);
        tooLong.Message.ShouldContain("context");
    }

    private ChatClient Chat() => new(ServingHost.Model, new ApiKeyCredential(serving.Key), Options());

    private OpenAIClientOptions Options() => new() { Endpoint = serving.Endpoint, RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) };

    private static Task<ClientResultException> Failure<T>(Func<Task<ClientResult<T>>> act) => Should.ThrowAsync<ClientResultException>(act);
}
