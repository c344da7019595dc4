using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Paper, type area, grid and page numbers.</summary>
internal static class PageChecks
{
    public static IEnumerable<LayoutDeviation> Of(MainDocumentPart main, Body body)
    {
        var sections = body.Descendants<SectionProperties>().ToList();
        if (sections.Count == 0)
            yield return new LayoutDeviation("page-setup", Setup(1, 1), "没有页面设置；请设为A4纸、上白边37毫米、订口28毫米。", "There is no page setup; set A4, 37 mm above, 28 mm at the binding edge.");
        for (var i = 0; i < sections.Count; i++)
            foreach (var deviation in OfSection(sections[i], Setup(i + 1, sections.Count)).Concat(i == sections.Count - 1 ? Numbers(main, sections) : []))
                yield return deviation;
    }

    private static IEnumerable<LayoutDeviation> OfSection(SectionProperties section, LayoutPlace place)
    {
        var size = section.GetFirstChild<PageSize>();
        var (width, height) = ((int)(size?.Width?.Value ?? 12240), (int)(size?.Height?.Value ?? 15840));
        if (size?.Orient?.Value == PageOrientationValues.Landscape || width > height)
            yield return new LayoutDeviation("orientation", place, "纸张是横向；请改为纵向。", "The page lies across; set it upright.");
        else if (Far(width, OfficialLayout.PageWidth) || Far(height, OfficialLayout.PageHeight))
            yield return new LayoutDeviation("page-size", place, $"纸张为{Millimetres(width)}×{Millimetres(height)}毫米；请用A4（210×297毫米）。", $"The paper is {Millimetres(width)} × {Millimetres(height)} mm; A4 (210 × 297 mm) is needed.");

        var margin = section.GetFirstChild<PageMargin>();
        var gutter = (int)(margin?.Gutter?.Value ?? 0);
        var (top, bottom, left, right) = (margin?.Top?.Value ?? 1440, margin?.Bottom?.Value ?? 1440, (int)(margin?.Left?.Value ?? 1800) + gutter, (int)(margin?.Right?.Value ?? 1800));
        if (Far(top, OfficialLayout.Top))
            yield return Margin("margin-top", place, "天头（上白边）", "top", top, "37±1", "37 ± 1");
        if (Far(left, OfficialLayout.Left))
            yield return Margin("margin-left", place, "订口（左白边）", "binding", left, "28±1", "28 ± 1");
        if (Far(right, OfficialLayout.Right))
            yield return Margin("margin-right", place, "右白边", "right", right, "26（版心宽156）", "26 (type area 156 wide)");
        if (Far(bottom, OfficialLayout.Bottom))
            yield return Margin("margin-bottom", place, "下白边", "bottom", bottom, "35（版心高225）", "35 (type area 225 high)");
        if (section.GetFirstChild<Columns>()?.ColumnCount?.Value is > 1 and var columns)
            yield return new LayoutDeviation("columns", place, $"分了{columns}栏；请不分栏。", $"There are {columns} columns; one is needed.");

        var grid = section.GetFirstChild<DocGrid>();
        if (grid?.Type?.Value is not { } type || type == DocGridValues.Default)
        {
            yield return new LayoutDeviation("grid", place, "没有指定文档网格；请设为每页22行、每行28字。", "There is no document grid; set 22 lines of 28 characters.");
            yield break;
        }

        var lines = 225.0 * 1440 / 25.4 / (grid.LinePitch?.Value ?? 312);
        if (Math.Abs(lines - OfficialLayout.Lines) > 0.5)
            yield return new LayoutDeviation("grid-lines", place, $"每页约{lines:0.#}行；请设为22行。", string.Create(CultureInfo.InvariantCulture, $"The grid has about {lines:0.#} lines a page; 22 are needed."));
        var characters = 156.0 * 72 / 25.4 / (16 + (grid.CharacterSpace?.Value ?? 0) / 4096.0);
        if (type != DocGridValues.Lines && Math.Abs(characters - OfficialLayout.Characters) > 0.5)
            yield return new LayoutDeviation("grid-characters", place, $"每行约{characters:0.#}字；请设为28字。", string.Create(CultureInfo.InvariantCulture, $"The grid has about {characters:0.#} characters a line; 28 are needed."));
    }

    /// <summary>Of the last section; a footer that it does not name is that of the section before.</summary>
    private static IEnumerable<LayoutDeviation> Numbers(MainDocumentPart main, List<SectionProperties> sections)
    {
        var footers = sections.AsEnumerable().Reverse().SelectMany(section => section.Elements<FooterReference>()).DistinctBy(reference => reference.Type?.InnerText ?? "default", StringComparer.Ordinal).Select(reference => (Type: reference.Type?.Value ?? HeaderFooterValues.Default, Part: Part(main, reference.Id?.Value)))
            .Where(f => f.Part?.Footer?.Descendants().Any(IsPage) == true).ToList();
        if (footers.Count == 0)
        {
            yield return new LayoutDeviation("page-number", LayoutPlace.PageNumber, "没有页码；请在版心下边缘之下7毫米处编页码。", "There is no page number; it stands 7 mm below the type area.");
            yield break;
        }

        var alternates = main.DocumentSettingsPart?.Settings?.GetFirstChild<EvenAndOddHeaders>() is { } setting && (setting.Val is null || setting.Val.Value);
        if (!alternates || footers.All(f => f.Type != HeaderFooterValues.Even))
            yield return new LayoutDeviation("page-number-sides", LayoutPlace.PageNumber, "单双页页码没有分开；请设置奇偶页不同，单页码居右，双页码居左。", "Odd and even pages share a page number; set them apart, odd right, even left.");
        var format = new EffectiveFormat(main);
        foreach (var (type, part) in footers)
        {
            var paragraph = part!.Footer!.Descendants<Paragraph>().First(p => p.Descendants().Any(IsPage));
            var look = format.Look(paragraph);
            var even = type == HeaderFooterValues.Even;
            var indent = even ? look.Left : look.Right;
            if (alternates && (even ? look.Align is not ("left" or "start" or "both") : look.Align is not ("right" or "end")))
                yield return new LayoutDeviation(even ? "page-number-even" : "page-number-odd", LayoutPlace.PageNumber, even ? "双页码应居左。" : "单页码应居右。", even ? "An even page number stands left." : "An odd page number stands right.");
            else if (alternates && Math.Abs(indent - 1) > 0.3)
                yield return new LayoutDeviation("page-number-indent", LayoutPlace.PageNumber, $"{(even ? "双页码应左" : "单页码应右")}空一字，现为{indent:0.#}字。", string.Create(CultureInfo.InvariantCulture, $"A page number stands one character in, not {indent:0.#}."));
            foreach (var run in paragraph.Descendants<Run>().Where(run => run.InnerText.Length > 0).Select(run => format.Look(run, paragraph)).Take(1))
            {
                if (run.Size != OfficialLayout.PageNumberSize)
                    yield return new LayoutDeviation("page-number-size", LayoutPlace.PageNumber, $"页码为{run.Size / 2.0:0.#}磅；请用四号（14磅）。", string.Create(CultureInfo.InvariantCulture, $"The page number has {run.Size / 2.0:0.#} pt; 14 pt (size 4) is needed."));
                if (!OfficialLayout.Song.Has(run.EastAsia) || !OfficialLayout.Song.Has(run.Ascii))
                    yield return new LayoutDeviation("page-number-font", LayoutPlace.PageNumber, $"页码字体为{run.Ascii ?? "默认"}；请用宋体。", $"The page number is set in {run.Ascii ?? "the default font"}; Song is needed.");
            }

            var words = string.Concat(paragraph.Descendants<Text>().Select(text => text.Text));
            if (words.Count(sign => sign is '—' or '－' or '–') < 2)
                yield return new LayoutDeviation("page-number-dashes", LayoutPlace.PageNumber, "页码左右应各放一条一字线。", "A dash stands on either side of the page number.");
        }
    }

    public static bool IsPage(DocumentFormat.OpenXml.OpenXmlElement element) =>
        (element is FieldCode code && code.Text.Contains("PAGE", StringComparison.OrdinalIgnoreCase)) || (element is SimpleField field && field.Instruction?.Value?.Contains("PAGE", StringComparison.OrdinalIgnoreCase) == true) || element is PageNumber;

    public static FooterPart? Part(MainDocumentPart main, string? id) => id is not null && main.TryGetPartById(id, out var part) ? part as FooterPart : null;

    /// <param name="number">Of the section, from 1.</param>
    private static LayoutPlace Setup(int number, int sections) => sections == 1 ? new("页面设置", "page setup") : new($"第{number}节页面设置", $"page setup of section {number}");

    private static LayoutDeviation Margin(string code, LayoutPlace place, string name, string english, int found, string wanted, string wantedEnglish) =>
        new(code, place, $"{name}为{Millimetres(found)}毫米；应为{wanted}毫米。", $"The {english} margin is {Millimetres(found)} mm; {wantedEnglish} mm is needed.");

    private static bool Far(int found, int wanted) => Math.Abs(found - wanted) > OfficialLayout.Tolerance;

    private static string Millimetres(int twips) => (twips * 25.4 / 1440).ToString("0.#", CultureInfo.InvariantCulture);
}
