using System.Text;
using System.Text.Json;

namespace Platform.Model.Tokenization;

/// <summary>Writes a conversation as the one text that a model was trained on.</summary>
public sealed class ChatTemplate
{
    private ChatTemplate()
    {
    }

    /// <summary>The plain form with <c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c>, for models that bring no template.</summary>
    public static ChatTemplate ChatMl { get; } = new();

    /// <param name="jinja">A template as published with a model.</param>
    /// <exception cref="TokenizerException">It uses what is not supported; the message names line and construct.</exception>
    public static ChatTemplate Parse(string jinja) => throw new TokenizerException($"Line 1: templates in jinja cannot be rendered yet ({jinja.Length} characters given).");

    /// <returns>The folder's template: chat_template.jinja, else the one in tokenizer_config.json; null when it has none.</returns>
    public static ChatTemplate? Read(string folder)
    {
        using var config = JsonParts.Read(folder, "tokenizer_config.json");
        var text = config is null ? null : JsonParts.Text(config.RootElement, "chat_template");
        return text is null ? null : Parse(text);
    }

    /// <param name="messages">In the order they were said.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the assistant's next message.</param>
    /// <param name="tools">Functions that the model may call, each as OpenAI's API has it.</param>
    /// <param name="variables">More names for the template, such as <c>enable_thinking</c>.</param>
#pragma warning disable CA1822 // the jinja renderer needs the instance
    public string Render(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt = true, IReadOnlyList<JsonElement>? tools = null, IReadOnlyDictionary<string, object?>? variables = null)
    {
        var text = new StringBuilder();
        foreach (var message in messages)
            text.Append("<|im_start|>").Append(JsonParts.Text(message.Json, "role")).Append('\n').Append(JsonParts.Text(message.Json, "content")).Append("<|im_end|>\n");
        return (addGenerationPrompt ? text.Append("<|im_start|>assistant\n") : text).ToString();
    }
}
