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
        var inner = compiler.NewRule(schema.Path);
        if (properties.Count == 0 && others is not { Json.ValueKind: JsonValueKind.False })
        {
            if (others is null || others.Json.ValueKind == JsonValueKind.True)
            {
                rule.Call(from, compiler.Json.Object, to, Count.Any);
                return;
            }

            compiler.Json.FillObject(inner, compiler.RuleOf(others));
        }
        else
        {
            Named(compiler, properties, inner);
        }

        rule.Call(from, inner, to, Count.Any);
    }

    private static List<(string Name, SchemaNode Schema, bool Required)> Properties(SchemaNode schema)
    {
        var required = schema.List("required").Select(one => one.Json.ValueKind == JsonValueKind.String ? one.Json.GetString()! : throw one.Refused("is no text")).Distinct(StringComparer.Ordinal).ToList();
        var missing = required.ToHashSet(StringComparer.Ordinal);
        var properties = new List<(string, SchemaNode, bool)>();
        if (schema["properties"] is { } given)
        {
            if (!given.IsObject)
                throw given.Refused("is no object");
            foreach (var property in given.Json.EnumerateObject())
            {
                var isRequired = missing.Remove(property.Name);
                if (property.Value.ValueKind != JsonValueKind.False || isRequired)
                    properties.Add((property.Name, given.At(property.Name, property.Value), isRequired));
            }
        }

        foreach (var name in required.Where(missing.Contains))
        {
            var value = schema["additionalProperties"];
            if (value is { Json.ValueKind: JsonValueKind.False })
                throw schema["required"]!.Refused($"asks for '{name}', which additionalProperties forbids");
            properties.Add((name, value ?? schema.At("additionalProperties", JsonSerializer.SerializeToElement(true)), true));
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
