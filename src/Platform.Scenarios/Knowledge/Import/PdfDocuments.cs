using System.Text.RegularExpressions;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>PDF: the text that stands in it, page by page. Pictures are not read, nothing in it is run or fetched.</summary>
internal static partial class PdfDocuments
{
    private const int MostPages = 1_000;

    public static DocumentText Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        try
        {
            using var pdf = PdfDocument.Open(content, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, FilterProvider = new PdfFilters(limits.MostUnpackedBytes) });
            if (pdf.NumberOfPages > MostPages)
                throw new ImportFileException(FileProblem.TooLarge, $"it has {pdf.NumberOfPages} pages, at most {MostPages} are read") { Chinese = $"共 {pdf.NumberOfPages} 页，最多读取 {MostPages} 页" };
            return Text(pdf, limits, cancellationToken);
        }
        catch (PdfDocumentEncryptedException failure)
        {
            throw new ImportFileException(FileProblem.Unsafe, "it is locked with a password", failure) { Chinese = "文件有密码" };
        }
        catch (Exception failure) when (failure is not (ImportFileException or OperationCanceledException or OutOfMemoryException)) // the parser fails in many ways on what is no PDF
        {
            throw new ImportFileException(FileProblem.Damaged, "it is not a whole PDF document", failure) { Chinese = "不是完整的 PDF 文件" };
        }
    }

    private static DocumentText Text(PdfDocument pdf, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        var document = new DocumentTextBuilder(string.IsNullOrWhiteSpace(pdf.Information.Title) ? null : pdf.Information.Title.Trim());
        var (read, open, begun) = (0L, "", 1);
        for (var number = 1; number <= pdf.NumberOfPages; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var line in PdfLines.Of(pdf.GetPage(number)).Where(line => !PageNumber().IsMatch(line.Text)))
            {
                if ((read += line.Text.Length) > limits.MostUnpackedBytes)
                    throw new ImportFileException(FileProblem.Unsafe, $"it holds more than {limits.MostUnpackedBytes} characters") { Chinese = $"超过 {limits.MostUnpackedBytes} 个字符" };
                if (open.Length == 0)
                    begun = number;
                open = PdfLines.Joined(open, line.Text);
                if (line.IsLast)
                {
                    document.Block(open, begun);
                    open = "";
                }
            }
        }

        document.Block(open, begun);
        return document.Build();
    }

    [GeneratedRegex(@"^[\s\-–—·]*\d{1,4}[\s\-–—·]*$", RegexOptions.CultureInvariant, 200)]
    private static partial Regex PageNumber();
}
