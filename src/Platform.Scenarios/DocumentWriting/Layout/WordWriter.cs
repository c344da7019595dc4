using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Writes a document as DOCX by GB/T 9704-2012: nothing of it comes from themes or templates, every font stands in its run.</summary>
public static class WordWriter
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Where 附件： stands, and the first title or its number behind it; in characters.</summary>
    private const int AttachmentWord = 2;
    private const int AttachmentTitle = 5;

    /// <returns>The bytes of the file.</returns>
    public static byte[] Write(WrittenDocument document)
    {
        using var file = new MemoryStream();
        using (var word = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            word.PackageProperties.Title = document.Title;
            word.PackageProperties.Creator = document.Issuer;
            var main = word.AddMainDocumentPart();
            WordParts.AddStyles(main);
            WordParts.AddFonts(main);
            WordParts.AddSettings(main);
            var (odd, even) = WordParts.AddFooters(main);
            main.Document = new Document(new Body([.. Paragraphs(document), WordParts.Section(odd, even)]));
        }

        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Paragraphs(WrittenDocument document)
    {
        foreach (var line in document.RedHead ? RedHead(document) : Number(document))
            yield return line;
        yield return Line(document.Title, WordParts.TitleStyle, OfficialLayout.Title, OfficialLayout.TitleSize);
        yield return Empty();
        if (document.Addressee.Length > 0)
            yield return Line(document.Addressee, WordParts.FlushStyle, OfficialLayout.Body);
        var last = document.Paragraphs.Count - 1;
        for (var at = 0; at <= last; at++)
        {
            var paragraph = document.Paragraphs[at];
            var line = paragraph.Level == 0
                ? Line(paragraph.Text, WordParts.BodyStyle, OfficialLayout.Body)
                : Line(paragraph.Text, WordParts.HeadingStyle(paragraph.Level), OfficialLayout.Heading(paragraph.Level));
            yield return at == last || paragraph.Level > 0 ? Kept(line) : line;
        }

        foreach (var line in Attachments(document.Attachments))
            yield return Kept(line);
        foreach (var line in Closing(document))
            yield return line;
    }

    /// <summary>On one page with the next: a heading with its text, and the end of the text with the signature, which may not stand on a page alone (GB/T 9704-2012, 7.3.5.5).</summary>
    private static Paragraph Kept(Paragraph line)
    {
        Properties(line).KeepNext = new KeepNext();
        return line;
    }

    /// <summary>The number two empty lines below the mark (7.2.5), the title two below the rule (7.3.1).</summary>
    private static IEnumerable<Paragraph> RedHead(WrittenDocument document)
    {
        yield return Line($"{document.Issuer}文件", WordParts.RedHeadStyle, OfficialLayout.Title, size: RedHeadSize(document.Issuer.Length + 2), colour: OfficialLayout.Red);
        yield return Empty();
        yield return Empty();
        yield return document.Signer.Length > 0 ? Signed(document, WordParts.RedRuleStyle) : Line(document.DocumentNumber, WordParts.RedRuleStyle, OfficialLayout.Body);
        yield return Empty();
        yield return Empty();
    }

    /// <summary>Without a red head the number stands centred above the title.</summary>
    private static IEnumerable<Paragraph> Number(WrittenDocument document)
    {
        if (document.DocumentNumber.Length == 0 && document.Signer.Length == 0)
            yield break;
        if (document.Signer.Length > 0)
        {
            yield return Signed(document, WordParts.FlushStyle);
        }
        else
        {
            var line = Line(document.DocumentNumber, WordParts.FlushStyle, OfficialLayout.Body);
            Properties(line).Justification = new Justification { Val = JustificationValues.Center };
            yield return line;
        }

        yield return Empty();
    }

    /// <summary>The number one character from the left, who signed one from the right, the name in Kai (7.2.5, 7.2.6).</summary>
    private static Paragraph Signed(WrittenDocument document, string style)
    {
        var line = Line(document.DocumentNumber, style, OfficialLayout.Body);
        var properties = Properties(line);
        properties.Tabs = new Tabs(new TabStop { Val = TabStopValues.Right, Position = int.Parse(Twips(OfficialLayout.Characters - 1), CultureInfo.InvariantCulture) });
        properties.Indentation = new Indentation { Left = Twips(1), LeftChars = Hundredths(1), Right = Twips(1), RightChars = Hundredths(1), FirstLine = "0", FirstLineChars = 0 };
        properties.Justification = new Justification { Val = JustificationValues.Left };
        var word = Run("签发人：", OfficialLayout.Body);
        word.InsertAfter(new TabChar(), word.RunProperties);
        line.Append(word, Run(document.Signer, OfficialLayout.Kai));
        return line;
    }

    /// <summary>As large as one line of the type area allows, 22 pt to 62 pt.</summary>
    private static int RedHeadSize(int characters) => Math.Clamp(2 * 430 / Math.Max(1, characters), OfficialLayout.TitleSize, 124);

    /// <summary>One empty line below the text, two characters in, each title numbered when there are several; a long title goes on below its own first sign (7.3.3).</summary>
    private static IEnumerable<Paragraph> Attachments(IReadOnlyList<string> titles)
    {
        if (titles.Count > 0)
            yield return Empty();
        for (var i = 0; i < titles.Count; i++)
        {
            var number = titles.Count > 1 ? $"{i + 1}." : "";
            var line = Line(i == 0 ? $"附件：{number}{titles[i]}" : $"{number}{titles[i]}", WordParts.FlushStyle, OfficialLayout.Body);
            var (title, before) = (AttachmentTitle + Width(number), Width(number) + (i == 0 ? AttachmentTitle - AttachmentWord : 0));
            Properties(line).Indentation = new Indentation { Left = Twips(title), LeftChars = Hundredths(title), Hanging = Twips(before), HangingChars = Hundredths(before) };
            yield return line;
        }
    }

    /// <summary>The date four characters from the right; the issuer centred above it, unless it is so long that it must stand two from the right.</summary>
    private static IEnumerable<Paragraph> Closing(WrittenDocument document)
    {
        var (date, signature) = (Width(document.Date), Width(document.Signature));
        var (dateIndent, signatureIndent) = (4.0, 4 + (date - signature) / 2);
        if (signatureIndent < 2)
            (signatureIndent, dateIndent) = (2, Math.Max(4, 2 + (signature - date) / 2));
        yield return Kept(Empty());
        yield return Kept(Empty());
        yield return Kept(RightLine(document.Signature, signatureIndent));
        yield return RightLine(document.Date, dateIndent);
        if (document.Contact.Length > 0)
            yield return Line($"（联系人：{document.Contact}）", WordParts.BodyStyle, OfficialLayout.Body); // on the line below the date (7.3.6)
    }

    private static Paragraph RightLine(string text, double indent)
    {
        var line = Line(text, WordParts.FlushStyle, OfficialLayout.Body);
        Properties(line).Indentation = new Indentation
        {
            FirstLine = "0",
            FirstLineChars = 0,
            Right = Twips(indent),
            RightChars = Hundredths(indent),
        };
        Properties(line).Justification = new Justification { Val = JustificationValues.Right };
        return line;
    }

    private static string Twips(double characters) => ((int)Math.Round(characters * 8844 / OfficialLayout.Characters)).ToString(CultureInfo.InvariantCulture);

    private static int Hundredths(double characters) => (int)Math.Round(characters * 100);

    /// <summary>In characters: a Latin sign or digit is half of one.</summary>
    private static double Width(string text) => text.Sum(sign => sign < 128 ? 0.5 : 1);

    private static ParagraphProperties Properties(Paragraph paragraph) => paragraph.ParagraphProperties ??= new ParagraphProperties();

    private static Paragraph Empty() => new(
        new ParagraphProperties(new ParagraphStyleId { Val = WordParts.FlushStyle }, new ParagraphMarkRunProperties(WordParts.Fonts(OfficialLayout.Body), new FontSize { Val = "32" })));

    private static Paragraph Line(string text, string style, Typeface face, int size = OfficialLayout.BodySize, string? colour = null) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text, face, size, colour));

    private static Run Run(string text, Typeface face, int size = OfficialLayout.BodySize, string? colour = null)
    {
        var properties = new RunProperties(WordParts.Fonts(face));
        if (colour is not null)
            properties.Append(new Color { Val = colour });
        properties.Append(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) }, new FontSizeComplexScript { Val = size.ToString(CultureInfo.InvariantCulture) });
        return new Run(properties, new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <summary>Without signs that XML cannot hold.</summary>
    private static string Clean(string text) => string.Concat(text.Where(sign => sign >= ' ' && sign is not ('\uFFFE' or '\uFFFF')));
}
