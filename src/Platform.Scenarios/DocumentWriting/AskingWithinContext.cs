using Microsoft.Extensions.AI;
using Platform.Model.Serving;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Asks a model of a short context for as much as it holds beside the prompt.</summary>
internal static class AskingWithinContext
{
    /// <param name="options">Asked for anew with fewer tokens when those it wants do not fit.</param>
    /// <exception cref="PromptTooLongException">The prompt alone does not fit.</exception>
    public static async Task<ChatResponse> AskWithinContextAsync(this IChatClient client, IList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (PromptTooLongException full) when (full.PromptTokens < full.Context && options.MaxOutputTokens > full.Context - full.PromptTokens)
        {
            options.MaxOutputTokens = full.Context - full.PromptTokens;
            return await client.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
