using System.Text.RegularExpressions;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Signs, numbers and marks in the words of a paragraph.</summary>
internal static partial class TextChecks
{
    public static IEnumerable<LayoutDeviation> Of(LayoutLine line)
    {
        if (line.Role == LineRole.Empty)
            yield break;
        var text = line.Text.Trim();
        if (line.Role is not LineRole.Title and not LineRole.RedHead && line.Text.Length > 0 && line.Text[0] is ' ' or '　')
            yield return Of("space-indent", line, "用空格代替缩进；请删去空格，设置首行缩进二字。", "Blanks stand in for an indent; set a first-line indent of two.");
        if (line.Role is LineRole.Title && text[^1] is '。' or '，' or '；' or '：' or '.' or '！')
            yield return Of("title-punctuation", line, "标题末尾不用标点。", "A title ends without punctuation.");
        if (HalfWidth().IsMatch(text) && !(line.Role == LineRole.Attachment && text.StartsWith('附')))
            yield return Of("half-width-punctuation", line, "中文里用了半角标点；请改为全角。", "There is half-width punctuation in Chinese text; use full width.");
        if (text.Contains('"', StringComparison.Ordinal) || text.Contains('\'', StringComparison.Ordinal))
            yield return Of("straight-quotes", line, "用了直引号；请改为“”。", "There are straight quotes; use “”.");
        if (text.Contains("...", StringComparison.Ordinal) || text.Contains("。。", StringComparison.Ordinal))
            yield return Of("ellipsis", line, "省略号应为……。", "An ellipsis is ……");
        if (WrongNumber().IsMatch(text))
            yield return Of("document-number", line, "发文字号应写作“机关代字〔年份〕序号号”，用六角括号，序号不编虚位、不加“第”。", "A document number uses 〔〕, no leading zero and no 第.");
        foreach (var deviation in line.Role switch { LineRole.Heading => Heading(line, text), LineRole.Attachment => Attachment(line, text), LineRole.Date => Date(line, text), LineRole.Addressee => Addressee(line, text), _ => [] })
            yield return deviation;
    }

    private static IEnumerable<LayoutDeviation> Heading(LayoutLine line, string text)
    {
        var right = line.Level switch { 1 => Right1(), 2 => Right2(), 3 => Right3(), _ => Right4() };
        if (!right.IsMatch(text))
            yield return Of("heading-mark", line, $"{line.Level}级标题的序号应写作“{line.Level switch { 1 => "一、", 2 => "（一）", 3 => "1.", _ => "（1）" }}”。", $"A heading of level {line.Level} is numbered {line.Level switch { 1 => "一、", 2 => "（一）", 3 => "1.", _ => "（1）" }}.");
        if (line.Level <= 2 && text.Length <= 40 && text.EndsWith('。') && text.Count(sign => sign == '。') == 1 && !text.Contains('，', StringComparison.Ordinal))
            yield return Of("heading-full-stop", line, "单独成行的标题末尾不加句号。", "A heading on a line of its own ends without a full stop.");
    }

    private static IEnumerable<LayoutDeviation> Attachment(LayoutLine line, string text)
    {
        if (text.StartsWith('附') && text.Contains("附件:", StringComparison.Ordinal))
            yield return Of("attachment-colon", line, "“附件”后用全角冒号。", "附件 is followed by a full-width colon.");
        if (text[^1] is '。' or '；' or '，' or ';' or '.')
            yield return Of("attachment-punctuation", line, "附件名称后不加标点。", "An attachment's title ends without punctuation.");
        if (AttachmentMark().IsMatch(text))
            yield return Of("attachment-number", line, "附件序号用阿拉伯数字加点，如“1.”。", "Attachments are numbered 1.");
        if (text.Contains('《', StringComparison.Ordinal))
            yield return Of("attachment-title-marks", line, "附件名称不加书名号。", "An attachment's title has no title marks.");
    }

    private static IEnumerable<LayoutDeviation> Date(LayoutLine line, string text)
    {
        if (!RightDate().IsMatch(text))
            yield return Of("date-form", line, "成文日期用阿拉伯数字写全年、月、日，月、日不编虚位，如2026年9月1日。", "The date is written in Arabic digits without leading zeros: 2026年9月1日.");
    }

    private static IEnumerable<LayoutDeviation> Addressee(LayoutLine line, string text)
    {
        if (text.EndsWith(':'))
            yield return Of("addressee-colon", line, "主送机关后用全角冒号。", "The addressee is followed by a full-width colon.");
    }

    private static LayoutDeviation Of(string code, LayoutLine line, string problem, string english) => new(code, line.Place, problem, english);

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]:(?!//)|[\u4e00-\u9fff]\((?![一二三四五六七八九十\d])|[\u4e00-\u9fff]\)", Form, 200)]
    private static partial Regex HalfWidth();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}([\[［（(【]\d{4}[\]］）)】]第?\d{1,4}号|〔\d{4}〕(第\d|0\d*)\d*号)", Form, 200)]
    private static partial Regex WrongNumber();

    [GeneratedRegex("^[一二三四五六七八九十]{1,3}、", Form, 200)]
    private static partial Regex Right1();

    [GeneratedRegex("^（[一二三四五六七八九十]{1,3}）(?![、.，])", Form, 200)]
    private static partial Regex Right2();

    [GeneratedRegex(@"^\d{1,2}[.．]", Form, 200)]
    private static partial Regex Right3();

    [GeneratedRegex(@"^（\d{1,2}）(?![、.，])", Form, 200)]
    private static partial Regex Right4();

    [GeneratedRegex(@"(^|[:：])\s*(\d{1,2}、|[一二三四五六七八九十]、)", Form, 200)]
    private static partial Regex AttachmentMark();

    [GeneratedRegex("^[12]\\d{3}年([1-9]|1[0-2])月([1-9]|[12]\\d|3[01])日$", Form, 200)]
    private static partial Regex RightDate();
}
