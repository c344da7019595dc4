using System.Globalization;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Font, size, colour, indents and spacing of a paragraph by its role.</summary>
internal static class LineChecks
{
    private const double Near = 0.3;

    public static IEnumerable<LayoutDeviation> Of(LayoutLine line)
    {
        if (line.Role == LineRole.Empty)
            return [];
        return line.Role == LineRole.RedHead ? RedHead(line) : [.. Runs(line), .. Paragraph(line)];
    }

    private static IEnumerable<LayoutDeviation> RedHead(LayoutLine line)
    {
        var words = line.Text.Trim();
        if ((words.EndsWith("文件", StringComparison.Ordinal) || words.EndsWith("纪要", StringComparison.Ordinal)) && line.Runs.Any(run => !OfficialLayout.IsRed(run.Look.Colour)))
            yield return Of("red-head-colour", line, "发文机关标志应为红色。", "The issuing body's mark is red.");
        if (line.Look.Align != "center")
            yield return Of("red-head-align", line, "发文机关标志应居中。", "The issuing body's mark is centred.");
    }

    private static IEnumerable<LayoutDeviation> Runs(LayoutLine line)
    {
        var (face, name) = Face(line);
        var size = line.Role == LineRole.Title ? OfficialLayout.TitleSize : OfficialLayout.BodySize;
        var found = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        var (end, behind) = line.Role == LineRole.Heading && line.Text.IndexOf('。', StringComparison.Ordinal) is >= 0 and var stop ? (stop, OfficialLayout.Body) // in the same line the text goes on
            : line.Role == LineRole.DocumentNumber && SignerAt(line.Text) is >= 0 and var signer ? (signer, OfficialLayout.Kai)
            : line.Role == LineRole.Attendance ? (line.Text.IndexOfAny([':', '：']), OfficialLayout.Body)
            : (int.MaxValue, face);
        foreach (var (text, look) in line.Runs)
        {
            var wanted = at >= end ? behind : face;
            at += text.Length;
            if (look.EastAsia is ['+', ..] || look.Ascii is ['+', ..])
            {
                if (found.Add("theme-font"))
                    yield return Of("theme-font", line, "字体由主题决定，换电脑会变；请直接指定字体。", "A theme decides the font, which changes elsewhere; name the font itself.");
            }
            else if (text.Any(IsChinese) && !wanted.Has(look.EastAsia) && found.Add("font"))
            {
                yield return Of($"{name}-font", line, $"字体为{look.EastAsia ?? "默认"}；请用{wanted.Kind}（如{wanted.First}）。", $"The font is {look.EastAsia ?? "the default"}; {wanted.First} or another {wanted.Kind} is needed.");
            }
            else if (text.Any(sign => sign is '“' or '”' or '‘' or '’' or '—' or '…') && !look.Hinted && !IsChineseFont(look.HighAnsi) && found.Add("quote-font"))
            {
                yield return Of("quote-font", line, $"引号、破折号或省略号落到了西文字体{look.HighAnsi ?? "默认"}；请用中文字体。", $"Quotes, dashes or ellipses fall to the Latin font {look.HighAnsi ?? "of the default"}; use the Chinese one.");
            }

            if (look.Size != size && found.Add("size"))
                yield return Of($"{name}-size", line, $"字号为{look.Size / 2.0:0.#}磅；请用{(size == OfficialLayout.TitleSize ? "二号（22磅）" : "三号（16磅）")}。", string.Create(CultureInfo.InvariantCulture, $"The size is {look.Size / 2.0:0.#} pt; {size / 2} pt is needed."));
            if (look.Colour is not ("auto" or "000000") && found.Add("colour"))
                yield return Of("colour", line, $"文字颜色为{look.Colour}；请用黑色。", $"The colour is {look.Colour}; black is needed.");
            if (look.Bold && found.Add("bold"))
                yield return Of("bold", line, "用了加粗；请取消，用字体区分层次。", "It is bold; levels are told apart by their fonts.");
            if (look.Italic && found.Add("italic"))
                yield return Of("italic", line, "用了倾斜；请取消。", "It is italic; remove that.");
            if (look.Underlined && found.Add("underline"))
                yield return Of("underline", line, "用了下划线；请取消。", "It is underlined; remove that.");
        }
    }

    private static IEnumerable<LayoutDeviation> Paragraph(LayoutLine line)
    {
        var look = line.Look;
        if (line.Role is LineRole.Title && look.Align != "center")
            yield return Of("title-align", line, "标题应居中。", "The title is centred.");
        if (line.Role is LineRole.DocumentNumber && SignerAt(line.Text) >= 0)
        {
            if (look.Align is "center" or "right" or "end" || Math.Abs(look.FirstLine + look.Left - 1) > Near || Math.Abs(look.Right - 1) > Near)
                yield return Of("signer-line", line, "有签发人时，发文字号居左空一字，签发人居右空一字。", "With a signer the number stands one character from the left and the signer one from the right.");
        }
        else if (line.Role is LineRole.DocumentNumber && look.Align != "center")
            yield return Of("document-number-align", line, "发文字号应居中。", "The document number is centred.");
        if (line.Role is not LineRole.Title)
        {
            if (look.Exact ? look.Line is < 560 or > 600 : look.Line is { } auto && auto != 240)
                yield return Of("line-spacing", line, $"行距为{(look.Exact ? $"固定值{look.Line / 20.0:0.##}磅" : $"{look.Line / 240.0:0.##}倍")}；请用固定值28.95磅（每页22行）。", string.Create(CultureInfo.InvariantCulture, $"The line spacing is {(look.Exact ? $"exactly {look.Line / 20.0:0.##} pt" : $"{look.Line / 240.0:0.##} lines")}; exactly 28.95 pt gives 22 lines."));
            if (look.Before > 0 || look.After > 0)
                yield return Of("paragraph-spacing", line, "段前或段后有间距；请设为0。", "There is space before or after; set it to 0.");
        }

        var first = line.Look.FirstLine + line.Look.Left;
        if (line.Role is LineRole.Body or LineRole.Heading or LineRole.Contact && !line.Text.StartsWith('　') && Math.Abs(first - 2) > Near)
            yield return Of(line.Role == LineRole.Heading ? "heading-indent" : "first-line-indent", line, $"首行缩进{first:0.#}字；应左空二字。", string.Create(CultureInfo.InvariantCulture, $"The first line is {first:0.#} characters in; two are needed."));
        if (line.Role is LineRole.Body && Math.Abs(line.Look.Left) > Near && Math.Abs(first - 2) <= Near)
            yield return Of("left-indent", line, "回行没有顶格；请取消左缩进，只用首行缩进。", "Lines after the first do not start at the edge; use a first-line indent only.");
        if (line.Role is LineRole.Body or LineRole.Heading && look.Align is "center" or "right" or "end")
            yield return Of("body-align", line, "正文应两端对齐或左对齐。", "The text is justified or aligned left.");
        if (line.Role is LineRole.Marking && (Math.Abs(first) > Near || look.Align is "center" or "right" or "end"))
            yield return Of("marking-indent", line, "份号、密级和紧急程度应顶格编排在左边。", "Copy number, secrecy and urgency start at the left edge.");
        if (line.Role is LineRole.Addressee && (Math.Abs(first) > Near || look.Align is "center" or "right"))
            yield return Of("addressee-indent", line, "主送机关应顶格编排。", "The addressee starts at the edge.");
        if (line.Role is LineRole.Attachment && line.Text.TrimStart().StartsWith('附') && Math.Abs(first - 2) > Near)
            yield return Of("attachment-indent", line, "附件说明应左空二字。", "The attachment note is two characters in.");
        if (line.Role is LineRole.Heading && look.OutlineLevel is { } outline and < 9 && outline != line.Level - 1)
            yield return Of("heading-shift", line, $"这是{line.Level}级标题，样式却是{outline + 1}级；请改用对应级别的样式。", $"This is a heading of level {line.Level}, but its style is of level {outline + 1}.");
    }

    private static (Typeface Face, string Name) Face(LayoutLine line) => line.Role switch
    {
        LineRole.Title => (OfficialLayout.Title, "title"),
        LineRole.Heading => (OfficialLayout.Heading(line.Level), $"heading-{line.Level}"),
        LineRole.Attachment => (OfficialLayout.Body, "attachment"),
        LineRole.Signature => (OfficialLayout.Body, "signature"),
        LineRole.Date => (OfficialLayout.Body, "date"),
        LineRole.Addressee => (OfficialLayout.Body, "addressee"),
        LineRole.DocumentNumber or LineRole.LetterNumber => (OfficialLayout.Body, "document-number"),
        LineRole.Marking => (char.IsAsciiDigit(line.Text.Trim()[0]) ? OfficialLayout.Body : OfficialLayout.Black, "marking"),
        LineRole.Attendance => (OfficialLayout.Black, "attendance"),
        _ => (OfficialLayout.Body, "body"),
    };

    /// <summary>Where the signer's name begins; below 0 when the line names none.</summary>
    private static int SignerAt(string text) => text.IndexOf("签发人", StringComparison.Ordinal) is >= 0 and var word && text.IndexOfAny([':', '：'], word) is >= 0 and var colon ? colon + 1 : -1;

    private static bool IsChineseFont(string? font) => new[] { OfficialLayout.Title, OfficialLayout.Body, OfficialLayout.Black, OfficialLayout.Kai, OfficialLayout.Song }.Any(face => face.Has(font));

    private static bool IsChinese(char sign) => sign is >= '\u4e00' and <= '\u9fff';

    private static LayoutDeviation Of(string code, LayoutLine line, string problem, string english) => new(code, line.Place, problem, english);
}
