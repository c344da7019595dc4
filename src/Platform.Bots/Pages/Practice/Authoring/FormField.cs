using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Scenarios.Practice.Authoring;

namespace Platform.Bots.Pages.Practice.Authoring;

public enum FieldKind
{
    Text = 0,
    LongText = 1,
    WholeNumber = 2,
    Number = 3,

    /// <summary>A list of strings, one a line.</summary>
    Lines = 4,

    /// <summary>One of a few values.</summary>
    Choice = 5,
}

/// <summary>A value of the document that the form shows.</summary>
/// <param name="Place">Within the document, or within a row of a table.</param>
/// <param name="Word">Key of its label.</param>
/// <param name="Values">What can be chosen.</param>
/// <param name="ValueWords">Before a value: the key of its words.</param>
public sealed record FormField(string Place, FieldKind Kind, string Word, IReadOnlyList<string>? Values = null, string ValueWords = "")
{
    public string Shown(ContentDocument document, string place) => Kind == FieldKind.Lines ? document.LinesAt(place) : document.ValueAt(place);

    /// <summary>The document with what was typed. What is left empty is taken out, so that the rules say that it is missing; other keys stay.</summary>
    public ContentDocument Set(ContentDocument document, string place, string? typed)
    {
        if (Kind == FieldKind.Lines) // blanks at the ends of a line count: a filler ends with one
            return document.With(place, new JsonArray([.. (typed ?? "").ReplaceLineEndings("\n").Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => (JsonNode?)line)]));
        var text = typed?.ReplaceLineEndings("\n").Trim() ?? "";
        return Kind switch
        {
            _ when text.Length == 0 => document.Without(place),
            FieldKind.WholeNumber => int.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? document.With(place, JsonValue.Create(whole)) : document,
            FieldKind.Number => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? document.With(place, JsonValue.Create(number)) : document,
            _ => document.With(place, JsonValue.Create(text)),
        };
    }
}

/// <summary>A list of objects of the document, shown as a table with a row for each.</summary>
/// <param name="Place">Of the list.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="Empty">A new row.</param>
/// <param name="Fixed">The place is one object and no list: one row, none added and none removed.</param>
public sealed record FormTable(string Place, string Title, IReadOnlyList<FormField> Columns, Func<JsonObject> Empty, bool Fixed = false);
