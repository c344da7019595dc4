using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Model.Tests.Generation.Constraints;

/// <summary>Checks a value against a schema by the words of the specification; knows nothing of how texts are made.</summary>
internal static class SchemaValidator
{
    /// <returns>What is wrong, or null.</returns>
    public static string? Check(JsonElement schema, JsonElement value, JsonElement root, string path = "")
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind == JsonValueKind.False ? $"{path}: nothing is allowed" : null;
        foreach (var keyword in schema.EnumerateObject())
            if (Keyword(keyword.Name, keyword.Value, schema, value, root, path) is { } wrong)
                return wrong;
        return null;
    }

    private static string? Keyword(string name, JsonElement given, JsonElement schema, JsonElement value, JsonElement root, string path)
    {
        string? Unless(bool holds) => holds ? null : $"{path}: {value.GetRawText()} breaks {name} {given.GetRawText()}";
        var isText = value.ValueKind == JsonValueKind.String;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isList = value.ValueKind == JsonValueKind.Array;
        switch (name)
        {
            case "$ref": return Check(root.GetProperty("$defs").GetProperty(given.GetString()!["#/$defs/".Length..]), value, root, path);
            case "anyOf": return Unless(given.EnumerateArray().Any(way => Check(way, value, root, path) is null));
            case "oneOf": return Unless(given.EnumerateArray().Count(way => Check(way, value, root, path) is null) == 1);
            case "allOf": return given.EnumerateArray().Select(way => Check(way, value, root, path)).FirstOrDefault(wrong => wrong is not null);
            case "enum": return Unless(given.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)));
            case "const": return Unless(JsonElement.DeepEquals(given, value));
            case "type": return Unless((given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Select(one => one.GetString()) : [given.GetString()]).Any(type => Is(type!, value)));
            case "minLength": return Unless(!isText || value.GetString()!.EnumerateRunes().Count() >= given.GetInt32());
            case "maxLength": return Unless(!isText || value.GetString()!.EnumerateRunes().Count() <= given.GetInt32());
            case "pattern": return Unless(!isText || Regex.IsMatch(InOneUnit(value.GetString()!), given.GetString()!.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(5)));
            case "format": return Unless(!isText || Formatted(given.GetString()!, value.GetString()!));
            case "minimum": return Unless(!isNumber || value.GetDecimal() >= given.GetDecimal());
            case "maximum": return Unless(!isNumber || value.GetDecimal() <= given.GetDecimal());
            case "exclusiveMinimum": return Unless(!isNumber || value.GetDecimal() > given.GetDecimal());
            case "exclusiveMaximum": return Unless(!isNumber || value.GetDecimal() < given.GetDecimal());
            case "minItems": return Unless(!isList || value.GetArrayLength() >= given.GetInt32());
            case "maxItems": return Unless(!isList || value.GetArrayLength() <= given.GetInt32());
            case "prefixItems": return !isList ? null : given.EnumerateArray().Zip(value.EnumerateArray()).Select((pair, at) => Check(pair.First, pair.Second, root, $"{path}/{at}")).FirstOrDefault(wrong => wrong is not null);
            case "items":
                var skipped = schema.TryGetProperty("prefixItems", out var first) ? first.GetArrayLength() : 0;
                return !isList ? null : value.EnumerateArray().Skip(skipped).Select((item, at) => Check(given, item, root, $"{path}/{skipped + at}")).FirstOrDefault(wrong => wrong is not null);
            case "required": return Unless(!isObject || given.EnumerateArray().All(one => value.TryGetProperty(one.GetString()!, out _)));
            case "properties": return !isObject ? null : given.EnumerateObject().Select(property => value.TryGetProperty(property.Name, out var part) ? Check(property.Value, part, root, $"{path}/{property.Name}") : null).FirstOrDefault(wrong => wrong is not null);
            case "additionalProperties":
                return !isObject ? null : value.EnumerateObject().Where(part => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(part.Name, out _))
                    .Select(part => Check(given, part.Value, root, $"{path}/{part.Name}")).FirstOrDefault(wrong => wrong is not null);
            case "$defs": return null;
            default: throw new NotSupportedException(name);
        }
    }

    /// <summary>.NET's patterns count halves of surrogate pairs; a letter of the Yi takes the place of each pair.</summary>
    private static string InOneUnit(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? rune.ToString() : "ꀀ"));

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static bool Formatted(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text.Length > 19 && text[^6] is '+' or '-' ? $"{text[..^6]}Z" : text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" => System.Net.Mail.MailAddress.TryCreate(text, out _),
        "ipv4" => text.Count(letter => letter == '.') == 3 && System.Net.IPAddress.TryParse(text, out _),
        _ => throw new NotSupportedException(format),
    };

    /// <returns>Null when it is not JSON, or not valid Unicode.</returns>
    public static JsonElement? Parse(byte[] text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
            return JsonDocument.Parse(text).RootElement;
        }
        catch (Exception invalid) when (invalid is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}
