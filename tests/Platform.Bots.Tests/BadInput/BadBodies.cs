using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Platform.Bots.Tests.BadInput;

/// <summary>Bodies that no honest client sends: an activity with something wrong in it, or no activity at all.</summary>
internal sealed class BadBodies(int seed)
{
    private const int Huge = 6_000_000; // more than any address takes
    private static readonly string[] Kinds = ["message", "invoke", "event", "typing", "conversationUpdate", "messageReaction", "messageUpdate", "messageDelete", "installationUpdate", "endOfConversation", "no-such-kind"];
    private static readonly string[] FileNames = ["../../etc/passwd", "..\\..\\x.dll", "a\0b.txt", "\u202Egnp.exe", "CON", BadRequests.Script + ".html", "a\"; filename=\"b", "x.svg", " ", "中文 文件.docx"];
    private readonly Random _dice = new(seed);

    public byte[] Next() => _dice.Next(20) switch
    {
        0 => [],
        1 => Encoding.UTF8.GetBytes(Activity().ToJsonString()[..^_dice.Next(1, 40)]), // broken off
        2 => Encoding.UTF8.GetBytes(Nested(Pick([10, 63, 64, 65, 1000, 100_000]), '[', ']')),
        3 => Encoding.UTF8.GetBytes($$"""{"type":"message","id":"x","from":{"id":"u"},"conversation":{"id":"c"},"text":{{Nested(Pick([10, 100, 10_000]), '{', '}')}}}"""),
        4 => Encoding.UTF8.GetBytes("""{"type":"message","from":{"id":"u"},"conversation":{"id":"c"},"text":"\ud800 \udc00\ud800"}"""),
        5 => [.. Encoding.UTF8.GetBytes("""{"type":"message","text":" """), 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, .. Encoding.UTF8.GetBytes("\"}")],
        6 => Encoding.Unicode.GetBytes(Activity().ToJsonString()),
        7 => Encoding.UTF8.GetBytes("null"),
        8 => Encoding.UTF8.GetBytes("""[1,"a",{}]"""),
        9 => Encoding.UTF8.GetBytes("""{"type":"message","type":"invoke","text":1e999,"text":-0,"id":1.5}"""),
        10 when _dice.Next(20) == 0 => Encoding.UTF8.GetBytes($$"""{"type":"message","text":"{{new string('x', Huge)}}"}"""),
        10 => Encoding.UTF8.GetBytes($$"""{"type":"message","from":{"id":"u"},"conversation":{"id":"c"},"text":"{{new string('x', 100_000)}}"}"""),
        11 => RandomBytes(_dice.Next(1, 2000)),
        12 => Encoding.UTF8.GetBytes("{\"type\":\"message\"" + string.Concat(Enumerable.Range(0, 3000).Select(n => $",\"k{n}\":{n}")) + "}"),
        _ => Encoding.UTF8.GetBytes(Wrong(Activity()).ToJsonString()),
    };

    public MultipartFormDataContent Multipart()
    {
        var form = new MultipartFormDataContent();
        if (_dice.Next(2) == 0)
        {
            var activity = new StringContent(_dice.Next(2) == 0 ? Activity().ToJsonString() : "{broken");
            activity.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.microsoft.activity");
            form.Add(activity, "activity");
        }

        for (var files = _dice.Next(4); files > 0; files--)
        {
            var file = new ByteArrayContent(RandomBytes(_dice.Next(5000)));
            file.Headers.TryAddWithoutValidation("Content-Type", Pick(["text/html", "image/svg+xml", "application/zip", "", "x/" + new string('y', 500)]));
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{Pick(FileNames).Replace("\0", "%00", StringComparison.Ordinal)}\"");
            form.Add(file);
        }

        return form;
    }

    /// <summary>One or two properties, at any level, become something of another type.</summary>
    private JsonObject Wrong(JsonObject activity)
    {
        for (var changes = _dice.Next(1, 3); changes > 0; changes--)
        {
            var target = activity;
            while (target.Count > 0)
            {
                var name = target.ElementAt(_dice.Next(target.Count)).Key;
                if (target[name] is JsonObject deeper && _dice.Next(2) == 0)
                {
                    target = deeper;
                    continue;
                }

                target[name] = OddValue();
                break;
            }
        }

        return activity;
    }

    private JsonNode? OddValue() => _dice.Next(12) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(1e300),
        3 => JsonValue.Create(true),
        4 => new JsonArray(1, "a", null, new JsonObject()),
        5 => new JsonObject { ["id"] = new JsonArray() },
        6 => JsonValue.Create(""),
        7 => JsonValue.Create(new string('ü', 5000)),
        8 => JsonValue.Create("javascript:alert(4711)"),
        9 => JsonValue.Create("http://169.254.169.254/latest/meta-data"),
        10 => JsonValue.Create("\u0000\u202E\uFFFF"),
        _ => JsonValue.Create(BadRequests.Script),
    };

    private JsonObject Activity() => new()
    {
        ["type"] = Pick(Kinds),
        ["id"] = $"bad-{_dice.Next(1000).ToString(CultureInfo.InvariantCulture)}",
        ["timestamp"] = "2026-01-01T00:00:00Z",
        ["serviceUrl"] = "http://127.0.0.1:9/",
        ["channelId"] = Pick(["webchat", "msteams", "emulator", "directline"]),
        ["from"] = new JsonObject { ["id"] = "u1", ["name"] = BadRequests.Script },
        ["conversation"] = new JsonObject { ["id"] = $"bad-c{_dice.Next(20).ToString(CultureInfo.InvariantCulture)}", ["conversationType"] = "personal" },
        ["recipient"] = new JsonObject { ["id"] = "bot" },
        ["locale"] = "zh-CN",
        ["text"] = Pick(["hello", BadRequests.Script, "check card", "check ai", "\u0000", new string('很', 3000), "<at>Bot</at> hi"]),
        ["name"] = Pick(["adaptiveCard/action", "message/submitAction", "message/fetchTask", "no/such"]),
        ["value"] = new JsonObject { ["action"] = new JsonObject { ["verb"] = "checkSave", ["data"] = new JsonObject { ["name"] = BadRequests.Script } }, ["actionName"] = "feedback", ["actionValue"] = new JsonObject { ["reaction"] = "like", ["feedback"] = "{\"feedbackText\":\"x\"}" } },
        ["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "u1" }, new JsonObject { ["id"] = "bot" }),
        ["reactionsAdded"] = new JsonArray(new JsonObject { ["type"] = "like" }),
        ["replyToId"] = "bad-1",
        ["entities"] = new JsonArray(new JsonObject { ["type"] = "mention", ["mentioned"] = new JsonObject { ["id"] = "bot" }, ["text"] = "<at>Bot</at>" }),
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "text/html", ["contentUrl"] = "file:///etc/passwd", ["name"] = "../x" }),
        ["channelData"] = new JsonObject { ["clientActivityID"] = $"c{_dice.Next(1000).ToString(CultureInfo.InvariantCulture)}", ["tenant"] = new JsonObject { ["id"] = "t" } },
        ["user"] = new JsonObject { ["id"] = "dl_u1", ["name"] = BadRequests.Script },
        ["trustedOrigins"] = new JsonArray("https://example.org"),
        ["deliveryMode"] = Pick(["normal", "notification", "expectReplies", "stream"]),
    };

    private static string Nested(int depth, char open, char close) => open == '['
        ? new string(open, depth) + new string(close, depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string(close, depth);

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _dice.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(T[] from) => from[_dice.Next(from.Length)];
}
