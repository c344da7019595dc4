using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Platform.Scenarios.Tests.DocumentWriting.PlantedDeviations;

namespace Platform.Scenarios.Tests.DocumentWriting;

/// <summary>Things that go wrong in letters and minutes, each done to a correct file.</summary>
internal static class PlantedSpecialDeviations
{
    public static IReadOnlyList<(string Genre, string Code, Action<MainDocumentPart> Plant)> All { get; } =
    [
        ("letter", "red-head-colour", main => Colour(Mark(main), "000000")),
        ("letter", "red-head-align", main => Properties(Mark(main)).Justification = new Justification { Val = JustificationValues.Left }),
        ("letter", "letter-mark-top", main => Properties(Mark(main)).FrameProperties!.Y = "2098"),
        ("letter", "letter-mark-words", main => Append(Mark(main), "文件")),
        ("letter", "letter-rule-top", main => Properties(Mark(main)).ParagraphBorders!.Remove()),
        ("letter", "letter-rule-kind", main => Rule(Mark(main)).Val = BorderValues.Single),
        ("letter", "letter-rule-kind", main => Rule(Mark(main)).Val = BorderValues.ThinThickSmallGap),
        ("letter", "letter-rule-colour", main => Rule(Mark(main)).Color = "000000"),
        ("letter", "letter-rule-length", main => Properties(Mark(main)).FrameProperties!.Width = "8844"),
        ("letter", "letter-rule-distance", main => Rule(Mark(main)).Space = 24),
        ("letter", "letter-number-align", main => Properties(Starting(main, "云教〔2026〕35号")).Justification = new Justification { Val = JustificationValues.Center }),
        ("letter", "letter-number-place", main => Starting(main, "云教〔2026〕35号").InsertBeforeSelf(new Paragraph())),
        ("letter", "document-number-font", main => Face(Starting(main, "云教〔2026〕35号"), "宋体")),
        ("letter", "title-distance", main => Title(main).PreviousSibling<Paragraph>()!.Remove()),
        ("letter", "letter-rule-bottom", main => Properties(FirstFoot(main)).ParagraphBorders!.Remove()),
        ("letter", "letter-rule-kind", main => Rule(FirstFoot(main)).Val = BorderValues.ThickThinSmallGap),
        ("letter", "letter-rule-colour", main => Rule(FirstFoot(main)).Color = "auto"),
        ("letter", "letter-rule-length", main => Properties(FirstFoot(main)).Indentation!.Remove()),
        ("letter", "letter-rule-bottom-place", main => Margin(main).Footer = 1304),
        ("letter", "letter-first-page-number", main => Section(main).GetFirstChild<TitlePage>()!.Remove()),
        ("letter", "letter-first-page-number", main => FirstFoot(main).Append(new Run(new FieldCode(" PAGE ")))),
        ("minutes", "red-head-colour", main => Colour(Mark(main), "000000")),
        ("minutes", "red-head-align", main => Properties(Mark(main)).Justification = new Justification { Val = JustificationValues.Left }),
        ("minutes", "minutes-mark-top", main => Properties(Mark(main)).SpacingBetweenLines!.Before = "0"),
        ("minutes", "title-distance", main => Title(main).PreviousSibling<Paragraph>()!.Remove()),
        ("minutes", "date", main => Starting(main, "云溪市教育局2026年9月1日").Remove()),
        ("minutes", "attendance-font", main => Face(Present(main), "仿宋")),
        ("minutes", "attendance-font", main => Face(Present(main), "黑体")),
        ("minutes", "attendance-size", main => Resize(Present(main), "28")),
        ("minutes", "attendance-indent", main => Properties(Present(main)).Indentation = new Indentation { FirstLine = "0", FirstLineChars = 0 }),
        ("minutes", "attendance-hanging", main => Properties(Present(main)).Indentation = new Indentation { FirstLine = "632", FirstLineChars = 200 }),
        ("minutes", "attendance-distance", main => Present(main).PreviousSibling<Paragraph>()!.Remove()),
        ("minutes", "attendance-place", main => Starting(main, "列席").InsertAfterSelf(Starting(main, "全市126所").CloneNode(deep: true))),
        ("minutes", "attendance-order", main => Replace(Present(main), "出席", "列席")),
        ("minutes", "half-width-punctuation", main => Replace(Present(main), "：", ":")),
    ];

    private static Paragraph Mark(MainDocumentPart main) => main.Document!.Body!.Elements<Paragraph>().First();

    private static Paragraph Title(MainDocumentPart main) => Starting(main, main.Document!.Body!.Elements<Paragraph>().Any(line => line.InnerText.EndsWith("的函", StringComparison.Ordinal)) ? "云溪市教育局关于" : "开展秋季");

    private static Paragraph Present(MainDocumentPart main) => Starting(main, "出席");

    private static Paragraph FirstFoot(MainDocumentPart main)
    {
        var reference = Section(main).Elements<FooterReference>().Single(footer => footer.Type!.InnerText == "first");
        return ((FooterPart)main.GetPartById(reference.Id!.Value!)).Footer!.Elements<Paragraph>().Single();
    }

    private static BottomBorder Rule(Paragraph paragraph) => Properties(paragraph).ParagraphBorders!.BottomBorder!;

    private static void Colour(Paragraph paragraph, string colour) => paragraph.Descendants<Color>().First().Val = colour;
}
