using System.Text.Json;
using Platform.Model.Tokenization;

namespace Platform.Model.Serving;

/// <summary>What a model goes on from.</summary>
public abstract record ModelPrompt
{
    /// <summary>A conversation, written as the model's chat template has it. Control marks inside of messages are ordinary text.</summary>
    /// <param name="Tools">Functions that the model may call, each as OpenAI's API has it.</param>
    /// <param name="AddGenerationPrompt">End with the opening of the assistant's next message.</param>
    /// <param name="Variables">More names for the template, such as <c>enable_thinking</c>.</param>
    public sealed record Chat(
        IReadOnlyList<TemplateMessage> Messages, IReadOnlyList<JsonElement>? Tools = null, bool AddGenerationPrompt = true, IReadOnlyDictionary<string, object?>? Variables = null) : ModelPrompt;

    /// <param name="Value">Control marks written in it are ordinary text; what the model puts before every text is added.</param>
    public sealed record Text(string Value) : ModelPrompt;

    /// <summary>Token ids, taken as they are.</summary>
    public sealed record Ids(IReadOnlyList<int> Value) : ModelPrompt;
}
