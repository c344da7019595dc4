using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Model.Generation.Constraints;

/// <summary>A part of a schema and where it stands; reads keywords with errors that name the place.</summary>
/// <param name="Resource">Where its references begin: the whole schema, or the part around it that has an <c>$id</c> of its own.</param>
/// <param name="ResourcePath">Where that stands.</param>
internal sealed record SchemaNode(JsonElement Json, string Path, JsonElement Resource, string ResourcePath)
{
    /// <summary>Keywords that say nothing about which values fit.</summary>
    private static readonly HashSet<string> Remarks = new(StringComparer.Ordinal)
    {
        "title", "description", "default", "examples", "example", "$schema", "$id", "$comment", "$defs", "definitions", "$anchor", "deprecated", "readOnly", "writeOnly", "nullable",
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A whole schema.</summary>
    public SchemaNode(JsonElement schema)
        : this(schema, "", schema, "")
    {
    }

    public bool IsObject => Json.ValueKind == JsonValueKind.Object;

    /// <summary>Keywords that matter.</summary>
    public IEnumerable<string> Keywords => IsObject ? Json.EnumerateObject().Where(one => !Remarks.Contains(one.Name)).Select(one => one.Name) : [];

    public SchemaNode? this[string keyword] => IsObject && Json.TryGetProperty(keyword, out var value) ? At(keyword, value) : null;

    public SchemaNode At(string step, JsonElement value)
    {
        var path = $"{Path}/{step}";
        return IsResource(value) ? new(value, path, value, path) : new(value, path, Resource, ResourcePath);
    }

    public int? Size(string keyword)
    {
        if (this[keyword] is not { } given)
            return null;
        return given.Json.ValueKind == JsonValueKind.Number && given.Json.TryGetDecimal(out var size) && size == decimal.Floor(size) && size >= 0
            ? (int)Math.Min(size, int.MaxValue)
            : throw given.Refused($"is {given.Json.GetRawText()}; a whole number from 0 on is needed");
    }

    public decimal? Number(string keyword)
    {
        if (this[keyword] is not { } given)
            return null;
        return given.Json.ValueKind == JsonValueKind.Number && given.Json.TryGetDecimal(out var number) ? number : throw given.Refused($"is {given.Json.GetRawText()}; a number that decimals can hold is needed");
    }

    public string? Text(string keyword) => this[keyword] is not { } given ? null : given.Json.ValueKind == JsonValueKind.String ? given.Json.GetString() : throw given.Refused("is no text");

    public IReadOnlyList<SchemaNode> List(string keyword)
    {
        if (this[keyword] is not { } given)
            return [];
        return given.Json.ValueKind == JsonValueKind.Array ? [.. given.Json.EnumerateArray().Select((item, at) => given.At(at.ToString(CultureInfo.InvariantCulture), item))] : throw given.Refused("is no list");
    }

    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (var keyword in Keywords)
            if (!known.Contains(keyword))
                throw this[keyword]!.Refused("is a keyword that is not supported here");
    }

    /// <summary>A value as it is to be written: no blanks, nothing escaped that need not be.</summary>
    public byte[] Literal() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Json, Plain));

    public ConstraintException Refused(string why) => new($"The schema's {(Path.Length == 0 ? "root" : Path)} {why}.");

    /// <summary>An <c>$id</c> that is only a fragment names a place in the schema around it.</summary>
    private static bool IsResource(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String && !id.GetString()!.StartsWith('#');
}
