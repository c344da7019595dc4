using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>A rule that a paragraph draws as its border.</summary>
/// <param name="Kind">As the file names it: <c>single</c>, <c>thickThinSmallGap</c>; of two words the line nearer to the text comes first.</param>
/// <param name="IsBelow">Below the paragraph's text, not above it.</param>
/// <param name="Length">Twips.</param>
/// <param name="Space">Points between it and the text.</param>
internal sealed record BorderRule(string Kind, bool IsBelow, string Colour, int Length, int Space)
{
    public bool IsDouble => Kind == "double" || Pair is not null;

    /// <summary>Whether the upper line is the thick one; null when it is no pair of a thick and a thin one.</summary>
    public bool? IsUpperThick => Pair is { } thickFirst ? thickFirst == IsBelow : null;

    private bool? Pair => Kind.StartsWith("thinThickThin", StringComparison.Ordinal) ? null
        : Kind.StartsWith("thickThin", StringComparison.Ordinal) ? true
        : Kind.StartsWith("thinThick", StringComparison.Ordinal) ? false : null;

    /// <returns>Null when the paragraph has no border above or below.</returns>
    public static BorderRule? Of(Paragraph paragraph, EffectiveFormat format, int width)
    {
        var borders = format.Borders(paragraph);
        var below = Drawn(borders?.BottomBorder);
        if ((below ?? Drawn(borders?.TopBorder)) is not { } border)
            return null;
        var look = format.Look(paragraph);
        var frame = int.TryParse(paragraph.ParagraphProperties?.FrameProperties?.Width?.Value, System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : width;
        return new BorderRule(border.Val!.InnerText ?? "", below is not null, border.Color?.Value ?? "auto", frame - WordLines.Position(look.Left + look.Right), (int)(border.Space?.Value ?? 0));
    }

    /// <summary>Whether a double rule stands anywhere in the text or the footers, as a border or as a drawn line.</summary>
    public static bool AnyDouble(MainDocumentPart main, EffectiveFormat format) => Roots(main).Any(root =>
        root.Descendants<Paragraph>().Any(paragraph => Of(paragraph, format, 0) is { IsDouble: true })
        || root.Descendants<DocumentFormat.OpenXml.Drawing.Outline>().Any(line => line.CompoundLineType is { InnerText: "thickThin" or "thinThick" or "dbl" }));

    private static IEnumerable<OpenXmlElement> Roots(MainDocumentPart main)
    {
        if (main.Document is { } document)
            yield return document;
        foreach (var part in main.FooterParts)
            if (part.Footer is { } footer)
                yield return footer;
    }

    private static BorderType? Drawn(BorderType? border) => border?.Val?.InnerText is null or "" or "none" or "nil" ? null : border;
}
