using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Single lines of a Word file, every font in its run, and their measures.</summary>
internal static class WordLines
{
    public static Paragraph Line(string text, string style, Typeface face, int size = OfficialLayout.BodySize, string? colour = null) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text, face, size, colour));

    public static Paragraph Centred(string text, string style)
    {
        var line = Line(text, style, OfficialLayout.Body);
        Properties(line).Justification = new Justification { Val = JustificationValues.Center };
        return line;
    }

    public static Paragraph Empty() => new(
        new ParagraphProperties(new ParagraphStyleId { Val = WordParts.FlushStyle }, new ParagraphMarkRunProperties(WordParts.Fonts(OfficialLayout.Body), new FontSize { Val = "32" })));

    /// <summary>The issuing body's mark, as large as one line of the type area allows.</summary>
    /// <param name="largest">Half points; the standard leaves the size to the issuing body.</param>
    public static Paragraph Mark(string words, int largest) => Line(
        words, WordParts.RedHeadStyle, OfficialLayout.Title, Math.Clamp(2 * 430 / Math.Max(1, words.Length), OfficialLayout.TitleSize, largest), OfficialLayout.Red);

    /// <summary>On one page with the next: a heading with its text, and the end of the text with the signature, which may not stand on a page alone (GB/T 9704-2012, 7.3.5.5).</summary>
    public static Paragraph Kept(Paragraph line)
    {
        Properties(line).KeepNext = new KeepNext();
        return line;
    }

    public static Run Run(string text, Typeface face, int size = OfficialLayout.BodySize, string? colour = null)
    {
        var properties = new RunProperties(WordParts.Fonts(face));
        if (colour is not null)
            properties.Append(new Color { Val = colour });
        properties.Append(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) }, new FontSizeComplexScript { Val = size.ToString(CultureInfo.InvariantCulture) });
        return new Run(properties, new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <summary>A run that begins at the next tab stop.</summary>
    public static Run Tabbed(string text, Typeface face)
    {
        var run = Run(text, face);
        run.InsertAfter(new TabChar(), run.RunProperties);
        return run;
    }

    public static ParagraphProperties Properties(Paragraph paragraph) => paragraph.ParagraphProperties ??= new ParagraphProperties();

    /// <param name="characters">From the left edge of the type area.</param>
    public static int Position(double characters) => (int)Math.Round(characters * 8844 / OfficialLayout.Characters);

    public static string Twips(double characters) => Position(characters).ToString(CultureInfo.InvariantCulture);

    public static int Hundredths(double characters) => (int)Math.Round(characters * 100);

    /// <summary>In characters: a Latin sign or digit is half of one.</summary>
    public static double Width(string text) => text.Sum(sign => sign < 128 ? 0.5 : 1);

    /// <summary>Without signs that XML cannot hold.</summary>
    private static string Clean(string text) => string.Concat(text.Where(sign => sign >= ' ' && sign is not ('\uFFFE' or '\uFFFF')));
}
