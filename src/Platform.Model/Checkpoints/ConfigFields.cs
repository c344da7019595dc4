using System.Text.Json;

namespace Platform.Model.Checkpoints;

/// <summary>Reads values of a JSON object; a missing or null one takes its default, one of the wrong kind is refused by name.</summary>
/// <param name="json">The object.</param>
/// <param name="file">For messages: <c>config.json</c>.</param>
internal readonly struct ConfigFields(JsonElement json, string file)
{
    public static ConfigFields Parse(string text, string file, out JsonDocument document)
    {
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException invalid)
        {
            throw new InvalidDataException($"{file} is not valid JSON ({invalid.Message.ReplaceLineEndings(" ")})", invalid);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return new ConfigFields(document.RootElement, file);
        document.Dispose();
        throw new InvalidDataException($"{file} does not hold a JSON object");
    }

    /// <summary>The value, or null where it is missing or null.</summary>
    public JsonElement? this[string name] => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public bool Has(string name) => this[name] is not null;

    /// <summary>It stands there, be it as null.</summary>
    public bool Names(string name) => json.TryGetProperty(name, out _);

    public ConfigFields? Object(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new ConfigFields(value, file),
        { } other => throw Wrong(name, other, "an object"),
    };

    public string? Text(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } other => throw Wrong(name, other, "text"),
    };

    public bool Flag(string name, bool otherwise) => this[name] switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(name, other, "true or false"),
    };

    public double? Number(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        { } other => throw Wrong(name, other, "a number"),
    };

    public int? Whole(string name) => this[name] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        { } other => throw Wrong(name, other, "a whole number"),
    };

    public int Needed(string name) => Whole(name) ?? throw new InvalidDataException($"{file} does not say {name}");

    /// <summary>Texts in an array, or null.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (this[name] is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Wrong(name, value, "a list of texts");
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    private InvalidDataException Wrong(string name, JsonElement value, string wanted)
    {
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return new InvalidDataException($"{name} in {file} is {(text.Length > 60 ? $"{text[..60]}…" : text)}; {wanted} is needed");
    }
}
