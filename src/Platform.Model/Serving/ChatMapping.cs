using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Platform.Model.Generation;
using Platform.Model.Tokenization;

namespace Platform.Model.Serving;

/// <summary>Microsoft.Extensions.AI's words in ours.</summary>
internal static class ChatMapping
{
    public static GenerationRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, string? adapter)
    {
        var all = messages.Select(message => new TemplateMessage(message.Role.Value, message.Text)).ToList();
        if (options?.Instructions is { Length: > 0 } instructions)
            all.Insert(0, new TemplateMessage("system", instructions));
        return new GenerationRequest
        {
            Model = options?.ModelId ?? model,
            Prompt = new ModelPrompt.Chat(all),
            MaxTokens = options?.MaxOutputTokens,
            Stop = [.. options?.StopSequences ?? []],
            Format = Format(options?.ResponseFormat),
            Adapter = Text(options, "adapter") ?? adapter,
            Tenant = Text(options, "tenant"),
            CacheSalt = Text(options, "cache_salt"),
            Sampling = new SamplingOptions
            {
                Temperature = options?.Temperature ?? 1,
                TopP = options?.TopP ?? 1,
                TopK = options?.TopK ?? 0,
                MinP = Number(options, "min_p") ?? 0,
                RepetitionPenalty = Number(options, "repetition_penalty") ?? 1,
                FrequencyPenalty = options?.FrequencyPenalty ?? 0,
                PresencePenalty = options?.PresencePenalty ?? 0,
                Seed = options?.Seed,
            },
        };
    }

    private static ResponseFormat? Format(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } => new ResponseFormat.JsonSchema(schema),
        ChatResponseFormatJson => new ResponseFormat.JsonObject(),
        _ => null,
    };

    private static string? Text(ChatOptions? options, string name) => Property(options, name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        _ => null,
    };

    private static double? Number(ChatOptions? options, string name) => Property(options, name) switch
    {
        JsonElement { ValueKind: JsonValueKind.Number } json => json.GetDouble(),
        IConvertible number and not string => number.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? Property(ChatOptions? options, string name) => options?.AdditionalProperties?.TryGetValue(name, out var value) == true ? value : null;
}
