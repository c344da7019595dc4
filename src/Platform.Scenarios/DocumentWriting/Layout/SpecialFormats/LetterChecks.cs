using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>What a letter has of its own (GB/T 9704-2012, 10.1): mark, two double rules, number, first page without a page number.</summary>
/// <remarks>Rules that are drawn shapes are taken as right: their place depends on what they are anchored to.</remarks>
internal static class LetterChecks
{
    private const double Near = 0.3;
    private static readonly LayoutPlace FirstFooter = new("首页页脚", "footer of the first page");

    public static IEnumerable<LayoutDeviation> Of(LayoutText text, MainDocumentPart main, Body body, EffectiveFormat format)
    {
        if (text is not { Format: OfficialFormat.Letter, Mark: { } mark } || body.Descendants<SectionProperties>().FirstOrDefault() is not { } section)
            return [];
        return [.. Mark(text, mark, body), .. FirstRule(text, mark, section, format), .. Below(text), .. SecondRule(text, main, section, format)];
    }

    private static IEnumerable<LayoutDeviation> Mark(LayoutText text, LayoutLine mark, Body body)
    {
        if (mark.Text.TrimEnd().EndsWith("文件", StringComparison.Ordinal))
            yield return new LayoutDeviation("letter-mark-words", mark.Place, "信函格式的发文机关标志只用机关名称，不加“文件”二字。", "The mark of a letter is the issuer's name alone, without 文件.");
        else if (mark.Runs.Any(run => !OfficialLayout.IsRed(run.Look.Colour)))
            yield return new LayoutDeviation("red-head-colour", mark.Place, "发文机关标志应为红色。", "The issuing body's mark is red.");
        if (MarkPosition.Of(text, mark, body) is { } top && Math.Abs(top - LetterHead.MarkTop) > MarkPosition.Tolerance)
            yield return new LayoutDeviation("letter-mark-top", mark.Place, $"发文机关标志上边缘距上页边{Millimetres(top)}毫米；应为30毫米。", $"The mark stands {Millimetres(top)} mm below the edge of the paper; 30 mm are needed.");
    }

    private static IEnumerable<LayoutDeviation> FirstRule(LayoutText text, LayoutLine mark, SectionProperties section, EffectiveFormat format)
    {
        var found = text.Head.SkipWhile(line => line != mark).Select(line => (Line: line, Rule: BorderRule.Of(line.Paragraph, format, Width(section)))).FirstOrDefault(pair => pair.Rule is not null);
        if (found.Rule is not { } rule)
        {
            if (!text.Head.Any(line => IsDrawn(line.Paragraph)))
                yield return new LayoutDeviation("letter-rule-top", mark.Place, "发文机关标志下没有红色双线；请在其下4毫米处加一条（上粗下细，长170毫米）。", "There is no red double rule below the mark; 4 mm below it one of 170 mm is needed, the upper line thick.");
            yield break;
        }

        foreach (var deviation in Rule(rule, found.Line.Place, isUpperThick: true))
            yield return deviation;
        if (found.Line == mark && rule.IsBelow && Math.Abs(rule.Space - LetterHead.RuleDistance) > OfficialLayout.Tolerance / 20)
            yield return new LayoutDeviation("letter-rule-distance", found.Line.Place, $"红色双线距发文机关标志{Millimetres(rule.Space * 20)}毫米；应为4毫米。", $"The rule stands {Millimetres(rule.Space * 20)} mm below the mark; 4 mm are needed.");
    }

    /// <summary>The number right below the rule, the title two lines below what stands last above it.</summary>
    private static IEnumerable<LayoutDeviation> Below(LayoutText text)
    {
        var head = text.Head;
        if (head.Count == 0)
            yield break;
        if (head.FirstOrDefault(line => line.Role == LineRole.LetterNumber) is { } number)
        {
            if (number.Look.Align is not ("right" or "end") || Math.Abs(number.Look.Right) > Near)
                yield return new LayoutDeviation("letter-number-align", number.Place, "信函格式的发文字号应顶格居右。", "The number of a letter stands at the right edge.");
            if (head.SkipWhile(line => line.Role != LineRole.RedHead).TakeWhile(line => line != number).Any(line => line.Role == LineRole.Empty))
                yield return new LayoutDeviation("letter-number-place", number.Place, "发文字号应紧接第一条红色双线，中间不空行。", "The number stands right below the first rule, without empty lines.");
        }

        var empty = head.Reverse().TakeWhile(line => line.Role == LineRole.Empty).Count();
        if (empty != 2)
            yield return new LayoutDeviation("title-distance", head[^1].Place, $"标题之上空了{empty}行；应与其上最后一个要素相距二行。", $"There are {empty} empty lines above the title; two are needed.");
    }

    private static IEnumerable<LayoutDeviation> SecondRule(LayoutText text, MainDocumentPart main, SectionProperties section, EffectiveFormat format)
    {
        var isApart = section.GetFirstChild<TitlePage>() is { } apart && (apart.Val is null || apart.Val.Value);
        var footers = section.Elements<FooterReference>().Where(reference => reference.Type is null || reference.Type.Value != HeaderFooterValues.Even)
            .Select(reference => (IsFirst: reference.Type?.InnerText == "first", Footer: PageChecks.Part(main, reference.Id?.Value)?.Footer)).ToList();
        var shown = footers.Find(footer => footer.IsFirst == isApart).Footer;
        if (shown?.Descendants().Any(PageChecks.IsPage) == true)
            yield return new LayoutDeviation("letter-first-page-number", FirstFooter, "信函格式首页不显示页码；请设置首页不同。", "The first page of a letter shows no page number; give it a footer of its own.");

        var lines = shown?.Descendants<Paragraph>().ToList() ?? [];
        var at = lines.FindIndex(line => BorderRule.Of(line, format, Width(section)) is not null);
        if (at < 0)
        {
            if (!lines.Exists(IsDrawn) && text.Head.Sum(line => Drawn(line.Paragraph)) < 2)
                yield return new LayoutDeviation("letter-rule-bottom", FirstFooter, "首页下部没有红色双线；请在距下页边20毫米处加一条（上细下粗，长170毫米）。", "There is no red double rule at the foot of the first page; 20 mm above the edge one of 170 mm is needed, the lower line thick.");
            yield break;
        }

        foreach (var deviation in Rule(BorderRule.Of(lines[at], format, Width(section))!, FirstFooter, isUpperThick: false))
            yield return deviation;
        var distance = (int)(section.GetFirstChild<PageMargin>()?.Footer?.Value ?? 720);
        if (at == lines.Count - 1 && Math.Abs(distance - LetterHead.RuleBottom) > MarkPosition.Tolerance)
            yield return new LayoutDeviation("letter-rule-bottom-place", FirstFooter, $"第二条红色双线距下页边{Millimetres(distance)}毫米；应为20毫米。", $"The second rule stands {Millimetres(distance)} mm above the edge of the paper; 20 mm are needed.");
    }

    private static IEnumerable<LayoutDeviation> Rule(BorderRule rule, LayoutPlace place, bool isUpperThick)
    {
        if (rule.IsUpperThick != isUpperThick)
            yield return new LayoutDeviation("letter-rule-kind", place, $"应为双线，{(isUpperThick ? "上粗下细" : "上细下粗")}。", $"A double rule is needed, its {(isUpperThick ? "upper" : "lower")} line the thick one.");
        if (!OfficialLayout.IsRed(rule.Colour))
            yield return new LayoutDeviation("letter-rule-colour", place, "双线应为红色。", "The double rule is red.");
        if (Math.Abs(rule.Length - LetterHead.RuleLength) > MarkPosition.Tolerance)
            yield return new LayoutDeviation("letter-rule-length", place, $"双线长{Millimetres(rule.Length)}毫米；应为170毫米。", $"The double rule is {Millimetres(rule.Length)} mm long; 170 mm are needed.");
    }

    /// <summary>Of the type area.</summary>
    private static int Width(SectionProperties section)
    {
        var margin = section.GetFirstChild<PageMargin>();
        return (int)(section.GetFirstChild<PageSize>()?.Width?.Value ?? 12240) - (int)(margin?.Left?.Value ?? 1800) - (int)(margin?.Gutter?.Value ?? 0) - (int)(margin?.Right?.Value ?? 1800);
    }

    private static bool IsDrawn(Paragraph paragraph) => Drawn(paragraph) > 0;

    /// <summary>A shape may stand in a file twice, for newer and for older programs.</summary>
    private static int Drawn(Paragraph paragraph) => Math.Max(paragraph.Descendants<Drawing>().Count(), paragraph.Descendants<Picture>().Count());

    private static string Millimetres(int twips) => (twips * 25.4 / 1440).ToString("0.#", CultureInfo.InvariantCulture);
}
