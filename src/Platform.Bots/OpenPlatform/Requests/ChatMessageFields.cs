using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>Reads one message of a conversation into the form that chat templates know.</summary>
internal static class ChatMessageFields
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <returns>An object with role, content and, where given, name, tool_calls (arguments as JSON) and tool_call_id.</returns>
    public static JsonElement Read(JsonElement given, string where)
    {
        var fields = new RequestFields(given, where);
        var role = fields.RequiredText("role");
        if (!Roles.Contains(role, StringComparer.Ordinal))
            throw ApiException.Invalid($"{where}.role", $"{where}.role is not known; it must be one of {string.Join(", ", Roles)}.");

        var content = Content(fields.Find("content"), $"{where}.content");
        var calls = fields.List("tool_calls", 128);
        if (content is null && calls is null && fields.Text("refusal") is null && fields.Text("reasoning_content") is null)
            throw ApiException.Invalid($"{where}.content", $"{where}.content is missing. Give a text.");

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("role", role switch { "developer" => "system", "function" => "tool", _ => role }); // the newer and the older word for the same
            json.WriteString("content", content ?? "");
            foreach (var name in new[] { "name", "tool_call_id", "reasoning_content" })
                if (fields.Text(name) is { } text)
                    json.WriteString(name, text);
            if (calls is not null)
                WriteCalls(json, calls, where);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static string? Content(JsonElement? given, string where)
    {
        if (given is not { } content)
            return null;
        if (content.ValueKind == JsonValueKind.String)
            return RequestFields.TextOf(content, where);
        if (content.ValueKind != JsonValueKind.Array)
            throw ApiException.Invalid(where, $"{where} is {RequestFields.Shown(content)}; it must be a text or a list of parts.");

        var text = new StringBuilder();
        var i = 0;
        foreach (var part in content.EnumerateArray())
        {
            var fields = new RequestFields(part, $"{where}[{i++}]");
            text.Append(fields.RequiredText("type") switch
            {
                "text" => fields.Text("text") ?? "",
                "refusal" => fields.Text("refusal") ?? "",
                _ => throw ApiException.Invalid($"{where}[{i - 1}].type", $"{where}[{i - 1}].type is not text; pictures, sound and files are not understood here."),
            });
        }

        return text.ToString();
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<JsonElement> calls, string where)
    {
        json.WriteStartArray("tool_calls");
        for (var i = 0; i < calls.Count; i++)
        {
            var fields = new RequestFields(calls[i], $"{where}.tool_calls[{i}]");
            var function = fields.Object("function") ?? throw ApiException.Invalid($"{where}.tool_calls[{i}].function", $"{where}.tool_calls[{i}].function is missing.");
            json.WriteStartObject();
            json.WriteString("id", fields.Text("id") ?? "");
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", function.RequiredText("name"));
            json.WritePropertyName("arguments");
            WriteArguments(json, function.Text("arguments") ?? "{}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Templates write arguments as JSON: what comes as a text of JSON goes in as the value it is.</summary>
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        try
        {
            using var value = JsonDocument.Parse(arguments, Strict);
            value.RootElement.WriteTo(json);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException) // a model may have written what is no JSON, or a name twice, and be shown it again
        {
            json.WriteStringValue(arguments);
        }
    }
}
