using System.Text.Json;

namespace Platform.Model.Generation.Constraints;

/// <summary>Schemas by their type: texts, numbers, objects, lists.</summary>
internal static class SchemaTypes
{
    private const int MostCharacters = 100_000;
    private const int MostItems = 1000;
    private static readonly string[] All = ["object", "array", "string", "number", "integer", "boolean", "null"];
    private static readonly string[] OfObjects = ["properties", "required", "additionalProperties"];
    private static readonly string[] OfArrays = ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"];
    private static readonly string[] OfTexts = ["minLength", "maxLength", "pattern", "format"];
    private static readonly string[] OfNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    public static void Add(SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        schema.Only(["type", .. OfObjects, .. OfArrays, .. OfTexts, .. OfNumbers]);
        foreach (var type in Wanted(schema))
            AddType(type, compiler, schema, rule, from, to);
    }

    /// <summary>Those that <c>type</c> names; OpenAPI's <c>nullable</c> adds null.</summary>
    public static IReadOnlyList<string> Of(SchemaNode schema)
    {
        if (schema["type"] is not { } type)
            return [];
        var names = type.Json.ValueKind == JsonValueKind.Array ? type.Json.EnumerateArray().Select(one => one.ToString()).ToList() : [type.Json.ToString()];
        if (names.Find(name => !All.Contains(name, StringComparer.Ordinal)) is { } unknown || names.Count == 0)
            throw type.Refused($"is {type.Json.GetRawText()}. Known: {string.Join(", ", All)}");
        if (schema["nullable"] is { Json.ValueKind: JsonValueKind.True })
            names.Add("null");
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetDecimal(out var number) && number == decimal.Floor(number) ? "integer" : "number",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };

    /// <summary>Without a type, the one that the keywords speak of.</summary>
    private static IEnumerable<string> Wanted(SchemaNode schema)
    {
        if (Of(schema) is { Count: > 0 } given)
            return given.Contains("number", StringComparer.Ordinal) ? given.Where(type => type != "integer") : given;
        var keywords = schema.Keywords.ToList();
        return new[] { ("object", OfObjects), ("array", OfArrays), ("string", OfTexts), ("number", OfNumbers) }.Where(kind => keywords.Intersect(kind.Item2, StringComparer.Ordinal).Any()).Select(kind => kind.Item1);
    }

    private static void AddType(string type, SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        switch (type)
        {
            case "object": SchemaObjects.Add(compiler, schema, rule, from, to); break;
            case "array": AddArray(compiler, schema, rule, from, to); break;
            case "string": AddText(compiler, schema, rule, from, to); break;
            case "number" or "integer": AddNumber(type, compiler, schema, rule, from, to); break;
            case "boolean":
                rule.Text(from, "true"u8, to);
                rule.Text(from, "false"u8, to);
                break;
            default: rule.Text(from, "null"u8, to); break;
        }
    }

    private static void AddText(SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        var (least, most) = (schema.Size("minLength") ?? 0, schema.Size("maxLength") ?? int.MaxValue);
        var pattern = schema.Text("pattern");
        var format = schema.Text("format");
        if (least > most || least > MostCharacters)
            throw schema.Refused($"needs texts of {least} to {most} characters; the least must not be above the most, nor above {MostCharacters}");
        if (pattern is null && format is null)
        {
            rule.Call(from, compiler.Json.Text, to, new Count(least, most));
            return;
        }

        if (pattern is not null && format is not null)
            throw schema["pattern"]!.Refused("stands beside a format; one of the two is supported");
        if (least > 0 || most < int.MaxValue)
            throw schema[schema["minLength"] is null ? "maxLength" : "minLength"]!.Refused($"stands beside a {(pattern is null ? "format" : "pattern")}; say the length within a pattern, as in ^.{{2,5}}$");
        if (format is not null && !SchemaFormats.Patterns.ContainsKey(format))
            throw schema["format"]!.Refused($"is '{format}'. Known: {string.Join(", ", SchemaFormats.Patterns.Keys)}");

        var place = $"{schema.Path}/{(pattern is null ? "format" : "pattern")}";
        var text = compiler.NewRule(place);
        var (start, end) = text.Open();
        var (open, close) = (JsonLanguage.Mark(text, start, '"'), text.Node());
        var rules = new PatternRules(text, inText: true, place);
        if (pattern is not null)
            rules.AddFound(PatternParser.Parse(pattern, place), open, close);
        else
            rules.AddWhole(PatternParser.Parse(SchemaFormats.Patterns[format!], place), open, close);
        text.Byte(close, (byte)'"', (byte)'"', end);
        rule.Call(from, text, to, Count.Any);
    }

    private static void AddNumber(string type, SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        var (low, high) = (schema.Number("minimum"), schema.Number("maximum"));
        var (above, below) = (schema.Number("exclusiveMinimum"), schema.Number("exclusiveMaximum"));
        if (low is null && high is null && above is null && below is null)
        {
            rule.Call(from, type == "integer" ? compiler.Json.Integer : compiler.Json.Number, to, Count.Any);
            return;
        }

        var numbers = compiler.NewRule(schema.Path);
        var (start, end) = numbers.Open();
        var lowOut = above is not null && (low is null || above >= low);
        var highOut = below is not null && (high is null || below <= high);
        NumberRanges.Add(numbers, start, end, lowOut ? above : low, lowOut, highOut ? below : high, highOut, type == "integer");
        rule.Call(from, numbers, to, Count.Any);
    }

    private static void AddArray(SchemaCompiler compiler, SchemaNode schema, Rule rule, int from, int to)
    {
        if (schema["uniqueItems"] is { Json.ValueKind: JsonValueKind.True } unique)
            throw unique.Refused("is a keyword that is not supported here");
        var first = schema.List("prefixItems");
        var closed = schema["items"] is { Json.ValueKind: JsonValueKind.False };
        var (least, most) = (schema.Size("minItems") ?? 0, schema.Size("maxItems"));
        if (closed)
            most = Math.Min(most ?? int.MaxValue, first.Count);
        if (least > (most ?? int.MaxValue) || least > MostItems)
            throw schema.Refused($"needs lists of {least} to {most} items; the least must not be above the most, nor above {MostItems}");

        var list = compiler.NewRule(schema.Path);
        var (start, end) = list.Open();
        var open = JsonLanguage.Blank(list, JsonLanguage.Mark(list, start, '['));
        if (least == 0)
            list.Byte(open, (byte)']', (byte)']', end);
        var (item, rest, count) = (open, schema["items"] ?? schema.At("items", JsonSerializer.SerializeToElement(true)), 0);
        Rule? each = null;
        var unrolled = most is { } given ? Math.Min(given, Math.Max(MostItems, least)) : Math.Max(least, first.Count);
        while (count < unrolled)
        {
            var after = list.Node();
            if (count < first.Count)
                compiler.Add(first[count], list, item, after);
            else
                list.Call(item, each ??= compiler.RuleOf(rest), after, Count.Any);
            if (++count >= least)
                list.Byte(JsonLanguage.Blank(list, after), (byte)']', (byte)']', end);
            item = JsonLanguage.Blank(list, JsonLanguage.Mark(list, after, ','));
        }

        if (most is null)
        {
            var (again, after) = (count == 0 ? list.Node() : item, list.Node());
            if (count == 0)
                list.Empty(open, again);
            list.Call(again, each ?? compiler.RuleOf(rest), after, Count.Any);
            list.Byte(JsonLanguage.Blank(list, after), (byte)']', (byte)']', end);
            list.Empty(JsonLanguage.Blank(list, JsonLanguage.Mark(list, after, ',')), again);
        }

        rule.Call(from, list, to, Count.Any);
    }
}
