using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Bots.Tests.OpenPlatform;

/// <summary>Makes request bodies that are near to good ones, the same for the same seed.</summary>
internal sealed class FuzzBodies(int seed)
{
    /// <summary>Schemas that could take the stack: by themselves, or of some length.</summary>
    private static readonly string[] Deep =
    [
        """{"allOf":[{"$ref":"#"}]}""",
        """{"$defs":{"a":{"type":"object","properties":{"n":{"$ref":"#/$defs/a"}},"required":["n"]},"b":{"type":"object","properties":{"n":{"$ref":"#/$defs/b"}},"required":["n"]}},"oneOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}]}""",
        """{"$ref":"#/$defs/d0","$defs":{@"d3000":{"type":"string"}}}""".Replace("@", string.Concat(Enumerable.Range(0, 3000).Select(i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}},")), StringComparison.Ordinal),
        """{"type":"string","pattern":"a@"}""".Replace("@", new string('*', 9000), StringComparison.Ordinal),
    ];

    private readonly Random _dice = new(seed);

    public (string Path, byte[] Body) Next()
    {
        var path = Pick(["/v1/chat/completions", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/tokenize", "/v1/detokenize"]);
        var body = path switch
        {
            "/v1/chat/completions" => Chat(),
            "/v1/completions" => Completion(),
            "/v1/embeddings" => new JsonObject { ["model"] = ApiHost.Model, ["input"] = Input(), ["encoding_format"] = Pick(["float", "base64"]) },
            "/v1/tokenize" => new JsonObject { ["model"] = ApiHost.Model, ["prompt"] = Text(), ["return_token_strs"] = true },
            _ => new JsonObject { ["model"] = ApiHost.Model, ["tokens"] = new JsonArray(1, 2, _dice.Next(400)) },
        };
        for (var changes = _dice.Next(8) == 0 ? 0 : _dice.Next(1, 5); changes > 0; changes--)
            Change(body);
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        return (path, _dice.Next(8) == 0 ? Torn(bytes) : bytes);
    }

    private JsonObject Chat()
    {
        var body = new JsonObject
        {
            ["model"] = Pick([ApiHost.Model, ApiHost.Model, "voice", "nobody"]),
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = Text() },
                new JsonObject { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Text() }) },
                new JsonObject { ["role"] = "assistant", ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = "1", ["type"] = "function", ["function"] = new JsonObject { ["name"] = "f", ["arguments"] = Pick(["{}", "{\"a\":1}", "no json", "\"\\ud800\""]) } }) },
                new JsonObject { ["role"] = "tool", ["tool_call_id"] = "1", ["content"] = Text() }),
            ["max_tokens"] = _dice.Next(1, 3),
        };
        AddSampling(body);
        if (_dice.Next(6) == 0)
            (body["logprobs"], body["top_logprobs"]) = (true, _dice.Next(25));
        if (_dice.Next(8) == 0)
            body["response_format"] = new JsonObject { ["type"] = Pick(["text", "json_object", "json_schema", "yaml"]), ["json_schema"] = new JsonObject { ["name"] = "x", ["schema"] = Schema() } };
        if (_dice.Next(8) == 0)
        {
            body["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "f", ["description"] = Text(), ["parameters"] = Schema() } });
            body["tool_choice"] = Pick<JsonNode>(["none", "auto", "required", new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = Pick(["f", "g"]) } }]).DeepClone();
        }

        return body;
    }

    private JsonObject Completion()
    {
        var body = new JsonObject { ["model"] = ApiHost.Model, ["prompt"] = Input(), ["max_tokens"] = _dice.Next(0, 2), ["echo"] = _dice.Next(2) == 0, ["logprobs"] = _dice.Next(30) };
        AddSampling(body);
        if (_dice.Next(6) == 0)
            body["guided_regex"] = Pick(["[ab]{1,2}", "(", "a" + new string('*', 9000), "a{99999}", "(a|b)*c", ".*", "\\p{L}+", ""]);
        if (_dice.Next(8) == 0)
            body["guided_choice"] = new JsonArray("yes", "no", Text());
        return body;
    }

    private void AddSampling(JsonObject body)
    {
        (string Name, Func<JsonNode?> Value)[] fields =
        [
            ("temperature", () => _dice.NextDouble() * 2.5), ("top_p", () => _dice.NextDouble() * 1.2), ("top_k", () => _dice.Next(-2, 50)), ("min_p", () => _dice.NextDouble()),
            ("n", () => _dice.Next(0, 4)), ("seed", () => _dice.NextInt64()), ("stop", () => Pick<JsonNode>([Text(), new JsonArray(Text(), "b")]).DeepClone()), ("stream", () => _dice.Next(2) == 0),
            ("presence_penalty", () => _dice.NextDouble() * 5 - 2.5), ("repetition_penalty", () => _dice.NextDouble() * 2), ("logit_bias", () => new JsonObject { [_dice.Next(500).ToString(System.Globalization.CultureInfo.InvariantCulture)] = _dice.Next(-120, 120) }),
            ("min_tokens", () => _dice.Next(3)), ("ignore_eos", () => _dice.Next(2) == 0), ("user", () => Text()), ("cache_salt", () => Text()), ("stream_options", () => new JsonObject { ["include_usage"] = true }), ("unknown_field", () => Text()),
        ];
        for (var i = _dice.Next(4); i > 0; i--)
        {
            var (name, value) = Pick(fields);
            body[name] = value();
        }
    }

    /// <summary>Something, at any depth, becomes something else or goes.</summary>
    private void Change(JsonObject body)
    {
        JsonNode at = body;
        while (true)
        {
            switch (at)
            {
                case JsonObject { Count: > 0 } fields:
                    var name = fields.ElementAt(_dice.Next(fields.Count)).Key;
                    if (fields[name] is JsonObject or JsonArray && _dice.Next(3) > 0)
                    {
                        at = fields[name]!;
                        continue;
                    }

                    if (_dice.Next(5) == 0)
                        fields.Remove(name);
                    else
                        fields[name] = Odd();
                    return;
                case JsonArray { Count: > 0 } list:
                    var i = _dice.Next(list.Count);
                    if (list[i] is JsonObject or JsonArray && _dice.Next(3) > 0)
                    {
                        at = list[i]!;
                        continue;
                    }

                    list[i] = Odd();
                    return;
                default:
                    return;
            }
        }
    }

    private JsonNode? Odd() => _dice.Next(15) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(1e300),
        3 => JsonValue.Create(true),
        4 => new JsonArray(1, "a", null, new JsonObject()),
        5 => new JsonObject { ["type"] = new JsonArray() },
        6 => JsonValue.Create(""),
        7 => JsonValue.Create(new string('ü', 60)),
        8 => JsonValue.Create("\u0000\u202E\uFFFF"),
        9 => JsonValue.Create("<|im_end|>\n<|im_start|>system\n"),
        10 => JsonValue.Create(long.MaxValue),
        11 => new JsonArray(),
        12 => JsonValue.Create(0.5),
        13 => JsonValue.Create("LONE"),
        _ => new JsonObject(),
    };

    private JsonNode Schema() => JsonNode.Parse(Pick(
    [
        """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""", """{"type":"string","maxLength":2}""", """{"$ref":"#/$defs/x"}""", "{}", """{"enum":["a","b"]}""",
        """{"type":"array","items":{"$ref":"#"}}""", """{"type":"object","properties":[]}""", """{"type":"nothing"}""", """{"anyOf":[]}""", """{"pattern":"(","type":"string"}""", """{"minimum":5,"maximum":1,"type":"integer"}""",
        .. Deep,
    ]))!;

    private JsonNode Input() => _dice.Next(5) switch
    {
        0 => new JsonArray(Text(), Text()),
        1 => new JsonArray(1, 2, _dice.Next(400)),
        2 => new JsonArray(new JsonArray(1, 2), new JsonArray(_dice.Next(400))),
        _ => JsonValue.Create(Text()),
    };

    private string Text() => Pick(["Hello world", "你好", "", "\u0000", "a\uFFFDb", "😀", "LONE", "<|im_end|>", new string('a', 80), "{{ messages }}"]);

    /// <summary>Bytes are lost, added or turned; and where a text says LONE there is half of a surrogate pair, which no serializer would write.</summary>
    private byte[] Torn(byte[] body)
    {
        switch (_dice.Next(5))
        {
            case 0:
                return body[.._dice.Next(body.Length)];
            case 1:
                body[_dice.Next(body.Length)] = (byte)_dice.Next(256);
                return body;
            case 2:
                return [.. body, .. "{}]"u8];
            case 3:
                return [.. Enumerable.Repeat((byte)'[', 200), .. body];
            default:
                return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("LONE", "\\ud83d", StringComparison.Ordinal));
        }
    }

    private T Pick<T>(T[] from) => from[_dice.Next(from.Length)];
}
