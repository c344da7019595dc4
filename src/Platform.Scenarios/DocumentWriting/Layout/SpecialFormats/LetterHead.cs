using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>What makes a letter (GB/T 9704-2012, 10.1): the issuer alone near the upper edge of the paper with a double rule below it, the number at the right, another rule near the lower edge of the first page.</summary>
/// <remarks>The mark stands above the type area, so it has a frame; rules are borders, which Word and LibreOffice draw alike. In a border's name the line nearer to the text comes first.</remarks>
internal static class LetterHead
{
    /// <summary>30 mm from the upper edge of the paper.</summary>
    public const int MarkTop = 1701;

    /// <summary>170 mm.</summary>
    public const int RuleLength = 9638;

    /// <summary>Points: 4 mm below the mark.</summary>
    public const int RuleDistance = 11;

    /// <summary>20 mm from the lower edge of the paper.</summary>
    public const int RuleBottom = 1134;

    /// <summary>Half points: 44 pt.</summary>
    private const int LargestMark = 88;

    /// <summary>Eighths of a point.</summary>
    private const uint RuleWidth = 24;

    /// <summary>The title two lines below what stands above it.</summary>
    public static IEnumerable<Paragraph> Lines(WrittenDocument document)
    {
        yield return Mark(document.Mark);
        if (document.DocumentNumber.Length > 0)
            yield return Number(document.DocumentNumber);
        yield return WordLines.Empty();
        yield return WordLines.Empty();
    }

    /// <summary>The lowest line of the first page's footer, in place of a page number.</summary>
    public static Paragraph SecondRule() => new(new ParagraphProperties(
        new ParagraphStyleId { Val = WordParts.FlushStyle },
        new ParagraphBorders(new BottomBorder { Val = BorderValues.ThinThickSmallGap, Size = RuleWidth, Space = 0, Color = OfficialLayout.Red }),
        Exactly(20),
        new Indentation { Left = Twips(-Overhang), Right = Twips(-Overhang), FirstLine = "0", FirstLineChars = 0 }));

    /// <summary>Keeps a page number where it stands in other documents, above the height of the second rule.</summary>
    public static Paragraph BelowPageNumber() => new(new ParagraphProperties(new ParagraphStyleId { Val = WordParts.FlushStyle }, Exactly(OfficialLayout.Footer - RuleBottom)));

    /// <summary>How far a rule goes beyond the type area on either side.</summary>
    private static int Overhang => (RuleLength - (OfficialLayout.PageWidth - OfficialLayout.Left - OfficialLayout.Right)) / 2;

    private static Paragraph Mark(string words)
    {
        var line = WordLines.Mark(words, LargestMark);
        var properties = WordLines.Properties(line);
        properties.FrameProperties = new FrameProperties
        {
            Width = Twips(RuleLength),
            VerticalSpace = "60",
            Wrap = TextWrappingValues.NotBeside,
            HorizontalPosition = HorizontalAnchorValues.Page,
            VerticalPosition = VerticalAnchorValues.Page,
            X = Twips(OfficialLayout.Left - Overhang),
            Y = Twips(MarkTop),
        };
        properties.ParagraphBorders = new ParagraphBorders(new BottomBorder { Val = BorderValues.ThickThinSmallGap, Size = RuleWidth, Space = RuleDistance, Color = OfficialLayout.Red });
        return line;
    }

    private static Paragraph Number(string number)
    {
        var line = WordLines.Line(number, WordParts.FlushStyle, OfficialLayout.Body);
        WordLines.Properties(line).Justification = new Justification { Val = JustificationValues.Right };
        return line;
    }

    private static SpacingBetweenLines Exactly(int line) => new() { Before = "0", After = "0", Line = Twips(line), LineRule = LineSpacingRuleValues.Exact };

    private static string Twips(int twips) => twips.ToString(CultureInfo.InvariantCulture);
}
