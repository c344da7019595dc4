using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Model.Generation.Constraints;

/// <summary>Objects: the properties that a schema names, in its order, each at most once; any names where it names none.</summary>
internal static class SchemaObjects
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Add(SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        var properties = Properties(schema);
        var others = schema["additionalProperties"];
        var inner = new Rule(schema.Path.Length == 0 ? "the root" : schema.Path);
        if (properties.Count == 0 && others is not { Json.ValueKind: JsonValueKind.False })
        {
            if (others is null || others.Json.ValueKind == JsonValueKind.True)
            {
                rule.Call(from, compiler.Json.Object, to, Count.Any);
                return;
            }

            var value = new Rule(others.Path);
            var (valueStart, valueEnd) = value.Open();
            compiler.Add(others, value, valueStart, valueEnd);
            compiler.Json.FillObject(inner, value);
        }
        else
        {
            Named(compiler, properties, inner);
        }

        rule.Call(from, inner, to, Count.Any);
    }

    private static List<(string Name, SchemaNode Schema, bool Required)> Properties(SchemaNode schema)
    {
        var required = schema.List("required").Select(one => one.Json.ValueKind == JsonValueKind.String ? one.Json.GetString()! : throw one.Refused("is no text")).ToList();
        var properties = new List<(string, SchemaNode, bool)>();
        if (schema["properties"] is { } given)
        {
            if (!given.IsObject)
                throw given.Refused("is no object");
            foreach (var property in given.Json.EnumerateObject())
            {
                var isRequired = required.Remove(property.Name);
                while (required.Remove(property.Name))
                {
                    // named twice
                }

                if (property.Value.ValueKind != JsonValueKind.False || isRequired)
                    properties.Add((property.Name, given.At(property.Name, property.Value), isRequired));
            }
        }

        foreach (var name in required.Distinct(StringComparer.Ordinal))
        {
            var value = schema["additionalProperties"];
            if (value is { Json.ValueKind: JsonValueKind.False })
                throw schema["required"]!.Refused($"asks for '{name}', which additionalProperties forbids");
            properties.Add((name, value ?? new SchemaNode(JsonSerializer.SerializeToElement(true), $"{schema.Path}/additionalProperties"), true));
        }

        return properties;
    }

    private static void Named(SchemaCompiler compiler, List<(string Name, SchemaNode Schema, bool Required)> properties, Rule rule)
    {
        var (start, end) = rule.Open();
        var none = JsonLanguage.Blank(rule, JsonLanguage.Mark(rule, start, '{')); // nothing said yet
        int? some = null; // something said: a comma comes first
        foreach (var (name, schema, required) in properties)
        {
            var (key, colon, after) = (rule.Node(), rule.Node(), rule.Node());
            if (none >= 0)
                rule.Empty(none, key);
            if (some is { } before)
                rule.Empty(JsonLanguage.Blank(rule, JsonLanguage.Mark(rule, before, ',')), key);
            rule.Text(key, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(name, Plain)), colon);
            compiler.Add(schema, rule, JsonLanguage.Blank(rule, JsonLanguage.Mark(rule, colon, ':')), after);
            if (required)
                none = -1;
            else if (some is { } skipped)
                rule.Empty(skipped, after);
            some = after;
        }

        if (none >= 0)
            rule.Byte(none, (byte)'}', (byte)'}', end);
        if (some is { } last)
            rule.Byte(JsonLanguage.Blank(rule, last), (byte)'}', (byte)'}', end);
    }
}
