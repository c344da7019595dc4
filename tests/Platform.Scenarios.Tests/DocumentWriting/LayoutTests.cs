using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Layout;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class LayoutTests
{
    public static TheoryData<string> Genres => SampleBriefs.Genres;

    [Theory]
    [MemberData(nameof(Genres))]
    public void A_written_document_has_no_deviation(string genre)
    {
        foreach (var length in new[] { 400, 2000 })
        {
            var deviations = LayoutValidator.Check(WordWriter.Write(SampleBriefs.Composed(genre, 2, length)), TestContext.Current.CancellationToken);

            deviations.Select(d => $"{d.Code} {d.Place} {d.Problem}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_body_with_a_long_name_still_signs_in_its_place()
    {
        var document = SampleBriefs.Composed("notice") with { Signature = "云溪市人民政府教育督导委员会办公室联席会议秘书处" };

        LayoutValidator.Check(WordWriter.Write(document), TestContext.Current.CancellationToken).Select(d => d.Code).ShouldBeEmpty();
    }

    [Fact]
    public void A_signature_stands_on_a_page_with_text_and_a_heading_with_what_it_heads()
    {
        var document = SampleBriefs.Composed("notice", 2);
        using var word = WordprocessingDocument.Open(new MemoryStream(WordWriter.Write(document)), isEditable: false);
        var lines = word.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().ToList();

        bool IsKept(Paragraph line) => line.ParagraphProperties?.KeepNext is not null;
        var (text, date) = (lines.FindLastIndex(line => line.InnerText == document.Paragraphs[^1].Text), lines.FindLastIndex(line => line.InnerText == document.Date));
        lines[text..date].Count(IsKept).ShouldBe(date - text);
        lines[date..].Any(IsKept).ShouldBeFalse();
        foreach (var heading in document.Paragraphs.Where(paragraph => paragraph.Level > 0))
            IsKept(lines.Single(line => line.InnerText == heading.Text)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_deviation_is_found(string code, int number)
    {
        var (_, plant) = PlantedDeviations.All[number];
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Composed("notice", 2)), plant);

        var deviations = LayoutValidator.Check(file, TestContext.Current.CancellationToken);

        var found = deviations.Where(d => d.Code == code).ToList();
        found.ShouldNotBeEmpty($"found only: {string.Join(", ", deviations.Select(d => d.Code))}");
        found.ShouldAllBe(d => d.Place.Length > 0 && d.Problem.Length > 0 && d.ProblemEnglish.Length > 0);
    }

    [Fact]
    public void At_least_forty_deviations_are_planted() => PlantedDeviations.All.Count.ShouldBeGreaterThanOrEqualTo(40);

    [Fact]
    public void A_file_that_is_no_document_is_refused_in_words() =>
        Should.Throw<LayoutFileException>(() => LayoutValidator.Check("not a zip"u8.ToArray(), TestContext.Current.CancellationToken)).Message.ShouldContain("DOCX");

    public static TheoryData<string, int> Planted
    {
        get
        {
            var data = new TheoryData<string, int>();
            for (var i = 0; i < PlantedDeviations.All.Count; i++)
                data.Add(PlantedDeviations.All[i].Code, i);
            return data;
        }
    }
}
