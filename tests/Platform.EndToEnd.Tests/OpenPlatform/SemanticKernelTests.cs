using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.OpenPlatform;

/// <summary>Semantic Kernel's connector for OpenAI, unchanged.</summary>
public sealed class SemanticKernelTests(ServingHost serving)
{
    [Fact]
    public async Task A_prompt_is_answered_whole_and_streamed()
    {
        var kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion(ServingHost.Model, serving.Endpoint, serving.Key).Build();
        var settings = new OpenAIPromptExecutionSettings { MaxTokens = 6, Temperature = 0, Seed = 1 };

        var whole = await kernel.InvokePromptAsync<string>("Say something about {{$topic}}.", new KernelArguments(settings) { ["topic"] = "rain" }, cancellationToken: TestContext.Current.CancellationToken);
        var text = "";
        await foreach (var piece in kernel.InvokePromptStreamingAsync<StreamingChatMessageContent>("Say something about {{$topic}}.", new KernelArguments(settings) { ["topic"] = "rain" }, cancellationToken: TestContext.Current.CancellationToken))
            text += piece.Content;

        text.ShouldBe(whole ?? "");
    }

    [Fact]
    public async Task A_refusal_comes_as_the_kernel_s_own_exception()
    {
        var kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion("no-such-model", serving.Endpoint, serving.Key).Build();

        var refusal = await Should.ThrowAsync<HttpOperationException>(() => kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("hi", cancellationToken: TestContext.Current.CancellationToken));

        refusal.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}
