using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Platform.Model.Generation.Constraints;

/// <summary>Turns a JSON schema into rules. Every text that the rules admit is valid; not every valid text is admitted (properties come in their order, blanks are few).</summary>
internal sealed class SchemaCompiler
{
    /// <summary>How many schemas may stand in each other, with those that they refer to.</summary>
    public const int Deepest = 500;

    private const int NamesOfStep = 1024;

    private readonly SchemaNode _root;
    private readonly FormBudget _budget;
    private readonly SchemaMerge _merge;
    private readonly Dictionary<string, Rule> _referred = new(StringComparer.Ordinal);
    private int _depth;

    public SchemaCompiler(JsonLanguage json, JsonElement schema, FormBudget budget)
    {
        (Json, _root, _budget) = (json, new SchemaNode(schema), budget);
        _merge = new SchemaMerge(Resolve, budget);
    }

    public static string TooDeep => $"is nested more than {Deepest} deep, through references too";

    public JsonLanguage Json { get; }

    public Rule Compile() => RuleOf(_root);

    /// <summary>A rule for a place in the schema, with nothing in it yet.</summary>
    public Rule NewRule(string path) => new(path.Length == 0 ? "the root" : path, _budget);

    /// <summary>The values of a schema as a rule of their own: compiled once, wherever it is called from.</summary>
    public Rule RuleOf(SchemaNode schema)
    {
        var rule = NewRule(schema.Path);
        var (start, end) = rule.Open();
        Add(schema, rule, start, end);
        return rule;
    }

    /// <summary>Adds the values of a schema between two nodes.</summary>
    public void Add(SchemaNode schema, Rule rule, int from, int to)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _budget.Spend(1, schema.Path);
        if (++_depth > Deepest)
            throw schema.Refused(TooDeep);
        if (schema.Json.ValueKind == JsonValueKind.True || (schema.IsObject && !schema.Keywords.Any()))
            rule.Call(from, Json.Value, to, Count.Any);
        else if (schema.Json.ValueKind == JsonValueKind.False)
            throw schema.Refused("is false: no value fits it");
        else if (!schema.IsObject)
            throw schema.Refused("is no schema: an object, true or false is needed");
        else if (schema["$ref"] is not null)
            Refer(schema, rule, from, to);
        else if (schema["allOf"] is not null)
            Add(_merge.All(schema, _depth), rule, from, to);
        else if (schema["anyOf"] is not null)
            Choose(schema, "anyOf", rule, from, to);
        else if (schema["oneOf"] is not null)
            Choose(schema, "oneOf", rule, from, to);
        else if (schema["enum"] is not null || schema["const"] is not null)
            Values(schema, rule, from, to);
        else
            SchemaTypes.Add(this, schema, rule, from, to);
        _depth--;
    }

    /// <summary>The schema behind a reference, and those behind it.</summary>
    public SchemaNode Resolve(SchemaNode schema)
    {
        for (var steps = 0; schema["$ref"] is not null; steps++)
        {
            if (steps > 50)
                throw schema.Refused("refers to itself without anything between");
            schema.Only("$ref");
            schema = Find(schema);
        }

        return schema;
    }

    private void Refer(SchemaNode schema, Rule rule, int from, int to)
    {
        schema.Only("$ref");
        var target = Find(schema);
        if (!_referred.TryGetValue(target.Path, out var referred))
        {
            _referred.Add(target.Path, referred = NewRule(target.Path));
            var (start, end) = referred.Open();
            Add(target, referred, start, end);
        }

        rule.Call(from, referred, to, Count.Any);
    }

    private SchemaNode Find(SchemaNode schema)
    {
        var reference = schema.Text("$ref")!;
        if (!reference.StartsWith('#'))
            throw schema["$ref"]!.Refused($"is '{reference}'; only references within the schema, which begin with '#', are supported");
        var node = new SchemaNode(schema.Resource, schema.ResourcePath, schema.Resource, schema.ResourcePath);
        foreach (var step in Uri.UnescapeDataString(reference[1..]).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            _budget.Spend(1 + (node.IsObject ? node.Json.GetPropertyCount() / NamesOfStep : 0), schema.Path); // a name is looked for among all
            if (node.IsObject && node.Json.TryGetProperty(name, out var part))
                node = node.At(step, part);
            else if (node.Json.ValueKind == JsonValueKind.Array && int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0 && at < node.Json.GetArrayLength())
                node = node.At(step, node.Json[at]);
            else
                throw schema["$ref"]!.Refused($"is '{reference}', which does not exist");
        }

        return node;
    }

    private void Choose(SchemaNode schema, string keyword, Rule rule, int from, int to)
    {
        var ways = schema.List(keyword);
        if (ways.Count == 0)
            throw schema[keyword]!.Refused("is empty");
        var beside = _merge.Without(schema, keyword);
        if (beside.Keywords.Any())
            ways = [.. ways.Select(way => _merge.Two(beside, Resolve(way)))];
        if (keyword == "oneOf")
            _merge.MustExclude(schema, [.. ways.Select(Resolve)]);
        foreach (var way in ways)
            Add(way, rule, from, to);
    }

    private static void Values(SchemaNode schema, Rule rule, int from, int to)
    {
        schema.Only("enum", "const", "type");
        var types = SchemaTypes.Of(schema);
        var values = schema["const"] is { } single ? [single] : schema.List("enum");
        if (schema["const"] is { } one && schema["enum"] is not null)
            values = [.. schema.List("enum").Where(value => JsonElement.DeepEquals(value.Json, one.Json))];
        values = [.. values.Where(value => types.Count == 0 || types.Contains(SchemaTypes.TypeOf(value.Json), StringComparer.Ordinal) || (types.Contains("number", StringComparer.Ordinal) && SchemaTypes.TypeOf(value.Json) == "integer"))];
        if (values.Count == 0)
            throw schema.Refused("admits no value");
        foreach (var value in values)
            rule.Text(from, value.Literal(), to);
    }
}
