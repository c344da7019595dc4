using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Writes a document as DOCX by GB/T 9704-2012: nothing of it comes from themes or templates, every font stands in its run.</summary>
public static class WordWriter
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Half points: 62 pt.</summary>
    private const int LargestMark = 124;

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
            var section = WordParts.Section(main, isLetter: document is { RedHead: true, Format: OfficialFormat.Letter });
            main.Document = new Document(new Body([.. Paragraphs(document), section]));
        }

        return file.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Paragraphs(WrittenDocument document)
    {
        foreach (var line in Head(document))
            yield return line;
        yield return WordLines.Line(document.Title, WordParts.TitleStyle, OfficialLayout.Title, OfficialLayout.TitleSize);
        yield return WordLines.Empty();
        if (document.Addressee.Length > 0)
            yield return WordLines.Line(document.Addressee, WordParts.FlushStyle, OfficialLayout.Body);
        var last = document.Paragraphs.Count - 1;
        for (var at = 0; at <= last; at++)
        {
            var paragraph = document.Paragraphs[at];
            var line = paragraph.Level == 0
                ? WordLines.Line(paragraph.Text, WordParts.BodyStyle, OfficialLayout.Body)
                : WordLines.Line(paragraph.Text, WordParts.HeadingStyle(paragraph.Level), OfficialLayout.Heading(paragraph.Level));
            yield return at == last || paragraph.Level > 0 ? WordLines.Kept(line) : line;
        }

        foreach (var line in Attachments(document.Attachments))
            yield return WordLines.Kept(line);
        foreach (var line in AttendanceLines.Of(document.Attendance))
            yield return WordLines.Kept(line);
        if (document is { RedHead: true, Format: OfficialFormat.Minutes })
            yield break; // issuer and date stand in the head
        foreach (var line in Closing(document))
            yield return line;
    }

    private static IEnumerable<Paragraph> Head(WrittenDocument document) => document switch
    {
        { RedHead: false } => Number(document),
        { Format: OfficialFormat.Letter } => LetterHead.Lines(document),
        { Format: OfficialFormat.Minutes } => MinutesHead.Lines(document),
        _ => RedHead(document),
    };

    /// <summary>The number two empty lines below the mark (7.2.5), the title two below the rule (7.3.1).</summary>
    private static IEnumerable<Paragraph> RedHead(WrittenDocument document)
    {
        yield return WordLines.Mark(document.Mark, LargestMark);
        yield return WordLines.Empty();
        yield return WordLines.Empty();
        yield return document.Signer.Length > 0 ? Signed(document, WordParts.RedRuleStyle) : WordLines.Line(document.DocumentNumber, WordParts.RedRuleStyle, OfficialLayout.Body);
        yield return WordLines.Empty();
        yield return WordLines.Empty();
    }

    /// <summary>Without a red head the number stands centred above the title.</summary>
    private static IEnumerable<Paragraph> Number(WrittenDocument document)
    {
        if (document.DocumentNumber.Length == 0 && document.Signer.Length == 0)
            yield break;
        yield return document.Signer.Length > 0 ? Signed(document, WordParts.FlushStyle) : WordLines.Centred(document.DocumentNumber, WordParts.FlushStyle);
        yield return WordLines.Empty();
    }

    /// <summary>The number one character from the left, who signed one from the right, the name in Kai (7.2.5, 7.2.6).</summary>
    private static Paragraph Signed(WrittenDocument document, string style)
    {
        var line = WordLines.Line(document.DocumentNumber, style, OfficialLayout.Body);
        var properties = WordLines.Properties(line);
        properties.Tabs = new Tabs(new TabStop { Val = TabStopValues.Right, Position = WordLines.Position(OfficialLayout.Characters - 1) });
        properties.Indentation = new Indentation { Left = WordLines.Twips(1), LeftChars = WordLines.Hundredths(1), Right = WordLines.Twips(1), RightChars = WordLines.Hundredths(1), FirstLine = "0", FirstLineChars = 0 };
        properties.Justification = new Justification { Val = JustificationValues.Left };
        line.Append(WordLines.Tabbed("签发人：", OfficialLayout.Body), WordLines.Run(document.Signer, OfficialLayout.Kai));
        return line;
    }

    /// <summary>One empty line below the text, two characters in, each title numbered when there are several; a long title goes on below its own first sign (7.3.3).</summary>
    private static IEnumerable<Paragraph> Attachments(IReadOnlyList<string> titles)
    {
        if (titles.Count > 0)
            yield return WordLines.Empty();
        for (var i = 0; i < titles.Count; i++)
        {
            var number = titles.Count > 1 ? $"{i + 1}." : "";
            var line = WordLines.Line(i == 0 ? $"附件：{number}{titles[i]}" : $"{number}{titles[i]}", WordParts.FlushStyle, OfficialLayout.Body);
            var (title, before) = (AttachmentTitle + WordLines.Width(number), WordLines.Width(number) + (i == 0 ? AttachmentTitle - AttachmentWord : 0));
            WordLines.Properties(line).Indentation = new Indentation { Left = WordLines.Twips(title), LeftChars = WordLines.Hundredths(title), Hanging = WordLines.Twips(before), HangingChars = WordLines.Hundredths(before) };
            yield return line;
        }
    }

    /// <summary>The date four characters from the right; the issuer centred above it, unless it is so long that it must stand two from the right.</summary>
    private static IEnumerable<Paragraph> Closing(WrittenDocument document)
    {
        var (date, signature) = (WordLines.Width(document.Date), WordLines.Width(document.Signature));
        var (dateIndent, signatureIndent) = (4.0, 4 + (date - signature) / 2);
        if (signatureIndent < 2)
            (signatureIndent, dateIndent) = (2, Math.Max(4, 2 + (signature - date) / 2));
        yield return WordLines.Kept(WordLines.Empty());
        yield return WordLines.Kept(WordLines.Empty());
        yield return WordLines.Kept(RightLine(document.Signature, signatureIndent));
        yield return RightLine(document.Date, dateIndent);
        if (document.Contact.Length > 0)
            yield return WordLines.Line($"（联系人：{document.Contact}）", WordParts.BodyStyle, OfficialLayout.Body); // on the line below the date (7.3.6)
    }

    private static Paragraph RightLine(string text, double indent)
    {
        var line = WordLines.Line(text, WordParts.FlushStyle, OfficialLayout.Body);
        WordLines.Properties(line).Indentation = new Indentation
        {
            FirstLine = "0",
            FirstLineChars = 0,
            Right = WordLines.Twips(indent),
            RightChars = WordLines.Hundredths(indent),
        };
        WordLines.Properties(line).Justification = new Justification { Val = JustificationValues.Right };
        return line;
    }
}
