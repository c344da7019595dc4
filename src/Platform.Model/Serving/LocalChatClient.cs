using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Platform.Model.Serving;

/// <summary>A served model as a chat client: the way in for scenarios and for Semantic Kernel (<c>AsChatCompletionService</c>).</summary>
/// <remarks>
/// Takes temperature, top-p, top-k, penalties, seed, stop texts, most tokens and response format; of the additional properties
/// <c>min_p</c>, <c>repetition_penalty</c>, <c>adapter</c>, <c>tenant</c> and <c>cache_salt</c>. Tools are not called.
/// Refusals pass through as <see cref="AdmissionException"/>.
/// </remarks>
/// <param name="adapter">Taken when a request names none; null for the model as it is.</param>
public sealed class LocalChatClient(ModelHost host, string model, string? adapter = null) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("platform", defaultModelId: model);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = ChatMapping.Request(messages, options, model, adapter);
        var (id, made) = ($"chatcmpl-{Guid.NewGuid():N}", DateTimeOffset.UtcNow);
        ChatResponseUpdate Update(params AIContent[] contents) =>
            new(ChatRole.Assistant, contents) { ResponseId = id, MessageId = id, ModelId = request.Model, CreatedAt = made };

        await foreach (var what in host.GenerateAsync(request, cancellationToken))
        {
            switch (what)
            {
                case GenerationEvent.Token { Text.Length: > 0 } token:
                    yield return Update(new TextContent(token.Text));
                    break;
                case GenerationEvent.Finished { Reason: FinishReason.Error or FinishReason.Cancelled } failed:
                    throw new InvalidOperationException(failed.Failure ?? "The model host stopped before the answer was whole.");
                case GenerationEvent.Finished end:
                    var last = Update();
                    last.FinishReason = end.Reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;
                    yield return last;
                    break;
                case GenerationEvent.Completed { Usage: var usage }:
                    yield return Update(new UsageContent(new UsageDetails
                    {
                        InputTokenCount = usage.PromptTokens,
                        CachedInputTokenCount = usage.CachedTokens,
                        OutputTokenCount = usage.CompletionTokens,
                        TotalTokenCount = usage.TotalTokens,
                    }));
                    break;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the host is not this client's
    }
}
