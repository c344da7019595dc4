using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>DOCX: paragraphs, headings by their style, tables by rows. Deleted text of tracked changes is left out.</summary>
internal static class WordDocuments
{
    public static DocumentText Read(byte[] content, KnowledgeOptions limits, CancellationToken cancellationToken)
    {
        OfficePackage.Check(content, limits, cancellationToken);
        try
        {
            using var document = WordprocessingDocument.Open(new MemoryStream(content, writable: false), isEditable: false);
            var main = document.MainDocumentPart ?? throw new ImportFileException(FileProblem.Damaged, "it holds no document") { Chinese = "其中没有正文" };
            return new Walk(HeadingStyles(main), cancellationToken).Read(main.Document?.Body);
        }
        catch (Exception failure) when (failure is OpenXmlPackageException or InvalidDataException or FormatException or System.Xml.XmlException or KeyNotFoundException or InvalidOperationException or IOException or UriFormatException)
        {
            throw new ImportFileException(FileProblem.Damaged, "it is not a whole DOCX document", failure) { Chinese = "不是完整的 DOCX 文件" };
        }
    }

    /// <summary>Styles that make a heading, with their level: by outline level, or by the built-in names.</summary>
    private static Dictionary<string, int> HeadingStyles(MainDocumentPart main)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var style in main.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is not { } id)
                continue;

            var name = style.StyleName?.Val?.Value ?? "";
            if (style.StyleParagraphProperties?.OutlineLevel?.Val?.Value is { } level and >= 0 and < 9)
                levels[id] = level + 1;
            else if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
                levels[id] = 0;
            else if (name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && name.Length == 9 && char.IsAsciiDigit(name[8]))
                levels[id] = name[8] - '0';
        }

        return levels;
    }

    private sealed class Walk(Dictionary<string, int> headings, CancellationToken cancellationToken)
    {
        private readonly DocumentTextBuilder _document = new();
        private int _paragraph;

        public DocumentText Read(Body? body)
        {
            if (body is not null)
                Blocks(body);
            return _document.Build();
        }

        private void Blocks(OpenXmlElement parent)
        {
            foreach (var child in parent.ChildElements)
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (child)
                {
                    case Paragraph paragraph:
                        Paragraph(paragraph);
                        break;
                    case Table table:
                        Table(table);
                        break;
                    case SdtBlock block when block.SdtContentBlock is { } content:
                        Blocks(content);
                        break;
                }
            }
        }

        private void Paragraph(Paragraph paragraph)
        {
            _paragraph++;
            var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
            var own = paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value;
            if (own is >= 0 and < 9)
                _document.Heading(own.Value + 1, TextOf(paragraph));
            else if (style is not null && headings.TryGetValue(style, out var level))
                _document.Heading(level, TextOf(paragraph));
            else
                _document.Block(TextOf(paragraph), _paragraph);
        }

        private void Table(Table table)
        {
            string[] header = [];
            foreach (var row in table.Elements<TableRow>())
            {
                _paragraph++;
                var cells = row.Elements<TableCell>().Select(cell => string.Join(' ', cell.Elements<Paragraph>().Select(TextOf))).ToArray();
                if (header.Length == 0)
                    header = cells; // the first row names the columns, as nearly every table does
                else
                    _document.TableRow(header, cells, _paragraph);
            }

            if (table.Elements<TableRow>().Count() == 1)
                _document.TableRow([], header, _paragraph);
        }

        private static string TextOf(Paragraph paragraph)
        {
            var text = new StringBuilder();
            foreach (var element in paragraph.Descendants())
            {
                text.Append(element switch
                {
                    Text t => t.Text,
                    TabChar => "\t",
                    Break or CarriageReturn => "\n",
                    NoBreakHyphen => "-",
                    _ => "",
                });
            }

            return text.ToString();
        }
    }
}
