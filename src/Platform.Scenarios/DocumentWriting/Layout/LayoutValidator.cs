using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Opens a DOCX, whoever made it, and reports where its layout is not that of GB/T 9704-2012. Nothing in the file is run or fetched.</summary>
public static class LayoutValidator
{
    /// <exception cref="LayoutFileException">It is no DOCX, damaged, or not safe to open.</exception>
    public static IReadOnlyList<LayoutDeviation> Check(byte[] content, CancellationToken cancellationToken = default) => Read(content, cancellationToken).Deviations;

    /// <returns>Also which of the standard's formats the file uses and was held against.</returns>
    /// <exception cref="LayoutFileException">It is no DOCX, damaged, or not safe to open.</exception>
    public static LayoutReport Read(byte[] content, CancellationToken cancellationToken = default)
    {
        try
        {
            OfficePackage.Check(content, new KnowledgeOptions(), cancellationToken);
            using var word = WordprocessingDocument.Open(new MemoryStream(content, writable: false), isEditable: false);
            var main = word.MainDocumentPart;
            if (main?.Document?.Body is not { } body)
                throw new LayoutFileException("The file cannot be checked: it holds no document.");
            var format = new EffectiveFormat(main);
            var text = LayoutLines.Read(body, format, BorderRule.AnyDouble(main, format));
            var page = PageChecks.Of(main, body).Where(deviation => text.Format != OfficialFormat.Letter || deviation.Code != "page-number"); // a letter of one page has none
            return new LayoutReport(text.Format, [
                .. page, .. PartChecks.Of(main, body, format), .. OrderChecks.Of(text), .. LetterChecks.Of(text, main, body, format), .. MinutesChecks.Of(text, body),
                .. text.Lines.SelectMany(LineChecks.Of), .. text.Lines.SelectMany(TextChecks.Of),
            ]);
        }
        catch (ImportFileException refused)
        {
            throw new LayoutFileException($"The file cannot be checked: {refused.Message}. A DOCX file is needed.", refused);
        }
        catch (Exception failure) when (failure is OpenXmlPackageException or InvalidDataException or FormatException or System.Xml.XmlException or KeyNotFoundException or InvalidOperationException or IOException or UriFormatException)
        {
            throw new LayoutFileException("The file cannot be checked: it is not a whole DOCX document.", failure);
        }
    }
}
