using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.Tests.DocumentWriting;

/// <summary>Things that go wrong in Word files, each done to a correct file.</summary>
internal static class PlantedDeviations
{
    public static IReadOnlyList<(string Code, Action<MainDocumentPart> Plant)> All { get; } =
    [
        ("page-size", main => Section(main).GetFirstChild<PageSize>()!.Width = 12240),
        ("orientation", main => Section(main).GetFirstChild<PageSize>()!.Orient = PageOrientationValues.Landscape),
        ("margin-top", main => Margin(main).Top = 1440),
        ("margin-bottom", main => Margin(main).Bottom = 1440),
        ("margin-left", main => Margin(main).Left = 1800),
        ("margin-right", main => Margin(main).Right = 1800),
        ("margin-left", main => Margin(main).Gutter = 200),
        ("columns", main => Section(main).GetFirstChild<Columns>()!.ColumnCount = 2),
        ("grid", main => Section(main).GetFirstChild<DocGrid>()!.Remove()),
        ("grid-lines", main => Section(main).GetFirstChild<DocGrid>()!.LinePitch = 312),
        ("grid-characters", main => (Section(main).GetFirstChild<DocGrid>()!.Type, Section(main).GetFirstChild<DocGrid>()!.CharacterSpace) = (DocGridValues.LinesAndChars, 4096)),
        ("page-number", main => Section(main).RemoveAllChildren<FooterReference>()),
        ("page-number-sides", main => main.DocumentSettingsPart!.Settings!.RemoveAllChildren<EvenAndOddHeaders>()),
        ("page-number-odd", main => Footer(main, 0).ParagraphProperties!.Justification!.Val = JustificationValues.Center),
        ("page-number-indent", main => Footer(main, 0).ParagraphProperties!.Indentation!.Remove()),
        ("page-number-size", main => Resize(Footer(main, 0), "21")),
        ("page-number-font", main => Face(Footer(main, 0), "Times New Roman")),
        ("page-number-dashes", main => SetText(Footer(main, 0).Elements<Run>().First(), "")),
        ("title-font", main => Face(Title(main), "黑体")),
        ("title-size", main => Resize(Title(main), "36")),
        ("title-align", main => Properties(Title(main)).Justification = new Justification { Val = JustificationValues.Left }),
        ("title-punctuation", main => Append(Title(main), "。")),
        ("body-font", main => Face(Text(main), "宋体")),
        ("theme-font", main => Text(main).Descendants<RunFonts>().First().EastAsiaTheme = ThemeFontValues.MinorEastAsia),
        ("quote-font", main =>
        {
            Append(Text(main), "“清单”");
            foreach (var fonts in Text(main).Descendants<RunFonts>())
                (fonts.Ascii, fonts.HighAnsi, fonts.Hint) = ("Times New Roman", "Times New Roman", null);
            foreach (var fonts in main.StyleDefinitionsPart!.Styles!.Descendants<RunFonts>())
                fonts.Hint = null;
        }),
        ("quote-font", main =>
        {
            Append(Text(main), "“清单”");
            foreach (var fonts in Text(main).Descendants<RunFonts>())
                (fonts.HighAnsi, fonts.Hint) = ("Times New Roman", null);
            foreach (var fonts in main.StyleDefinitionsPart!.Styles!.Descendants<RunFonts>())
                fonts.Hint = null;
        }),
        ("body-size", main => Resize(Text(main), "28")),
        ("colour", main => Run(main).RunProperties!.Color = new Color { Val = "1F4E79" }),
        ("bold", main => Run(main).RunProperties!.Bold = new Bold()),
        ("italic", main => Run(main).RunProperties!.Italic = new Italic()),
        ("underline", main => Run(main).RunProperties!.Underline = new Underline { Val = UnderlineValues.Single }),
        ("line-spacing", main => Properties(Text(main)).SpacingBetweenLines = new SpacingBetweenLines { Line = "360", LineRule = LineSpacingRuleValues.Auto }),
        ("paragraph-spacing", main => Properties(Text(main)).SpacingBetweenLines = new SpacingBetweenLines { After = "200", Line = "579", LineRule = LineSpacingRuleValues.Exact }),
        ("first-line-indent", main => Properties(Text(main)).Indentation = new Indentation { FirstLine = "0", FirstLineChars = 0 }),
        ("left-indent", main => Properties(Text(main)).Indentation = new Indentation { FirstLine = "0", FirstLineChars = 0, Left = "632", LeftChars = 200 }),
        ("space-indent", main => SetText(Run(main), "　　" + Run(main).InnerText)),
        ("body-align", main => Properties(Text(main)).Justification = new Justification { Val = JustificationValues.Center }),
        ("heading-1-font", main => Face(Starting(main, "一、"), "仿宋")),
        ("heading-2-font", main => Face(Starting(main, "（一）"), "黑体")),
        ("heading-mark", main => Replace(Starting(main, "一、"), "一、", "一.")),
        ("heading-mark", main => Replace(Starting(main, "（一）"), "（一）", "(一)")),
        ("heading-mark", main => Replace(Starting(main, "（一）"), "（一）", "（一）、")),
        ("heading-order", main => Replace(Starting(main, "二、"), "二、", "三、")),
        ("heading-skip", main => Replace(Starting(main, "（一）"), "（一）", "1.")),
        ("heading-shift", main => Properties(Starting(main, "一、")).OutlineLevel = new OutlineLevel { Val = 1 }),
        ("heading-full-stop", main => Append(Starting(main, "一、"), "。")),
        ("addressee-indent", main => Properties(Starting(main, "各区教育局")).Indentation = new Indentation { FirstLine = "632", FirstLineChars = 200 }),
        ("addressee-colon", main => Replace(Starting(main, "各区教育局"), "：", ":")),
        ("half-width-punctuation", main => Replace(Starting(main, "全市126所"), "。", ",")),
        ("straight-quotes", main => Append(Text(main), "\"清单\"")),
        ("document-number", main => Append(Text(main), "见云教[2026]35号")),
        ("document-number", main => Append(Text(main), "见云教〔2026〕035号")),
        ("empty-line", main => Starting(main, "一、").InsertBeforeSelf(new Paragraph())),
        ("attachment-colon", main => Replace(Starting(main, "附件"), "附件：", "附件:")),
        ("attachment-punctuation", main => Append(Starting(main, "附件"), "；")),
        ("attachment-number", main => Replace(Starting(main, "附件"), "1.", "1、")),
        ("attachment-distance", main => Starting(main, "附件").PreviousSibling<Paragraph>()!.Remove()),
        ("date-form", main => Replace(Starting(main, "2026年9月1日", last: true), "2026年9月1日", "二〇二六年九月一日")),
        ("date-form", main => Replace(Starting(main, "2026年9月1日", last: true), "2026年9月1日", "2026年09月01日")),
        ("date-align", main => Properties(Starting(main, "2026年9月1日", last: true)).Justification = new Justification { Val = JustificationValues.Left }),
        ("date-indent", main => Properties(Starting(main, "2026年9月1日", last: true)).Indentation = new Indentation { FirstLine = "0", Right = "0", RightChars = 0 }),
        ("signature-centre", main => Properties(Starting(main, "云溪市教育局", last: true)).Indentation = new Indentation { FirstLine = "0", Right = "0", RightChars = 0 }),
        ("signature", main => Starting(main, "云溪市教育局", last: true).Remove()),
        ("date", main => Starting(main, "2026年9月1日", last: true).Remove()),
        ("red-head-colour", main => Starting(main, "云溪市教育局文件").Descendants<Color>().First().Val = "000000"),
        ("red-rule", main => main.StyleDefinitionsPart!.Styles!.Descendants<ParagraphBorders>().First().Remove()),
        ("title-distance", main => Title(main).PreviousSibling<Paragraph>()!.Remove()),
        ("table-exact-lines", main => Section(main).InsertBeforeSelf(new Table(new TableRow(new TableCell(new Paragraph(
            new ParagraphProperties(new SpacingBetweenLines { Line = "560", LineRule = LineSpacingRuleValues.Exact }), new Run(new Text("表格")))))))),
        ("tracked-changes", main => Text(main).Append(new InsertedRun(new Run(new Text("增补"))) { Author = "x", Id = "1" })),
        ("comments", main => main.AddNewPart<WordprocessingCommentsPart>().Comments = new Comments(new Comment(new Paragraph(new Run(new Text("批注")))) { Id = "0", Author = "x" })),
        ("hidden-text", main => Run(main).RunProperties!.Vanish = new Vanish()),
        ("remote-content", main => main.AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", new Uri("http://example.invalid/a.png"))),
    ];

    public static byte[] Change(byte[] file, Action<MainDocumentPart> change)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var word = WordprocessingDocument.Open(stream, isEditable: true))
            change(word.MainDocumentPart!);
        return stream.ToArray();
    }

    private static Body Body(MainDocumentPart main) => main.Document!.Body!;

    internal static SectionProperties Section(MainDocumentPart main) => Body(main).Elements<SectionProperties>().Single();

    internal static PageMargin Margin(MainDocumentPart main) => Section(main).GetFirstChild<PageMargin>()!;

    private static Paragraph Footer(MainDocumentPart main, int number) => main.FooterParts.ElementAt(number).Footer!.Descendants<Paragraph>().First(p => p.ParagraphProperties!.Justification!.Val! == (number == 0 ? JustificationValues.Right : JustificationValues.Left));

    private static Paragraph Title(MainDocumentPart main) => Body(main).Elements<Paragraph>().First(p => p.InnerText.EndsWith("的通知", StringComparison.Ordinal));

    /// <summary>A paragraph of plain text.</summary>
    private static Paragraph Text(MainDocumentPart main) => Starting(main, "全市126所");

    private static Run Run(MainDocumentPart main) => Text(main).Elements<Run>().First();

    internal static Paragraph Starting(MainDocumentPart main, string words, bool last = false)
    {
        var found = Body(main).Elements<Paragraph>().Where(p => p.InnerText.StartsWith(words, StringComparison.Ordinal)).ToList();
        return last ? found[^1] : found[0];
    }

    internal static ParagraphProperties Properties(Paragraph paragraph) => paragraph.ParagraphProperties ??= new ParagraphProperties();

    private static void SetText(Run run, string text)
    {
        run.RemoveAllChildren<Text>();
        run.Append(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
    }

    internal static void Append(Paragraph paragraph, string text) => SetText(paragraph.Elements<Run>().Last(), paragraph.Elements<Run>().Last().InnerText + text);

    internal static void Replace(Paragraph paragraph, string old, string now)
    {
        foreach (var run in paragraph.Elements<Run>())
            SetText(run, run.InnerText.Replace(old, now, StringComparison.Ordinal));
    }

    internal static void Face(Paragraph paragraph, string font)
    {
        foreach (var fonts in paragraph.Descendants<RunFonts>())
            (fonts.Ascii, fonts.HighAnsi, fonts.EastAsia) = (font, font, font);
    }

    internal static void Resize(Paragraph paragraph, string half)
    {
        foreach (var size in paragraph.Descendants<FontSize>())
            size.Val = half;
    }
}
