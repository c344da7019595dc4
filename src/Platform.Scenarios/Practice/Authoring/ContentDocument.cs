using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Scenarios.Practice.Authoring;

/// <summary>
/// A JSON text of which single values are replaced where they stand; everything else, comments and layout too, stays as its author wrote it.
/// A place is written <c>profile/name</c> or <c>facts/0/say</c>.
/// </summary>
public sealed class ContentDocument
{
    private const string Step = "  ";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonReaderOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _bytes;

    private ContentDocument(string text, JsonElement root) => (Text, _bytes, Root) = (text, Encoding.UTF8.GetBytes(text), root);

    public string Text { get; }

    public JsonElement Root { get; }

    /// <returns>Null when it is no JSON object.</returns>
    public static ContentDocument? TryRead(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new ContentDocument(text, document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonElement? At(string place)
    {
        var element = Root;
        foreach (var part in place.Split('/'))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var member))
                element = member;
            else if (element.ValueKind == JsonValueKind.Array && Index(part) is { } at && at < element.GetArrayLength())
                element = element[at];
            else
                return null;
        }

        return element;
    }

    /// <summary>A string, a number or a truth value as it is shown in a field; empty for everything else.</summary>
    public string ValueAt(string place) => At(place) is { } found ? Shown(found) : "";

    /// <summary>A list of strings, one a line.</summary>
    public string LinesAt(string place) => At(place) is { ValueKind: JsonValueKind.Array } list ? string.Join('\n', list.EnumerateArray().Select(Shown)) : "";

    public int CountAt(string place) => At(place) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;

    /// <summary>The document with another value at a place; what is missing on the way is added.</summary>
    public ContentDocument With(string place, JsonNode value)
    {
        var parts = place.Split('/');
        var spot = Find(parts, parts.Length);
        if (spot is { } found)
            return Replaced(found.Start, found.End, Write(value, found.End - found.Start > 0 && _bytes.AsSpan(found.Start, found.End - found.Start).Contains((byte)'\n'), IndentAt(found.Start)));

        // The deepest part that is there takes the rest, wrapped in objects.
        var depth = parts.Length - 1;
        while (Find(parts, depth) is null)
            depth--;
        for (var i = parts.Length - 1; i > depth; i--)
            value = new JsonObject { [parts[i]] = value };
        return Inserted(Find(parts, depth)!.Value, Index(parts[depth]) is null ? parts[depth] : null, value);
    }

    /// <summary>With one more entry at the end of a list.</summary>
    public ContentDocument Plus(string list, JsonNode entry)
    {
        var parts = list.Split('/');
        return Find(parts, parts.Length) is { } found ? Inserted(found, null, entry) : With(list, new JsonArray(entry));
    }

    /// <summary>Without a member or an entry; the same when it is not there.</summary>
    public ContentDocument Without(string place)
    {
        var parts = place.Split('/');
        if (Find(parts, parts.Length - 1) is not { } parent)
            return this;
        var children = Children(parent.Start);
        var at = children.FindIndex(child => child.Name == parts[^1]);
        if (at < 0)
            return this;
        return at > 0 ? Replaced(children[at - 1].End, children[at].End, "")
            : children.Count > 1 ? Replaced(children[0].NameStart, children[1].NameStart, "")
            : Replaced(children[0].NameStart, children[0].End, "");
    }

    /// <summary>Where the value at the first <paramref name="depth"/> parts stands.</summary>
    private (int Start, int End)? Find(string[] parts, int depth)
    {
        (int Start, int End) spot = WholeObject();
        for (var i = 0; i < depth; i++)
        {
            if (_bytes[spot.Start] is not ((byte)'{' or (byte)'['))
                return null;
            var child = Children(spot.Start).FindLast(c => c.Name == parts[i]);
            if (child is null)
                return null;
            spot = (child.Start, child.End);
        }

        return spot;
    }

    private (int Start, int End) WholeObject()
    {
        var reader = new Utf8JsonReader(_bytes, Reading);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return (start, (int)reader.BytesConsumed);
    }

    private List<Child> Children(int start)
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(start), Reading);
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var children = new List<Child>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var (name, nameStart) = (children.Count.ToString(CultureInfo.InvariantCulture), (int)reader.TokenStartIndex);
            if (isObject)
            {
                name = reader.GetString()!;
                reader.Read();
            }

            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            children.Add(new Child(name, start + nameStart, start + valueStart, start + (int)reader.BytesConsumed));
        }

        return children;
    }

    private ContentDocument Inserted((int Start, int End) parent, string? name, JsonNode value)
    {
        var children = Children(parent.Start);
        var spread = _bytes.AsSpan(parent.Start, parent.End - parent.Start).Contains((byte)'\n') || children.Count == 0;
        var indent = IndentAt(parent.Start);
        var member = (name is null ? "" : $"{JsonSerializer.Serialize(name, Writing)}: ") + Write(value, spread && value is JsonArray { Count: > 3 }, indent + Step);
        return children.Count > 0
            ? Replaced(children[^1].End, children[^1].End, spread ? $",\n{indent}{Step}{member}" : $", {member}")
            : Replaced(parent.Start + 1, parent.End - 1, $"\n{indent}{Step}{member}\n{indent}");
    }

    /// <summary>Blanks at the beginning of the line.</summary>
    private string IndentAt(int position)
    {
        var line = position == 0 ? 0 : _bytes.AsSpan(0, position).LastIndexOf((byte)'\n') + 1;
        var end = line;
        while (end < _bytes.Length && _bytes[end] is (byte)' ' or (byte)'\t')
            end++;
        return Encoding.UTF8.GetString(_bytes, line, end - line);
    }

    private static string Write(JsonNode value, bool spread, string indent) => value is JsonArray { Count: > 0 } list && spread
        ? $"[\n{string.Join(",\n", list.Select(entry => $"{indent}{Step}{entry?.ToJsonString(Writing) ?? "null"}"))}\n{indent}]"
        : value.ToJsonString(Writing);

    private ContentDocument Replaced(int start, int end, string by)
    {
        var text = Encoding.UTF8.GetString(_bytes, 0, start) + by + Encoding.UTF8.GetString(_bytes, end, _bytes.Length - end);
        return TryRead(text) ?? throw new InvalidOperationException($"Replacing the bytes {start} to {end} broke the document; a whole value was expected there.");
    }

    private static string Shown(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => "",
    };

    private static int? Index(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;

    private sealed record Child(string Name, int NameStart, int Start, int End);
}
