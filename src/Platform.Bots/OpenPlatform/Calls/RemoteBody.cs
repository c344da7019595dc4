using System.Buffers;
using System.Text.Json;
using Platform.Bots.OpenPlatform.Usage;

namespace Platform.Bots.OpenPlatform.Calls;

/// <summary>A request as it goes on to another endpoint, and what is read of its answer.</summary>
/// <param name="UsageWanted">Whether the caller asked for the usage at the end of a stream; the endpoint is always asked.</param>
internal sealed record RemoteBody(ReadOnlyMemory<byte> Bytes, bool UsageWanted)
{
    private const int LongestError = 500;

    public static RemoteBody Of(JsonElement given, string model)
    {
        var streams = given.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
        var options = given.TryGetProperty("stream_options", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var usageWanted = options.ValueKind == JsonValueKind.Object && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            foreach (var field in given.EnumerateObject())
                if (!field.NameEquals("model"u8) && !(streams && field.NameEquals("stream_options"u8)))
                    field.WriteTo(json);
            if (streams)
            {
                json.WriteStartObject("stream_options"u8);
                json.WriteBoolean("include_usage"u8, true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return new RemoteBody(bytes.WrittenMemory, usageWanted);
    }

    /// <returns>Nothing when it is not told or cannot be read.</returns>
    public static RequestUsage UsageIn(ReadOnlySpan<byte> answer)
    {
        using var json = Parse(answer);
        if (json is null || !json.RootElement.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return default;
        var cached = usage.TryGetProperty("prompt_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object ? Number(details, "cached_tokens") : 0;
        return new RequestUsage(Number(usage, "prompt_tokens"), cached, Number(usage, "completion_tokens"));
    }

    public static bool HasNoChoices(ReadOnlySpan<byte> piece)
    {
        using var json = Parse(piece);
        return json is not null && json.RootElement.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() == 0;
    }

    /// <returns>What the endpoint says is wrong, if it says it as OpenAI does.</returns>
    public static string? ErrorIn(ReadOnlySpan<byte> answer)
    {
        using var json = Parse(answer);
        if (json is null || !json.RootElement.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String)
            return null;
        var words = message.GetString()!;
        return words.Length <= LongestError ? words : words[..LongestError];
    }

    private static long Number(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? Math.Max(0, number) : 0;

    private static JsonDocument? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json;
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
