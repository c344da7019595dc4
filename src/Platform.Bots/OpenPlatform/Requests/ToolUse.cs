using System.Buffers;
using System.Text.Json;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>Functions that the model may call, and whether it must.</summary>
/// <param name="Tools">As OpenAI's API has them; empty when none may be called.</param>
/// <param name="Forced">The model must call one of these (names); empty when it is free.</param>
internal sealed record ToolUse(IReadOnlyList<JsonElement> Tools, IReadOnlyList<string> Forced)
{
    public static ToolUse Read(IReadOnlyList<JsonElement>? tools, JsonElement? choice)
    {
        var named = (tools ?? []).Select((tool, i) => (Tool: tool.Clone(), Name: NameOf(tool, $"tools[{i}]"))).ToList();
        if (choice is not { } given)
            return new ToolUse([.. named.Select(n => n.Tool)], []);
        if (given.ValueKind == JsonValueKind.Object)
        {
            var wanted = new RequestFields(given, "tool_choice").Object("function")?.RequiredText("name")
                ?? throw ApiException.Invalid("tool_choice", "tool_choice is an object without function.name; give {\"type\": \"function\", \"function\": {\"name\": …}}.");
            var tool = named.Where(n => n.Name == wanted).ToList();
            return tool.Count > 0 ? new ToolUse([.. named.Select(n => n.Tool)], [wanted]) : throw ApiException.Invalid("tool_choice", "tool_choice names a function that is not among tools.");
        }

        return RequestFields.TextOf(given, "tool_choice") switch
        {
            "none" => new ToolUse([], []),
            "auto" => new ToolUse([.. named.Select(n => n.Tool)], []),
            "required" when named.Count > 0 => new ToolUse([.. named.Select(n => n.Tool)], [.. named.Select(n => n.Name)]),
            "required" => throw ApiException.Invalid("tool_choice", "tool_choice is required, but tools is empty."),
            _ => throw ApiException.Invalid("tool_choice", "tool_choice is not known; it must be none, auto, required or a function."),
        };
    }

    /// <summary>The schema of a forced call: <c>{"name": …, "arguments": {…}}</c> of one of the functions.</summary>
    public JsonElement ForcedSchema()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("anyOf");
            foreach (var function in Tools.Select(tool => tool.GetProperty("function")).Where(f => Forced.Contains(f.GetProperty("name").GetString()!, StringComparer.Ordinal)))
                WriteCall(json, function);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void WriteCall(Utf8JsonWriter json, JsonElement function)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject("name");
        json.WriteString("const", function.GetProperty("name").GetString());
        json.WriteEndObject();
        json.WritePropertyName("arguments");
        if (function.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object)
            WriteParameters(json, parameters);
        else
            json.WriteRawValue("""{"type":"object"}""");
        json.WriteEndObject();
        json.WriteStartArray("required");
        json.WriteStringValue("name");
        json.WriteStringValue("arguments");
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    /// <summary>With an <c>$id</c> of their own: references in them begin at them, not at the schema around them.</summary>
    private static void WriteParameters(Utf8JsonWriter json, JsonElement parameters)
    {
        json.WriteStartObject();
        json.WriteString("$id", "parameters");
        foreach (var field in parameters.EnumerateObject())
            if (!field.NameEquals("$id"))
                field.WriteTo(json);
        json.WriteEndObject();
    }

    private static string NameOf(JsonElement tool, string where)
    {
        var fields = new RequestFields(tool, where);
        if (fields.Text("type") is not (null or "function"))
            throw ApiException.Invalid($"{where}.type", $"{where}.type is not function; only functions can be called.");
        var function = fields.Object("function") ?? throw ApiException.Invalid($"{where}.function", $"{where}.function is missing.");
        function.Text("description");
        function.Object("parameters");
        return function.RequiredText("name");
    }
}
