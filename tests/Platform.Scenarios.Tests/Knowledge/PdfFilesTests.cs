using System.IO.Compression;
using System.Text;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Import;
using Shouldly;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class PdfFilesTests
{
    [Fact]
    public void Lines_become_paragraphs_and_page_numbers_are_left_out()
    {
        var text = PdfDocuments.Read(
            Pdf(["    The hall opens at nine o'clock every", "working day and closes at six.", "    Bring form 12-B, which costs nothing", "— 1 —"], ["for those above 65 years."]),
            new KnowledgeOptions(), TestContext.Current.CancellationToken);

        text.Blocks.Select(block => (block.Text, block.Place)).ShouldBe(
        [
            ("The hall opens at nine o'clock every working day and closes at six.", 1),
            ("Bring form 12-B, which costs nothing for those above 65 years.", 1),
        ]);
    }

    [Fact]
    public async Task A_pdf_becomes_passages_of_the_knowledge_base()
    {
        await using var host = new KnowledgeHost();

        (await host.Import("hall.en.pdf", Pdf(["The hall opens at nine."]))).Added.ShouldBe(1);

        (await OfficeFilesTests.Passages(host)).ShouldHaveSingleItem().Text.ShouldBe("The hall opens at nine.");
    }

    [Fact]
    public async Task What_is_no_pdf_has_no_text_or_unfolds_without_end_is_refused()
    {
        await using var host = new KnowledgeHost(("Knowledge:MostUnpackedBytes", "2000000"));

        (await host.Refused("a.pdf", Encoding.ASCII.GetBytes("%PDF-1.7\nnothing"))).Problem.ShouldBe(FileProblem.Damaged);
        (await host.Refused("a.pdf", Pdf([]))).Problem.ShouldBe(FileProblem.NoText);
        (await host.Refused("a.pdf", Bomb(8_000_000))).Problem.ShouldBe(FileProblem.Unsafe);
    }

    [Fact]
    public void A_stream_that_unfolds_beyond_the_limit_is_refused_before_it_is_in_memory()
    {
        var bomb = Bomb(800_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<ImportFileException>(() => PdfDocuments.Read(bomb, new KnowledgeOptions { MostUnpackedBytes = 1_000_000 }, TestContext.Current.CancellationToken)).Problem.ShouldBe(FileProblem.Unsafe);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(400_000_000);
    }

    /// <summary>A line that begins with spaces is set in.</summary>
    private static byte[] Pdf(params string[][] pages)
    {
        var builder = new PdfDocumentBuilder();
        var font = builder.AddStandard14Font(Standard14Font.Courier);
        foreach (var lines in pages)
        {
            var page = builder.AddPage(PageSize.A4);
            var y = 780.0;
            foreach (var line in lines)
            {
                var text = line.TrimStart();
                page.AddText(text, 12, new PdfPoint(70 + 7.2 * (line.Length - text.Length), y), font);
                y -= 18;
            }
        }

        return builder.Build();
    }

    /// <summary>A page whose content is spaces without end.</summary>
    private static byte[] Bomb(int size)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var spaces = new byte[1_000_000];
            Array.Fill(spaces, (byte)' ');
            for (var written = 0; written < size; written += spaces.Length)
                zip.Write(spaces);
        }

        using var file = new MemoryStream();
        var places = new List<long>();
        void Write(string text) => file.Write(Encoding.ASCII.GetBytes(text));
        void Begin(string text)
        {
            places.Add(file.Position);
            Write(text);
        }

        Write("%PDF-1.4\n");
        Begin("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
        Begin("2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n");
        Begin("3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>\nendobj\n");
        Begin($"4 0 obj\n<</Length {packed.Length}/Filter/FlateDecode>>\nstream\n");
        file.Write(packed.ToArray());
        Write("\nendstream\nendobj\n");
        var table = file.Position;
        Write("xref\n0 5\n0000000000 65535 f \n");
        foreach (var place in places)
            Write($"{place:0000000000} 00000 n \n");
        Write($"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }
}
