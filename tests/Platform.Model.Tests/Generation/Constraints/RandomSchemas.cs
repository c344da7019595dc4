using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Model.Tests.Generation.Constraints;

/// <summary>Schemas of all supported kinds, nested and recursive, from a seed.</summary>
internal sealed class RandomSchemas(int seed)
{
    private static readonly string[] Names = ["name", "a", "日期", "x y", "q\"", "id", "list", "type"];
    private static readonly string[] Patterns = ["^[a-z]+$", @"^\d{3}-\d{4}$", "^(foo|bar)+$", "b+", "^[^\\s\"]{1,5}$", "^[一-龥]{1,3}$", @"\\x", "^a|b$", @"^[A-Z]\w*$"];
    private static readonly string[] Formats = ["date", "date-time", "uuid", "email", "ipv4"];
    private readonly Random _random = new(seed);

    public JsonElement Next()
    {
        var schema = JsonNode.Parse("""
            {"$defs":{
              "tree":{"type":"object","properties":{"v":{"type":"integer"},"kids":{"type":"array","items":{"$ref":"#/$defs/tree"}}},"required":["v"]},
              "chain":{"anyOf":[{"type":"null"},{"type":"object","properties":{"n":{"$ref":"#/$defs/chain"}},"required":["n"],"additionalProperties":false}]}}}
            """)!.AsObject();
        foreach (var (keyword, value) in Schema(0))
            schema[keyword] = value?.DeepClone();
        return JsonSerializer.SerializeToElement(schema);
    }

    private bool Maybe(double chance = 0.5) => _random.NextDouble() < chance;

    private T Any<T>(T[] from) => from[_random.Next(from.Length)];

    private JsonObject Schema(int depth) => _random.Next(depth < 3 ? 14 : 9) switch
    {
        0 => Text(),
        1 => new JsonObject { ["type"] = "string", ["pattern"] = Any(Patterns) },
        2 => new JsonObject { ["type"] = "string", ["format"] = Any(Formats) },
        3 => Number("integer", _random.Next(-2000, 2000), _random.Next(2, 500)),
        4 => Number("number", Math.Round((decimal)(_random.NextDouble() * 100) - 50, _random.Next(4)), Any([0.01m, 0.3m, 5, 100])),
        5 => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Value(0))]) },
        6 => new JsonObject { ["const"] = Value(0) },
        7 => new JsonObject { ["type"] = Any<Func<JsonNode>>([() => "boolean", () => "null", () => new JsonArray("string", "null"), () => new JsonArray("integer", "boolean"), () => new JsonArray("number", "string")])() },
        8 => Maybe() ? new JsonObject { ["$ref"] = Any(["#/$defs/tree", "#/$defs/chain"]) } : Any<Func<JsonObject>>([() => [], () => new JsonObject { ["type"] = "object" }, () => new JsonObject { ["type"] = "array" }])(),
        9 or 10 => Object(depth),
        11 => List(depth),
        12 => new JsonObject { ["anyOf"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => (JsonNode)Schema(depth + 1))]) },
        _ => new JsonObject
        {
            ["allOf"] = new JsonArray(
                new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["a"] = Schema(depth + 2) }, ["required"] = new JsonArray("a") },
                new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["b"] = Schema(depth + 2) } }),
        },
    };

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        var least = Maybe() ? _random.Next(4) : 0;
        if (least > 0)
            schema["minLength"] = least;
        if (Maybe())
            schema["maxLength"] = least + _random.Next(12);
        return schema;
    }

    private JsonObject Number(string type, decimal low, decimal width)
    {
        var schema = new JsonObject { ["type"] = type };
        if (Maybe())
            schema[Maybe() ? "minimum" : "exclusiveMinimum"] = low;
        if (Maybe())
            schema[Maybe() ? "maximum" : "exclusiveMaximum"] = low + width;
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var names = Names.OrderBy(_ => _random.Next()).Take(_random.Next(5)).ToList();
        var properties = new JsonObject();
        foreach (var name in names)
            properties[name] = Schema(depth + 1);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (names.FindAll(_ => Maybe()) is { Count: > 0 } required)
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        if (Maybe())
            schema["additionalProperties"] = false;
        else if (names.Count == 0 && Maybe())
            schema["additionalProperties"] = Schema(depth + 1);
        return schema;
    }

    private JsonObject List(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Schema(depth + 1) };
        var least = Maybe() ? _random.Next(3) : 0;
        if (least > 0)
            schema["minItems"] = least;
        if (Maybe())
            schema["maxItems"] = least + _random.Next(3);
        if (Maybe(0.2))
            schema["prefixItems"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (JsonNode)Schema(depth + 1))]);
        return schema;
    }

    private JsonNode? Value(int depth) => _random.Next(depth < 2 ? 7 : 5) switch
    {
        0 => null,
        1 => true,
        2 => _random.Next(-100, 100),
        3 => Any(["a", "红 x", "q\"\\\n", "<|im_end|>", ""]),
        4 => Any([1.5m, -0.25m]),
        5 => new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Value(depth + 1))]),
        _ => new JsonObject { [Any(["a", "b", "c"])] = Value(depth + 1) },
    };
}
