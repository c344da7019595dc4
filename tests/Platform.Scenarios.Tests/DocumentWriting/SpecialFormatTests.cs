using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class SpecialFormatTests
{
    [Theory]
    [InlineData("letter", OfficialFormat.Letter)]
    [InlineData("minutes", OfficialFormat.Minutes)]
    [InlineData("notice", OfficialFormat.General)]
    public void A_red_head_has_the_genres_own_format_which_is_recognised_and_without_deviation(string genre, OfficialFormat format)
    {
        foreach (var length in new[] { 400, 2000 })
            foreach (var number in new[] { "云教〔2026〕35号", "" })
            {
                var document = SampleBriefs.Compose(SampleBriefs.Headed(genre).With("documentNumber", number) with { Length = length });

                document.Format.ShouldBe(format);
                ShouldBeCorrect(WordWriter.Write(document), format);
            }
    }

    [Theory]
    [InlineData("letter", "云溪市教育局文件")]
    [InlineData("minutes", "云溪市教育局文件")]
    public void The_general_format_is_had_by_asking_for_it(string genre, string mark)
    {
        var document = SampleBriefs.Compose(SampleBriefs.Headed(genre) with { PageFormat = OfficialFormat.General });

        Lines(WordWriter.Write(document))[0].InnerText.ShouldBe(mark);
        ShouldBeCorrect(WordWriter.Write(document), OfficialFormat.General);
    }

    [Theory]
    [InlineData("letter")]
    [InlineData("minutes")]
    public void Without_a_red_head_the_layout_stays_the_general_one(string genre) =>
        ShouldBeCorrect(WordWriter.Write(SampleBriefs.Compose(SampleBriefs.Headed(genre) with { RedHead = false })), OfficialFormat.General);

    [Fact]
    public void A_letter_has_its_mark_between_two_rules_and_its_number_at_the_right()
    {
        var file = WordWriter.Write(SampleBriefs.Compose(SampleBriefs.Headed("letter")));

        var lines = Lines(file);
        lines[..5].Select(line => line.InnerText).ShouldBe(["云溪市教育局", "云教〔2026〕35号", "", "", "云溪市教育局关于开展秋季校园消防安全检查的函"]);
        var mark = lines[0].ParagraphProperties!;
        mark.FrameProperties!.Y!.Value.ShouldBe("1701"); // 30 mm
        mark.FrameProperties.Width!.Value.ShouldBe("9638"); // 170 mm
        mark.ParagraphBorders!.BottomBorder!.Val!.InnerText.ShouldBe("thickThinSmallGap");
        lines[1].ParagraphProperties!.Justification!.Val!.InnerText.ShouldBe("right");
        using var word = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var section = word.MainDocumentPart!.Document!.Body!.Elements<SectionProperties>().Single();
        section.GetFirstChild<TitlePage>().ShouldNotBeNull();
        section.Elements<FooterReference>().Select(footer => footer.Type!.InnerText).ShouldBe(["default", "even", "first"]);
    }

    [Fact]
    public void Minutes_say_issuer_and_date_in_their_head_and_below_the_text_who_was_there()
    {
        var lines = Lines(WordWriter.Write(SampleBriefs.Compose(SampleBriefs.Headed("minutes"))));

        lines[..9].Select(line => line.InnerText).ShouldBe(["云溪市教育局会议纪要", "", "", "云教〔2026〕35号", "", "云溪市教育局2026年9月1日", "", "", "开展秋季校园消防安全检查会议纪要"]);
        lines[0].ParagraphProperties!.SpacingBetweenLines!.Before!.Value.ShouldBe("1984"); // 35 mm
        lines[^3..].Select(line => line.InnerText[..3]).ShouldBe(["出席：", "请假：", "列席："]);
        lines[^4].InnerText.ShouldBeEmpty();
        lines[^3].Elements<Run>().First().RunProperties!.RunFonts!.EastAsia!.Value.ShouldBe("黑体");
    }

    [Fact]
    public void Minutes_of_another_office_can_do_without_a_title()
    {
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Compose(SampleBriefs.Headed("minutes"))), main =>
        {
            var title = PlantedDeviations.Starting(main, "开展秋季");
            title.NextSibling<Paragraph>()!.Remove();
            title.Remove();
        });

        ShouldBeCorrect(file, OfficialFormat.Minutes);
    }

    [Fact]
    public void A_general_document_with_the_issuers_name_as_its_mark_is_no_letter()
    {
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Composed("notice", 2)), main =>
        {
            var mark = PlantedDeviations.Starting(main, "云溪市教育局文件");
            PlantedDeviations.Replace(mark, "文件", "");
        });

        ShouldBeCorrect(file, OfficialFormat.General);
    }

    [Fact]
    public void Preview_and_Markdown_follow_as_far_as_they_can()
    {
        var (letter, minutes) = (SampleBriefs.Compose(SampleBriefs.Headed("letter")), SampleBriefs.Compose(SampleBriefs.Headed("minutes")));

        HtmlPreview.Page(letter).ShouldContain("<p class=\"head\">云溪市教育局</p>\n<div class=\"rule\"></div>\n<div class=\"sheet\"><p class=\"number\">云教〔2026〕35号</p>\n<h1>");
        HtmlPreview.Page(minutes).ShouldContain("<p class=\"issued\"><span>云溪市教育局</span><span>2026年9月1日</span></p>");
        HtmlPreview.Page(minutes).ShouldContain("<p class=\"attendance\"><b>请假</b>：市财政局冯雪</p>");
        HtmlPreview.Page(minutes).ShouldNotContain("class=\"sign\"");
        MarkdownWriter.Write(letter).ShouldStartWith("**云溪市教育局**\n\n云教〔2026〕35号\n\n---\n\n# 云溪市教育局关于");
        MarkdownWriter.Write(minutes).ShouldStartWith("**云溪市教育局会议纪要**\n\n云教〔2026〕35号\n\n云溪市教育局　2026年9月1日\n\n---\n\n# 开展秋季");
        MarkdownWriter.Write(minutes).ShouldContain("**请假**：市财政局冯雪  \n**列席**：青禾区教育局何平、许静");
    }

    [Fact]
    public void A_format_that_a_genre_has_not_is_refused_in_words() =>
        (SampleBriefs.Headed("notice") with { PageFormat = OfficialFormat.Letter }).Problems(GenreCatalog.Shipped).ShouldHaveSingleItem().ShouldBe("\"pageFormat\" is 'letter'; a notice can have: general.");

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_deviation_is_found(string code, int number)
    {
        var (genre, _, plant) = PlantedSpecialDeviations.All[number];
        var file = PlantedDeviations.Change(WordWriter.Write(SampleBriefs.Compose(SampleBriefs.Headed(genre))), plant);

        var report = LayoutValidator.Read(file, TestContext.Current.CancellationToken);

        report.Format.ShouldBe(genre == "letter" ? OfficialFormat.Letter : OfficialFormat.Minutes);
        var found = report.Deviations.Where(deviation => deviation.Code == code).ToList();
        found.ShouldNotBeEmpty($"found only: {string.Join(", ", report.Deviations.Select(deviation => deviation.Code))}");
        found.ShouldAllBe(deviation => deviation.Place.Chinese.Length > 0 && deviation.Problem.Length > 0 && deviation.Place.English.Length > 0 && deviation.ProblemEnglish.Length > 0);
    }

    public static TheoryData<string, int> Planted
    {
        get
        {
            var data = new TheoryData<string, int>();
            for (var i = 0; i < PlantedSpecialDeviations.All.Count; i++)
                data.Add(PlantedSpecialDeviations.All[i].Code, i);
            return data;
        }
    }

    private static void ShouldBeCorrect(byte[] file, OfficialFormat format)
    {
        var report = LayoutValidator.Read(file, TestContext.Current.CancellationToken);

        report.Deviations.Select(deviation => $"{deviation.Code} {deviation.Place} {deviation.Problem}").ShouldBeEmpty();
        report.Format.ShouldBe(format);
    }

    private static List<Paragraph> Lines(byte[] file)
    {
        using var word = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        return [.. word.MainDocumentPart!.Document!.Body!.Elements<Paragraph>().Select(line => (Paragraph)line.CloneNode(deep: true))];
    }
}
