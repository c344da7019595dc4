using System.Text;
using System.Text.Json;

namespace Platform.Model.Corpus.Reading;

/// <summary>A text with blanks that a record fills: <c>{title}</c>, <c>{answers.0.text}</c>. A list becomes lines; <c>{{</c> is a brace.</summary>
internal sealed class RecordTemplate
{
    private readonly List<(string Literal, string[]? Path)> _parts = [];

    public RecordTemplate(string template)
    {
        var literal = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] is '{' or '}' && at + 1 < template.Length && template[at + 1] == template[at])
            {
                literal.Append(template[at++]);
                continue;
            }

            if (template[at] != '{')
            {
                literal.Append(template[at]);
                continue;
            }

            var end = template.IndexOf('}', at);
            if (end < 0)
                throw new CorpusException($"The template '{template}' opens a blank that it does not close.");
            _parts.Add((literal.ToString(), template[(at + 1)..end].Split('.')));
            literal.Clear();
            at = end;
        }

        _parts.Add((literal.ToString(), null));
    }

    /// <param name="places">Where blanks are looked for, in order.</param>
    /// <returns>Null when the record has nothing for one of the blanks.</returns>
    public string? Fill(params ReadOnlySpan<JsonElement> places)
    {
        var text = new StringBuilder();
        foreach (var (literal, path) in _parts)
        {
            text.Append(literal);
            if (path is null)
                continue;
            if (Find(path, places) is not { } found || Write(found) is not { Length: > 0 } written)
                return null;
            text.Append(written);
        }

        return text.ToString();
    }

    public static JsonElement? Find(string[] path, ReadOnlySpan<JsonElement> places)
    {
        foreach (var place in places)
            if (Find(path, place) is { } found)
                return found;
        return null;
    }

    private static JsonElement? Find(string[] path, JsonElement place)
    {
        foreach (var name in path)
        {
            if (place.ValueKind == JsonValueKind.Object && place.TryGetProperty(name, out var part))
                place = part;
            else if (place.ValueKind == JsonValueKind.Array && int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0 && at < place.GetArrayLength())
                place = place[at];
            else
                return null;
        }

        return place;
    }

    private static string? Write(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(Write)),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };
}
