using System.Text.Json;
using Platform.Model.Generation;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>A request to <c>/v1/chat/completions</c>, read and checked as far as that needs no model.</summary>
internal sealed record ChatBody
{
    private const int MostMessages = 2_000;
    private const int MostTools = 128;

    public required IReadOnlyList<JsonElement> Messages { get; init; }

    public required ToolUse Tools { get; init; }

    public required SamplingOptions Sampling { get; init; }

    public required IReadOnlyList<string> Stops { get; init; }

    public ResponseFormat? Format { get; init; }

    public int? MaxTokens { get; init; }

    public int Choices { get; init; } = 1;

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public bool LogProbs { get; init; }

    public string? CacheSalt { get; init; }

    public string? Adapter { get; init; }

    /// <summary>More names for the model's template, such as <c>enable_thinking</c>.</summary>
    public IReadOnlyDictionary<string, object?>? TemplateVariables { get; init; }

    public static ChatBody Read(RequestFields fields)
    {
        var messages = fields.List("messages", MostMessages) is { Count: > 0 } given ? given : throw ApiException.Invalid("messages", "messages is missing or empty. Give at least one message.");
        var logProbs = fields.Flag("logprobs") ?? false;
        var top = fields.Integer("top_logprobs", 0, SamplingOptions.MostTopLogProbs);
        if (top > 0 && !logProbs)
            throw ApiException.Invalid("top_logprobs", "top_logprobs is given, but logprobs is not true.");
        var oldMost = fields.Integer("max_tokens", 1, int.MaxValue);
        fields.Text("user"); // taken, as OpenAI does; limits go by key
        return new ChatBody
        {
            Messages = [.. messages.Select((message, i) => ChatMessageFields.Read(message, $"messages[{i}]"))],
            Tools = ToolUse.Read(fields.List("tools", MostTools), fields.Find("tool_choice")),
            Sampling = GenerationFields.Sampling(fields, logProbs ? top ?? 0 : null),
            Stops = GenerationFields.Stops(fields),
            Format = GenerationFields.Format(fields),
            MaxTokens = fields.Integer("max_completion_tokens", 1, int.MaxValue) ?? oldMost,
            Choices = fields.Integer("n", 1, 128) ?? 1,
            Stream = fields.Flag("stream") ?? false,
            IncludeUsage = fields.Object("stream_options")?.Flag("include_usage") ?? false,
            LogProbs = logProbs,
            CacheSalt = fields.Text("cache_salt"),
            Adapter = fields.Text("adapter"),
            TemplateVariables = fields.Object("chat_template_kwargs")?.All.ToDictionary(v => v.Key, v => Plain(v.Value), StringComparer.Ordinal),
        };
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => RequestFields.TextOf(value, "chat_template_kwargs"),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => throw ApiException.Invalid("chat_template_kwargs", "chat_template_kwargs takes texts, numbers and true or false only."),
    };
}
