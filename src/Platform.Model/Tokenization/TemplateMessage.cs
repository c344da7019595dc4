using System.Text.Json;

namespace Platform.Model.Tokenization;

/// <summary>One message as a chat template sees it: an object with a role, a content and whatever else the caller gave (tool_calls, reasoning_content, name …).</summary>
public sealed class TemplateMessage
{
    /// <param name="json">An object; its fields reach the template under their own names, in their order.</param>
    /// <exception cref="TokenizerException">It is no object.</exception>
    public TemplateMessage(JsonElement json)
    {
        Json = json.ValueKind == JsonValueKind.Object ? json : throw new TokenizerException($"A message is {JsonParts.Shown(json)}; an object with role and content is needed.");
    }

    public TemplateMessage(string role, string content)
        : this(JsonSerializer.SerializeToElement(new { role, content }))
    {
    }

    public JsonElement Json { get; }
}
