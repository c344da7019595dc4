using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Bots.Pages.Playground;

/// <summary>What one column of the playground asks; its JSON is the request, so that form and code say the same.</summary>
public sealed record PlaygroundForm
{
    public static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fields that the form shows; what else a pasted request has is kept and sent as it is.</summary>
    private static readonly string[] Own =
        ["model", "messages", "temperature", "top_p", "top_k", "min_p", "max_tokens", "seed", "stop", "frequency_penalty", "presence_penalty", "repetition_penalty", "stream", "stream_options", "logprobs", "top_logprobs"];

    public string Model { get; set; } = "";

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public int? TopK { get; set; }

    public double? MinP { get; set; }

    public int? MaxTokens { get; set; } = 256;

    public long? Seed { get; set; }

    public string Stop { get; set; } = "";

    public double? FrequencyPenalty { get; set; }

    public double? PresencePenalty { get; set; }

    public double? RepetitionPenalty { get; set; }

    /// <summary>Fields of a pasted request that have no place in the form, such as tools.</summary>
    public JsonObject Others { get; init; } = [];

    /// <param name="system">Left out when empty.</param>
    public JsonObject ToRequest(string system, string prompt)
    {
        var messages = new JsonArray();
        if (!string.IsNullOrWhiteSpace(system))
            messages.Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = system });
        messages.Add((JsonNode)new JsonObject { ["role"] = "user", ["content"] = prompt });
        var request = new JsonObject { ["model"] = Model, ["messages"] = messages };
        Add("max_tokens", MaxTokens);
        Add("temperature", Temperature);
        Add("top_p", TopP);
        Add("top_k", TopK);
        Add("min_p", MinP);
        Add("seed", Seed);
        Add("frequency_penalty", FrequencyPenalty);
        Add("presence_penalty", PresencePenalty);
        Add("repetition_penalty", RepetitionPenalty);
        if (Stop.Length > 0)
            request["stop"] = new JsonArray([.. Stop.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(stop => (JsonNode)stop)]);
        foreach (var (name, value) in Others)
            request[name] = value?.DeepClone();
        return request;

        void Add<T>(string name, T? value)
            where T : struct
        {
            if (value is { } some)
                request[name] = JsonValue.Create(some);
        }
    }

    /// <summary>Reads a request that someone pasted.</summary>
    /// <returns>The form, and the system's and the person's words.</returns>
    /// <exception cref="UnreadableRequestException">It is no request.</exception>
    public static (PlaygroundForm Form, string System, string Prompt) Read(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject request)
                throw new UnreadableRequestException("no-object");
            var messages = request["messages"]?.AsArray() ?? throw new UnreadableRequestException("no-messages");
            var form = new PlaygroundForm
            {
                Model = request["model"]?.GetValue<string>() ?? "",
                MaxTokens = Number<int>(request, "max_tokens"),
                Temperature = Number<double>(request, "temperature"),
                TopP = Number<double>(request, "top_p"),
                TopK = Number<int>(request, "top_k"),
                MinP = Number<double>(request, "min_p"),
                Seed = Number<long>(request, "seed"),
                FrequencyPenalty = Number<double>(request, "frequency_penalty"),
                PresencePenalty = Number<double>(request, "presence_penalty"),
                RepetitionPenalty = Number<double>(request, "repetition_penalty"),
                Stop = request["stop"] is JsonArray stops ? string.Join('|', stops.Select(stop => stop!.GetValue<string>())) : request["stop"]?.GetValue<string>() ?? "",
                Others = new JsonObject(request.Where(field => !Own.Contains(field.Key, StringComparer.Ordinal)).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))),
            };
            return (form, Words(messages, "system"), Words(messages, "user"));
        }
        catch (JsonException failure)
        {
            throw new UnreadableRequestException("broken", failure) { Line = failure.LineNumber + 1, Place = failure.BytePositionInLine + 1 };
        }
        catch (Exception failure) when (failure is InvalidOperationException or OverflowException or FormatException and not UnreadableRequestException)
        {
            throw new UnreadableRequestException("wrong-kind", failure);
        }
    }

    /// <summary>The last message of a role; earlier turns have no place in the form.</summary>
    private static string Words(JsonArray messages, string role) =>
        messages.OfType<JsonObject>().LastOrDefault(message => message["role"]?.GetValue<string>() == role)?["content"]?.GetValue<string>() ?? "";

    private static T? Number<T>(JsonObject request, string name)
        where T : struct, IConvertible =>
        request[name] is JsonValue value ? (T)Convert.ChangeType(value.GetValue<double>(), typeof(T), CultureInfo.InvariantCulture) : null;
}
