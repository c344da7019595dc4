using System.Globalization;
using System.Text.Json;

namespace Platform.Bots.OpenPlatform.Requests;

/// <summary>Reads the fields of one JSON object: each says what is wrong with it, and those that nobody asked for are remembered.</summary>
internal sealed class RequestFields
{
    private const int LongestShown = 60;

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly string _prefix;

    /// <param name="within">Where the object stands, such as <c>messages[0]</c>; empty for the request itself.</param>
    public RequestFields(JsonElement json, string within = "")
    {
        _prefix = within.Length == 0 ? "" : within + ".";
        if (json.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid(within.Length == 0 ? "body" : within, $"{(within.Length == 0 ? "The request" : within)} is {Shown(json)}; it must be a JSON object.");
        foreach (var field in json.EnumerateObject())
            if (field.Value.ValueKind != JsonValueKind.Null) // null is as good as absent in every field
                _fields[Valid(() => field.Name, within)] = field.Value;
    }

    /// <summary>Fields that nobody asked for.</summary>
    public IEnumerable<string> Unknown => _fields.Keys.Where(name => !_asked.Contains(name));

    /// <summary>Every field, as far as it is not null.</summary>
    public IReadOnlyDictionary<string, JsonElement> All => _fields;

    public JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _fields.TryGetValue(name, out var value) ? value : null;
    }

    public string? Text(string name) => Find(name) is { } value ? TextOf(value, _prefix + name) : null;

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} is missing. Give a text.");

    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        { } value => throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} is {Shown(value)}; it must be a number."),
    };

    public int? Integer(string name, int least, int most) => Find(name) is { } value ? IntegerOf(value, _prefix + name, least, most) : null;

    /// <summary>Any whole number of 64 bits.</summary>
    public long? Long(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        { } value => throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} is {Shown(value)}; it must be a whole number of 64 bits."),
    };

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} is {Shown(value)}; it must be true or false."),
    };

    public RequestFields? Object(string name) => Find(name) is { } value ? new RequestFields(value, _prefix + name) : null;

    public IReadOnlyList<JsonElement>? List(string name, int most) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() <= most => [.. value.EnumerateArray()],
        { ValueKind: JsonValueKind.Array } value => throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} has {value.GetArrayLength()} entries; at most {most} are taken."),
        { } value => throw ApiException.Invalid(_prefix + name, $"{_prefix}{name} is {Shown(value)}; it must be a list."),
    };

    public static string TextOf(JsonElement value, string name) => value.ValueKind == JsonValueKind.String
        ? Valid(() => value.GetString()!, name)
        : throw ApiException.Invalid(name, $"{name} is {Shown(value)}; it must be a text.");

    public static int IntegerOf(JsonElement value, string name, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && number >= least && number <= most
            ? (int)number
            : throw ApiException.Invalid(name, $"{name} is {Shown(value)}; it must be a whole number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}.");

    /// <summary>A value as an error shows it: short, and no part of a long text.</summary>
    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => value.GetRawText() is { Length: <= LongestShown } text ? text : $"{value.GetRawText()[..LongestShown]}…",
    };

    /// <summary>Half a surrogate pair, or bytes that are no UTF-8, only show when the text is asked for.</summary>
    private static string Valid(Func<string> text, string where)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid(where, "The request holds a text that is no valid Unicode, such as half of a surrogate pair. Send whole characters in UTF-8.");
        }
    }
}
