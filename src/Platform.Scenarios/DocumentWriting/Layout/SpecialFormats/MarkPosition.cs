using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>How far below the edge of the paper the issuing body's mark stands.</summary>
internal static class MarkPosition
{
    /// <summary>2 mm: a line's box is a little higher than its signs.</summary>
    public const int Tolerance = 2 * OfficialLayout.Tolerance;

    /// <returns>Twips; null when a drawing decides it, or lines above of no fixed height.</returns>
    public static int? Of(LayoutText text, LayoutLine mark, Body body)
    {
        if (mark.Paragraph.Ancestors().Any(ancestor => ancestor is Drawing or Picture))
            return null;
        var top = body.Descendants<SectionProperties>().FirstOrDefault()?.GetFirstChild<PageMargin>()?.Top?.Value ?? 1440;
        if (mark.Paragraph.ParagraphProperties?.FrameProperties is { } frame)
            return Framed(frame, top);
        var above = text.Lines.TakeWhile(line => line != mark).ToList();
        return above.TrueForAll(line => line.Look is { Exact: true, Line: not null }) ? top + above.Sum(line => line.Look.Line!.Value + line.Look.Before + line.Look.After) + mark.Look.Before : null;
    }

    private static int? Framed(FrameProperties frame, int top)
    {
        if (frame.YAlign is not null || !int.TryParse(frame.Y?.Value, CultureInfo.InvariantCulture, out var y))
            return null;
        return frame.VerticalPosition?.InnerText switch { "page" => y, "margin" => top + y, _ => null };
    }
}
