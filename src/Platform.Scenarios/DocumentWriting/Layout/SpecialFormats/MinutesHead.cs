using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>Head of minutes: the mark 35 mm below the type area's upper edge (GB/T 9704-2012, 10.3); then, as offices do and the standard leaves to them, the number, and issuer and date above a red rule.</summary>
internal static class MinutesHead
{
    /// <summary>35 mm below the upper edge of the type area.</summary>
    public const int MarkTop = 1984;

    /// <summary>Half points: 44 pt.</summary>
    private const int LargestMark = 88;

    public static IEnumerable<Paragraph> Lines(WrittenDocument document)
    {
        var mark = WordLines.Mark(document.Mark, LargestMark);
        WordLines.Properties(mark).SpacingBetweenLines = new SpacingBetweenLines { Before = MarkTop.ToString(CultureInfo.InvariantCulture), After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto };
        yield return mark;
        if (document.DocumentNumber.Length > 0)
        {
            yield return WordLines.Empty();
            yield return WordLines.Empty();
            yield return WordLines.Centred(document.DocumentNumber, WordParts.FlushStyle);
        }

        yield return WordLines.Empty();
        yield return Issued(document);
        yield return WordLines.Empty();
        yield return WordLines.Empty();
    }

    /// <summary>The issuer one character from the left, the date one from the right.</summary>
    private static Paragraph Issued(WrittenDocument document)
    {
        var line = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = WordParts.RedRuleStyle }), WordLines.Tabbed(document.Issuer, OfficialLayout.Body), WordLines.Tabbed(document.Date, OfficialLayout.Body));
        var properties = WordLines.Properties(line);
        properties.Tabs = new Tabs(
            new TabStop { Val = TabStopValues.Left, Position = WordLines.Position(1) },
            new TabStop { Val = TabStopValues.Right, Position = WordLines.Position(OfficialLayout.Characters - 1) });
        properties.Justification = new Justification { Val = JustificationValues.Left };
        return line;
    }
}
