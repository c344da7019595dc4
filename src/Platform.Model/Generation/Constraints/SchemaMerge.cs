using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Model.Generation.Constraints;

/// <summary>Several schemas that must hold together, as one; and whether schemas exclude each other.</summary>
/// <param name="resolve">Gives the schema behind a reference.</param>
internal sealed class SchemaMerge(Func<SchemaNode, SchemaNode> resolve, FormBudget budget)
{
    private const int BytesOfStep = 32;
    private const int ComparisonsOfStep = 16;
    private static readonly HashSet<string> Greatest = new(StringComparer.Ordinal) { "minLength", "minItems", "minimum", "exclusiveMinimum" };
    private static readonly HashSet<string> Smallest = new(StringComparer.Ordinal) { "maxLength", "maxItems", "maximum", "exclusiveMaximum" };

    /// <param name="depth">Schemas around this one.</param>
    public SchemaNode All(SchemaNode schema, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth > SchemaCompiler.Deepest)
            throw schema.Refused(SchemaCompiler.TooDeep);
        var merged = Without(schema, "allOf");
        foreach (var part in schema.List("allOf"))
            merged = Two(merged, resolve(part) is var resolved && resolved["allOf"] is not null ? All(resolved, depth + 1) : resolved);
        return merged with { Path = schema.Path };
    }

    public SchemaNode Without(SchemaNode schema, string keyword)
    {
        var rest = JsonObject.Create(schema.Json)!;
        rest.Remove(keyword);
        return schema with { Json = Written(rest, schema.Path) };
    }

    public SchemaNode Two(SchemaNode one, SchemaNode other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!one.IsObject || !other.IsObject)
            return one.Json.ValueKind == JsonValueKind.True ? other : other.Json.ValueKind == JsonValueKind.True ? one : throw one.Refused("joins something that is no schema");
        if (Closes(one, other) || Closes(other, one))
            throw other.Refused("is joined with a schema that forbids its properties by additionalProperties, which is not supported");
        var merged = JsonObject.Create(one.Json)!;
        foreach (var keyword in other.Keywords)
        {
            var value = other[keyword]!;
            merged[keyword] = one[keyword] is { } both && !JsonElement.DeepEquals(both.Json, value.Json) ? Join(keyword, both, value) : JsonNode.Parse(value.Json.GetRawText());
        }

        return one with { Json = Written(merged, other.Path), Path = other.Path };
    }

    /// <summary>A schema that is joined with many is written many times.</summary>
    private JsonElement Written(JsonObject json, string path)
    {
        var written = JsonSerializer.SerializeToElement(json);
        budget.Spend(1 + JsonMarshal.GetRawUtf8Value(written).Length / BytesOfStep, path);
        return written;
    }

    private static bool Closes(SchemaNode one, SchemaNode other) =>
        one["additionalProperties"] is { Json.ValueKind: JsonValueKind.False } && other["properties"] is { IsObject: true } properties
        && properties.Json.EnumerateObject().Any(property => one["properties"] is not { IsObject: true } own || !own.Json.TryGetProperty(property.Name, out _));

    private JsonNode? Join(string keyword, SchemaNode one, SchemaNode other)
    {
        if (keyword == "required")
            return new JsonArray([.. one.Json.EnumerateArray().Concat(other.Json.EnumerateArray()).Select(name => name.ToString()).Distinct(StringComparer.Ordinal).Select(name => (JsonNode)name)]);
        if (keyword == "properties" && one.IsObject && other.IsObject)
        {
            var joined = JsonObject.Create(one.Json)!;
            foreach (var property in other.Json.EnumerateObject())
                joined[property.Name] = JsonNode.Parse((one.Json.TryGetProperty(property.Name, out var known) && !JsonElement.DeepEquals(known, property.Value)
                    ? Two(one.At(property.Name, known), other.At(property.Name, property.Value)).Json : property.Value).GetRawText());
            return joined;
        }

        if (keyword == "type")
        {
            static IEnumerable<string> Names(SchemaNode type) => type.Json.ValueKind == JsonValueKind.Array ? type.Json.EnumerateArray().Select(name => name.ToString()) : [type.Json.ToString()];
            var both = Names(one).Intersect(Names(other), StringComparer.Ordinal).ToList();
            if (both.Count == 0 && Names(one).Concat(Names(other)).ToHashSet(StringComparer.Ordinal) is var names && names.Contains("integer") && names.Contains("number"))
                both = ["integer"];
            return both.Count > 0 ? new JsonArray([.. both.Select(name => (JsonNode)name)]) : throw other.Refused("is joined with another type: no value fits both");
        }

        if ((Greatest.Contains(keyword) || Smallest.Contains(keyword)) && one.Json.TryGetDecimal(out var a) && other.Json.TryGetDecimal(out var b))
            return JsonValue.Create(Greatest.Contains(keyword) ? Math.Max(a, b) : Math.Min(a, b));
        throw other.Refused("is joined with another value of the same keyword, which is not supported");
    }

    /// <summary>With <c>oneOf</c> a value may fit one of the schemas only: they must differ in type, or in a property or value that is fixed.</summary>
    public void MustExclude(SchemaNode schema, IReadOnlyList<SchemaNode> ways)
    {
        for (var at = 0; at < ways.Count; at++)
            for (var other = at + 1; other < ways.Count; other++)
                if (!Exclude(ways[at], ways[other], []))
                    throw schema["oneOf"]!.Refused($"has alternatives {at} and {other}, which may fit the same value; make a property of theirs differ by const, or use anyOf");
    }

    /// <param name="seen">Pairs that are looked at already: one that leads back to itself excludes nothing by that.</param>
    private bool Exclude(SchemaNode one, SchemaNode other, HashSet<(string, string)> seen)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget.Spend(1, one.Path);
        if (Fixed(one) is { } values && Fixed(other) is { } others)
        {
            budget.Spend((long)values.Count * others.Count / ComparisonsOfStep, one.Path);
            return !values.Any(value => others.Any(same => JsonElement.DeepEquals(value, same)));
        }

        var (types, otherTypes) = (Kinds(one), Kinds(other));
        if (types.Count > 0 && otherTypes.Count > 0 && !types.Overlaps(otherTypes))
            return true;
        if (one["properties"] is not { IsObject: true } properties || other["properties"] is not { IsObject: true } otherProperties || !Objects(one) || !Objects(other))
            return false;
        var (required, otherRequired) = (Required(one), Required(other));
        foreach (var property in properties.Json.EnumerateObject())
        {
            if (!required.Contains(property.Name) || !otherRequired.Contains(property.Name) || !otherProperties.Json.TryGetProperty(property.Name, out var same))
                continue;
            var (mine, theirs) = (resolve(properties.At(property.Name, property.Value)), resolve(otherProperties.At(property.Name, same)));
            if (seen.Add((mine.Path, theirs.Path)) && Exclude(mine, theirs, seen))
                return true;
        }

        return false;
    }

    private static bool Objects(SchemaNode schema) => Kinds(schema) is var kinds && kinds.Count == 1 && kinds.Contains("object");

    private static HashSet<string> Required(SchemaNode schema) =>
        schema.List("required").Where(one => one.Json.ValueKind == JsonValueKind.String).Select(one => one.Json.GetString()!).ToHashSet(StringComparer.Ordinal);

    private static IReadOnlyList<JsonElement>? Fixed(SchemaNode schema) =>
        schema["const"] is { } one ? [one.Json] : schema["enum"] is not null ? [.. schema.List("enum").Select(value => value.Json)] : null;

    private static HashSet<string> Kinds(SchemaNode schema)
    {
        var kinds = Fixed(schema) is { } values ? values.Select(SchemaTypes.TypeOf) : schema["properties"] is not null && schema["type"] is null ? ["object"] : SchemaTypes.Of(schema);
        return [.. kinds.Select(kind => kind == "integer" ? "number" : kind)];
    }
}
