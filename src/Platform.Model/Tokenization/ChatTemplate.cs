using System.Text.Json;
using Platform.Model.Tokenization.Templates;

namespace Platform.Model.Tokenization;

/// <summary>Writes a conversation as the one text that a model was trained on, from the jinja template that is published with it. Safe to use from several threads.</summary>
/// <remarks>Renders as <c>apply_chat_template</c> of transformers does. What of jinja is not supported is refused when the template is parsed, with its line.</remarks>
public sealed class ChatTemplate
{
    private const int LongestTemplate = 1 << 20;
    private readonly IReadOnlyList<TemplateStatement> _statements;
    private readonly IReadOnlyDictionary<string, string> _specialTokens;

    private readonly TimeProvider _clock;

    private ChatTemplate(string source, IReadOnlyDictionary<string, string> specialTokens, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Source = source.Length <= LongestTemplate ? source : throw new TokenizerException($"The chat template has {source.Length} characters; {LongestTemplate} are the most that is read.");
        _statements = TemplateParser.Parse(source);
        _specialTokens = specialTokens;
    }

    /// <summary>The plain form with <c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c>, for models that bring no template.</summary>
    public static ChatTemplate ChatMl { get; } = Parse(BuiltInTemplates.ChatMl);

    /// <summary>Yuan 2.0's own form: what was said before, joined by <c>&lt;n&gt;</c>, then <c>&lt;sep&gt;</c>; it has no system role.</summary>
    public static ChatTemplate Yuan { get; } = Parse(BuiltInTemplates.Yuan);

    /// <summary>The template as it was given.</summary>
    public string Source { get; }

    /// <param name="jinja">A template as published with a model.</param>
    /// <exception cref="TokenizerException">It uses what is not supported; the message names line and construct.</exception>
    public static ChatTemplate Parse(string jinja) => new(jinja, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <returns>The folder's template: chat_template.jinja, else the one in tokenizer_config.json; Yuan's own for a Yuan checkpoint; null when there is none.</returns>
    public static ChatTemplate? Read(string folder)
    {
        using var config = JsonParts.Read(folder, "tokenizer_config.json");
        var file = Path.Combine(folder, "chat_template.jinja");
        var text = File.Exists(file) ? File.ReadAllText(file) : config is null ? null : InConfig(config.RootElement);
        if (text is null && !IsYuan(folder))
            return null;
        return new ChatTemplate(text ?? BuiltInTemplates.Yuan, TokenizerFile.ReadNamed(folder, config?.RootElement));
    }

    /// <returns>The same template, which takes the date from another clock.</returns>
    public ChatTemplate WithClock(TimeProvider clock) => new(Source, _specialTokens, clock);

    /// <param name="messages">In the order they were said.</param>
    /// <param name="addGenerationPrompt">Ends with the opening of the assistant's next message.</param>
    /// <param name="tools">Functions that the model may call, each as OpenAI's API has it.</param>
    /// <param name="variables">More names for the template, such as <c>enable_thinking</c>: null, bool, number, text or <see cref="JsonElement"/>.</param>
    /// <exception cref="TokenizerException">The template refuses the conversation, or cannot be rendered with it.</exception>
    public string Render(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt = true, IReadOnlyList<JsonElement>? tools = null, IReadOnlyDictionary<string, object?>? variables = null)
    {
        var scope = new TemplateScope(null);
        TemplateFunctions.AddTo(scope, _clock);
        foreach (var (name, token) in _specialTokens)
            scope[name] = token;
        scope["messages"] = messages.Select(message => TemplateValues.From(message.Json)).ToList();
        scope["tools"] = tools?.Select(TemplateValues.From).ToList();
        scope["documents"] = null;
        scope["add_generation_prompt"] = addGenerationPrompt;
        foreach (var (name, value) in variables ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            scope[name] = Given(name, value);
        return new TemplateRenderer(TemplateWork.Start()).Render(_statements, new TemplateScope(scope));
    }

    private static object? Given(string name, object? value) => value switch
    {
        null or bool or long or double or string => value,
        int whole => (long)whole,
        float number => (double)number,
        JsonElement json => TemplateValues.From(json),
        _ => throw new TokenizerException($"The variable '{name}' for the chat template is a {value.GetType().Name}; null, bool, number, text or JSON is needed."),
    };

    /// <summary>One template, or several by name of which "default" is meant.</summary>
    private static string? InConfig(JsonElement config)
    {
        if (JsonParts.Part(config, "chat_template") is not { } given)
            return null;
        if (given.ValueKind == JsonValueKind.Array)
            foreach (var one in given.EnumerateArray())
                if (JsonParts.Text(one, "name") == "default")
                    return JsonParts.Text(one, "template");
        return JsonParts.Text(given);
    }

    private static bool IsYuan(string folder)
    {
        using var config = JsonParts.Read(folder, "config.json");
        return config is not null && JsonParts.Text(config.RootElement, "model_type") is { } type && type.StartsWith("yuan", StringComparison.OrdinalIgnoreCase);
    }
}
