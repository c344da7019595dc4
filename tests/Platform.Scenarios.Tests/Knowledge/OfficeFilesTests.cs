using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Import;
using Shouldly;
using Xunit;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class OfficeFilesTests
{
    [Fact]
    public async Task A_workbook_is_read_with_its_dates_and_a_formula_is_refused()
    {
        await using var host = new KnowledgeHost();
        var file = Sheet(
            [Text("问题"), Text("答案"), Text("生效日期")],
            [Text("几点开门？"), Text("九点。"), new Cell(new CellValue("46023")) { DataType = CellValues.Number }],
            [new Cell(new CellFormula("HYPERLINK(\"http://evil\")"), new CellValue("x")) { DataType = CellValues.String }, Text("y"), Text("")]);

        var report = await host.Import("a.xlsx", file);

        report.Added.ShouldBe(1);
        report.Refusals.ShouldHaveSingleItem().ShouldBe(new RowRefused(3, new RuleBroken("question", ImportRule.Formula, "")));
        (await host.Send(new ListEntries())).Entries.ShouldHaveSingleItem().ValidFrom.ShouldBe(new DateOnly(2026, 1, 1));
    }

    [Fact]
    public async Task A_word_document_becomes_passages_under_its_headings()
    {
        await using var host = new KnowledgeHost();
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = new W.Styles(new W.Style(new W.StyleName { Val = "heading 1" }) { StyleId = "H1", Type = W.StyleValues.Paragraph });
            main.Document = new W.Document(new W.Body(
                new W.Paragraph(new W.ParagraphProperties(new W.ParagraphStyleId { Val = "H1" }), new W.Run(new W.Text("Opening hours"))),
                new W.Paragraph(new W.Run(new W.Text("The hall opens at nine.")), new W.DeletedRun(new W.Run(new W.DeletedText("Never."))))));
        }

        (await host.Import("hall.docx", stream.ToArray())).Added.ShouldBe(1);

        var passage = (await Passages(host)).ShouldHaveSingleItem();
        (passage.Heading, passage.Text).ShouldBe(("Opening hours", "The hall opens at nine."));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_is_opened()
    {
        await using var host = new KnowledgeHost(("Knowledge:MostUnpackedBytes", "5000000"));

        (await host.Refused("a.docx", Zip(("word/document.xml", new byte[4_000_000])))).Problem.ShouldBe(FileProblem.Unsafe); // 1000 times its size
        (await host.Refused("a.xlsx", Zip(("xl/media/a.bin", Noise(3_000_000)), ("xl/media/b.bin", Noise(3_000_000))))).Problem.ShouldBe(FileProblem.Unsafe);
        (await host.Refused("a.docx", Zip([.. Enumerable.Range(0, 2_001).Select(i => ($"p{i}.bin", Array.Empty<byte>()))]))).Problem.ShouldBe(FileProblem.Unsafe);
    }

    [Fact]
    public async Task A_bomb_that_lies_about_its_size_is_refused_too()
    {
        await using var host = new KnowledgeHost(("Knowledge:MostUnpackedBytes", "2000000"), ("Knowledge:MostCompression", "10000"));
        var zip = Zip(("word/document.xml", new byte[8_000_000]));
        foreach (var place in Places(zip, BitConverter.GetBytes(8_000_000)))
            BitConverter.GetBytes(1000).CopyTo(zip, place);

        (await host.Refused("a.docx", zip)).Problem.ShouldBeOneOf(FileProblem.Unsafe, FileProblem.Damaged);
    }

    [Fact]
    public async Task External_entities_and_endless_nesting_are_refused()
    {
        await using var host = new KnowledgeHost();
        const string Entity = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        var nested = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));

        (await host.Refused("a.docx", Zip(("word/document.xml", Encoding.UTF8.GetBytes(Entity))))).Problem.ShouldBe(FileProblem.Unsafe);
        (await host.Refused("a.xlsx", Zip(("xl/workbook.xml", Encoding.UTF8.GetBytes(nested))))).Problem.ShouldBe(FileProblem.Unsafe);
        (await host.Refused("a.html", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<div>", 100_000))))).Problem.ShouldBe(FileProblem.Unsafe);
        (await host.Refused("a.md", Encoding.UTF8.GetBytes(new string('>', 100_000) + " x"))).Problem.ShouldBeOneOf(FileProblem.Unsafe, FileProblem.NoText);
    }

    [Fact]
    public async Task A_package_without_what_it_should_hold_is_refused()
    {
        await using var host = new KnowledgeHost();

        (await host.Refused("a.docx", Zip(("hello.txt", "hi"u8.ToArray())))).Problem.ShouldBe(FileProblem.Damaged);
        (await host.Refused("a.xlsx", Zip(("[Content_Types].xml", "<broken"u8.ToArray())))).Problem.ShouldBe(FileProblem.Unsafe);
    }

    internal static async Task<IReadOnlyList<PassageDetails>> Passages(KnowledgeHost host)
    {
        var document = (await host.Send(new ListDocuments())).ShouldHaveSingleItem();
        return (await host.Send(new ReadDocument(document.Id))).ShouldNotBeNull().Passages;
    }

    private static Cell Text(string text) => new(new InlineString(new Text(text))) { DataType = CellValues.InlineString };

    private static byte[] Sheet(params Cell[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(cells => new Row(cells))));
            workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "a" }));
        }

        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<int> Places(byte[] bytes, byte[] wanted)
    {
        for (var i = bytes.AsSpan().IndexOf(wanted); i >= 0;)
        {
            yield return i;
            var next = bytes.AsSpan(i + 1).IndexOf(wanted);
            i = next < 0 ? -1 : i + 1 + next;
        }
    }
}
