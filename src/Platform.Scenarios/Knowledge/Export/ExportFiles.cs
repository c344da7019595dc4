using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Platform.Data.Knowledge;

namespace Platform.Scenarios.Knowledge.Export;

/// <summary>Entries as files; <see cref="Import"/> reads each of them back to the same entries.</summary>
internal static class ExportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static byte[] JsonLines(IReadOnlyList<ExportRow> rows)
    {
        var text = new StringBuilder();
        foreach (var (id, language, content) in rows)
        {
            text.Append(JsonSerializer.Serialize(new
            {
                id,
                language,
                content.Topic,
                content.Question,
                content.Similar,
                content.Answer,
                content.Audience,
                content.ValidFrom,
                content.ValidTo,
                State = StateName(content.State),
            }, Json)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>With a mark at its beginning, because spreadsheet programs take it for another encoding otherwise; formula signs are escaped.</summary>
    public static byte[] Csv(IReadOnlyList<ExportRow> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", ShouldQuote = _ => true }))
        {
            foreach (var cells in Table(rows))
            {
                foreach (var cell in cells)
                    csv.WriteField(FormulaSigns.Escape(cell));
                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }

    /// <summary>Every cell is text: nothing in it can be run as a formula.</summary>
    public static byte[] Workbook(IReadOnlyList<ExportRow> rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            using (var writer = OpenXmlWriter.Create(sheet))
            {
                writer.WriteStartElement(new Worksheet());
                writer.WriteStartElement(new SheetData());
                foreach (var cells in Table(rows))
                {
                    writer.WriteStartElement(new Row());
                    foreach (var cell in cells)
                        writer.WriteElement(new Cell(new InlineString(new Text(cell) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString });
                    writer.WriteEndElement();
                }

                writer.WriteEndElement();
                writer.WriteEndElement();
            }

            workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "knowledge" }));
        }

        return stream.ToArray();
    }

    /// <summary>A header and a row for each entry; each wording in a column of its own, so that it may hold any sign.</summary>
    private static IEnumerable<string[]> Table(IReadOnlyList<ExportRow> rows)
    {
        var similar = rows.Count == 0 ? 0 : rows.Max(row => row.Content.Similar.Count);
        yield return ["id", "language", "topic", "question", "answer", "audience", "validFrom", "validTo", "state", .. Enumerable.Range(1, similar).Select(n => string.Create(CultureInfo.InvariantCulture, $"similar {n}"))];
        foreach (var (id, language, content) in rows)
        {
            yield return
            [
                id, language, content.Topic ?? "", content.Question, content.Answer, content.Audience, EntryContent.Day(content.ValidFrom),
                EntryContent.Day(content.ValidTo), StateName(content.State), .. content.Similar, .. Enumerable.Repeat("", similar - content.Similar.Count),
            ];
        }
    }

    private static string StateName(KnowledgeState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
