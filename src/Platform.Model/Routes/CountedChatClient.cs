using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Platform.Model.Serving;

namespace Platform.Model.Routes;

/// <summary>Tells how many tokens an endpoint counted and why it ended, which the connector leaves in its raw answer.</summary>
internal sealed class CountedChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = await base.GetResponseAsync(messages, options, cancellationToken);
        if (answer.RawRepresentation is not ChatCompletion raw)
            return answer;
        answer.FinishReason ??= raw.FinishReason == OpenAI.Chat.ChatFinishReason.Length ? Microsoft.Extensions.AI.ChatFinishReason.Length : Microsoft.Extensions.AI.ChatFinishReason.Stop;
        if (raw.Usage is not { } usage)
            return answer;
        answer.Usage ??= new UsageDetails { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount, TotalTokenCount = usage.TotalTokenCount };
        ModelUse.Current?.Add(usage.InputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0, usage.OutputTokenCount);
        return answer;
    }
}
