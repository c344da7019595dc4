using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>The parts of a Word file around its text: styles, fonts with their fallbacks, settings, page numbers, page.</summary>
internal static class WordParts
{
    public const string BodyStyle = "GwBody";
    public const string FlushStyle = "GwFlush";
    public const string TitleStyle = "GwTitle";
    public const string RedHeadStyle = "GwRedHead";
    public const string RedRuleStyle = "GwRedRule";
    private const string FooterStyle = "GwPageNumber";

    public static string HeadingStyle(int level) => $"GwHeading{level}";

    /// <summary>The same font in all four slots, so that quotes, dashes and digits cannot fall to another; the hint gives shared signs to the Chinese font.</summary>
    public static RunFonts Fonts(Typeface face) => new()
    {
        Hint = FontTypeHintValues.EastAsia,
        Ascii = face.First,
        HighAnsi = face.First,
        EastAsia = face.First,
        ComplexScript = face.First,
    };

    public static void AddStyles(MainDocumentPart main)
    {
        var styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                Fonts(OfficialLayout.Body), new Color { Val = "000000" }, new FontSize { Val = "32" }, new FontSizeComplexScript { Val = "32" }, new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "0" }))));
        styles.Append(
            new Style(new StyleName { Val = "Normal" }, new PrimaryStyle(), new StyleRunProperties(new FontSize { Val = "32" }, new FontSizeComplexScript { Val = "32" })) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
            Of(BodyStyle, "公文正文", Exact(OfficialLayout.LinePitch), TwoIn(), JustificationValues.Both),
            Of(FlushStyle, "公文顶格", Exact(OfficialLayout.LinePitch), None(), JustificationValues.Left),
            Of(TitleStyle, "公文标题", Exact(680), None(), JustificationValues.Center, OfficialLayout.Title, OfficialLayout.TitleSize),
            Of(RedHeadStyle, "发文机关标志", new SpacingBetweenLines { Before = "0", After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto }, None(), JustificationValues.Center, OfficialLayout.Title),
            RedRule());
        for (var level = 1; level <= 4; level++)
        {
            var style = Of(HeadingStyle(level), $"公文{level}级标题", Exact(OfficialLayout.LinePitch), TwoIn(), JustificationValues.Both, OfficialLayout.Heading(level));
            style.StyleParagraphProperties!.OutlineLevel = new OutlineLevel { Val = level - 1 };
            styles.Append(style);
        }

        styles.Append(Of(FooterStyle, "公文页码", new SpacingBetweenLines { Before = "0", After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto }, None(), JustificationValues.Left, OfficialLayout.Song, OfficialLayout.PageNumberSize));
        main.AddNewPart<StyleDefinitionsPart>().Styles = styles;
    }

    /// <summary>Names what to take where a font is not installed, so that the substitute is of the same kind.</summary>
    public static void AddFonts(MainDocumentPart main)
    {
        var fonts = new Fonts();
        foreach (var face in new[] { OfficialLayout.Title, OfficialLayout.Body, OfficialLayout.Black, OfficialLayout.Kai, OfficialLayout.Song })
            fonts.Append(new Font(new AltName { Val = string.Join(',', face.Fonts.Skip(1)) }, new FontCharSet { Val = "86" }, new FontFamily { Val = FontFamilyValues.Auto }) { Name = face.First });
        main.AddNewPart<FontTablePart>().Fonts = fonts;
    }

    public static void AddSettings(MainDocumentPart main) => main.AddNewPart<DocumentSettingsPart>().Settings = new Settings(
        new EvenAndOddHeaders(),
        new CharacterSpacingControl { Val = CharacterSpacingValues.DoNotCompress },
        new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));

    /// <summary>Odd pages right, even pages left, one character from the edge, a dash on both sides; the first page of a letter has its second rule instead.</summary>
    public static SectionProperties Section(MainDocumentPart main, bool isLetter)
    {
        var section = new SectionProperties(
            Foot(main, HeaderFooterValues.Default, PageNumber(new Indentation { Right = "316", RightChars = 100 }, JustificationValues.Right), isLetter),
            Foot(main, HeaderFooterValues.Even, PageNumber(new Indentation { Left = "316", LeftChars = 100 }, JustificationValues.Left), isLetter));
        if (isLetter)
            section.Append(Foot(main, HeaderFooterValues.First, LetterHead.SecondRule(), isRaised: false));
        section.Append(
            new PageSize { Width = OfficialLayout.PageWidth, Height = OfficialLayout.PageHeight },
            new PageMargin { Top = OfficialLayout.Top, Bottom = OfficialLayout.Bottom, Left = OfficialLayout.Left, Right = OfficialLayout.Right, Header = 851, Footer = (uint)(isLetter ? LetterHead.RuleBottom : OfficialLayout.Footer), Gutter = 0 },
            new Columns { Space = "425" });
        if (isLetter)
            section.Append(new TitlePage());
        section.Append(new DocGrid { Type = DocGridValues.Lines, LinePitch = OfficialLayout.LinePitch });
        return section;
    }

    private static FooterReference Foot(MainDocumentPart main, HeaderFooterValues pages, Paragraph line, bool isRaised)
    {
        var part = main.AddNewPart<FooterPart>();
        part.Footer = isRaised ? new Footer(line, LetterHead.BelowPageNumber()) : new Footer(line);
        return new FooterReference { Type = pages, Id = main.GetIdOfPart(part) };
    }

    private static Style Of(string id, string name, SpacingBetweenLines spacing, Indentation indentation, JustificationValues justification, Typeface? face = null, int size = OfficialLayout.BodySize)
    {
        var half = size.ToString(CultureInfo.InvariantCulture);
        return new Style(
            new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new PrimaryStyle(),
            new StyleParagraphProperties(new WidowControl { Val = false }, new SnapToGrid { Val = size == OfficialLayout.BodySize && face != OfficialLayout.Title }, spacing, indentation, new Justification { Val = justification }),
            new StyleRunProperties(Fonts(face ?? OfficialLayout.Body), new Spacing { Val = size == OfficialLayout.BodySize && face != OfficialLayout.Title ? OfficialLayout.CharacterSpace : 0 }, new FontSize { Val = half }, new FontSizeComplexScript { Val = half }))
        { Type = StyleValues.Paragraph, StyleId = id, CustomStyle = true };
    }

    private static Style RedRule()
    {
        var style = Of(RedRuleStyle, "发文字号", Exact(OfficialLayout.LinePitch), None(), JustificationValues.Center);
        style.StyleParagraphProperties!.ParagraphBorders = new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 18, Space = 12, Color = OfficialLayout.Red });
        return style;
    }

    private static SpacingBetweenLines Exact(int line) => new() { Before = "0", After = "0", Line = line.ToString(CultureInfo.InvariantCulture), LineRule = LineSpacingRuleValues.Exact };

    private static Indentation TwoIn() => new() { FirstLine = "632", FirstLineChars = 200 };

    private static Indentation None() => new() { FirstLine = "0", FirstLineChars = 0 };

    private static Paragraph PageNumber(Indentation indentation, JustificationValues justification) => new(
        new ParagraphProperties(new ParagraphStyleId { Val = FooterStyle }, indentation, new Justification { Val = justification }),
        Sized(new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
        Sized(new FieldChar { FieldCharType = FieldCharValues.Begin }),
        Sized(new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
        Sized(new FieldChar { FieldCharType = FieldCharValues.Separate }),
        Sized(new Text("1")),
        Sized(new FieldChar { FieldCharType = FieldCharValues.End }),
        Sized(new Text(" —") { Space = SpaceProcessingModeValues.Preserve }));

    private static Run Sized(OpenXmlElement content) => new(new RunProperties(Fonts(OfficialLayout.Song), new FontSize { Val = "28" }, new FontSizeComplexScript { Val = "28" }), content);
}
