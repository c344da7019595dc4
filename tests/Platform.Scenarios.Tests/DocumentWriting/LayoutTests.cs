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

    [Fact]
    public void A_number_stands_two_lines_below_the_red_head_or_above_the_title()
    {
        var (headed, plain) = (Lines(SampleBriefs.Composed("notice", 2)), Lines(SampleBriefs.Composed("letter", 2)));

        headed[..4].Select(line => line.InnerText).ShouldBe(["云溪市教育局文件", "", "", "云教〔2026〕35号"]);
        plain[..3].Select(line => line.InnerText).ShouldBe(["云教〔2026〕35号", "", "云溪市教育局关于开展秋季校园消防安全检查的函"]);
        plain[0].ParagraphProperties!.Justification!.Val!.InnerText.ShouldBe("center");
        HtmlPreview.Page(SampleBriefs.Composed("letter", 2)).ShouldContain("<p class=\"number\">云教〔2026〕35号</p>");
        MarkdownWriter.Write(SampleBriefs.Composed("speech", 2)).ShouldNotContain("35号"); // a speech has none
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_signed_off_stands_right_of_the_number(bool redHead)
    {
        var document = SampleBriefs.Composed("request", 2) with { RedHead = redHead, DocumentNumber = "云教〔2026〕35号", Signer = "林远" };

        var line = Lines(document).Single(line => line.InnerText.Contains("签发人", StringComparison.Ordinal));

        line.InnerText.ShouldBe("云教〔2026〕35号签发人：林远");
        line.Descendants<Run>().Last().RunProperties!.RunFonts!.EastAsia!.Value!.ShouldContain("楷体");
        LayoutValidator.Check(WordWriter.Write(document), TestContext.Current.CancellationToken).Select(d => d.Code).ShouldBeEmpty();
        HtmlPreview.Page(document).ShouldContain("签发人：<b>林远</b>");
        MarkdownWriter.Write(document).ShouldContain("云教〔2026〕35号　签发人：林远");
    }

    [Fact]
    public void A_signer_in_the_middle_or_in_the_fonts_of_the_text_is_found()
    {
        var document = SampleBriefs.Composed("report", 2) with { DocumentNumber = "云教〔2026〕35号", Signer = "林远" };
        using var file = new MemoryStream();
        file.Write(WordWriter.Write(document));
        using (var word = WordprocessingDocument.Open(file, isEditable: true))
        {
            var line = word.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Single(line => line.InnerText.Contains("签发人", StringComparison.Ordinal));
            line.ParagraphProperties!.Justification!.Val = JustificationValues.Center;
            var runs = line.Elements<Run>().ToList();
            runs[^1].RunProperties!.RunFonts = (RunFonts)runs[0].RunProperties!.RunFonts!.CloneNode(true);
        }

        LayoutValidator.Check(file.ToArray(), TestContext.Current.CancellationToken).Select(d => d.Code).ShouldBe(["document-number-font", "signer-line"], ignoreOrder: true);
    }

    [Fact]
    public void A_note_stands_right_below_the_date_and_a_long_title_goes_on_below_its_first_sign()
    {
        var lines = Lines(SampleBriefs.Composed("notice", 2));

        lines[lines.FindLastIndex(line => line.InnerText == "2026年9月1日") + 1].InnerText.ShouldStartWith("（联系人");
        var attachments = lines.SkipWhile(line => !line.InnerText.StartsWith("附件", StringComparison.Ordinal)).Take(2).Select(line => line.ParagraphProperties!.Indentation!).ToList();
        attachments.Select(indent => (Left: indent.LeftChars!.Value, Hanging: indent.HangingChars!.Value)).ShouldBe([(600, 400), (600, 100)]);
    }

    [Fact]
    public void A_document_without_a_seal_is_signed_in_its_own_way()
    {
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Composed("notice", 2)), main =>
        {
            var lines = main.Document!.Body!.Elements<Paragraph>().ToList();
            var date = lines.FindLastIndex(line => line.InnerText == "2026年9月1日");
            lines[date - 1].ParagraphProperties!.Indentation = new Indentation { FirstLine = "0", FirstLineChars = 0, RightChars = 400 };
            lines[date].ParagraphProperties!.Indentation = new Indentation { FirstLine = "0", FirstLineChars = 0, RightChars = 200 };
        });

        LayoutValidator.Check(file, TestContext.Current.CancellationToken).Select(d => d.Code).ShouldBeEmpty();
    }

    [Fact]
    public void A_section_without_footers_has_those_of_the_section_before()
    {
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Composed("notice", 2)), main =>
        {
            var body = main.Document!.Body!;
            var last = body.Elements<SectionProperties>().Single();
            var text = body.Elements<Paragraph>().First(line => line.InnerText.StartsWith("全市126所", StringComparison.Ordinal));
            text.ParagraphProperties!.SectionProperties = (SectionProperties)last.CloneNode(deep: true);
            last.RemoveAllChildren<FooterReference>();
        });

        LayoutValidator.Check(file, TestContext.Current.CancellationToken).Select(d => d.Code).ShouldBeEmpty();
    }

    [Fact]
    public void Quotes_are_set_in_the_font_for_signs_beyond_ascii()
    {
        var document = SampleBriefs.Composed("notice", 2);
        document = document with { Paragraphs = [.. document.Paragraphs.Select((paragraph, at) => at == 0 ? paragraph with { Text = $"“清单”{paragraph.Text}" } : paragraph)] };
        var file = PlantedDeviations.Change(WordWriter.Write(document), main =>
        {
            foreach (var fonts in main.StyleDefinitionsPart!.Styles!.Descendants<RunFonts>())
                fonts.Hint = null;
            foreach (var fonts in main.Document!.Descendants<RunFonts>())
                (fonts.Ascii, fonts.Hint) = ("Times New Roman", null);
        });

        LayoutValidator.Check(file, TestContext.Current.CancellationToken).ShouldNotContain(d => d.Code == "quote-font");
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
        found.ShouldAllBe(d => d.Place.Chinese.Length > 0 && d.Problem.Length > 0);
        found.ShouldAllBe(d => d.In(false).StartsWith($"{d.Place.English}\t", StringComparison.Ordinal) && d.Place.English.Length > 0 && d.ProblemEnglish.Length > 0);
    }

    [Fact]
    public void At_least_forty_deviations_are_planted() => PlantedDeviations.All.Count.ShouldBeGreaterThanOrEqualTo(40);

    [Fact]
    public void A_file_that_is_no_document_is_refused_in_words() =>
        Should.Throw<LayoutFileException>(() => LayoutValidator.Check("not a zip"u8.ToArray(), TestContext.Current.CancellationToken)).Message.ShouldContain("DOCX");

    private static List<Paragraph> Lines(WrittenDocument document)
    {
        using var word = WordprocessingDocument.Open(new MemoryStream(WordWriter.Write(document)), isEditable: false);
        return [.. word.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(line => (Paragraph)line.CloneNode(deep: true))];
    }

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
