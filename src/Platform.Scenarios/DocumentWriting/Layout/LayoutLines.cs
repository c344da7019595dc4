using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

namespace Platform.Scenarios.DocumentWriting.Layout;

/// <summary>Tells what each paragraph of a file is: by its words first, since its look may be what is wrong.</summary>
internal static partial class LayoutLines
{
    /// <param name="hasDoubleRule">Whether a double rule stands in the file, as in a letter.</param>
    public static LayoutText Read(Body body, EffectiveFormat format, bool hasDoubleRule)
    {
        var lines = body.Descendants<Paragraph>().Where(paragraph => !paragraph.Ancestors<Table>().Any())
            .Select((paragraph, i) => Plain(paragraph, i + 1, format)).ToList();
        var mark = FormatRecognition.MinutesMark(lines);
        var title = TitleAt(lines, mark);
        var kind = FormatRecognition.Of(lines, title, mark, hasDoubleRule);
        var top = title >= 0 ? title : FormatRecognition.EndOfHead(lines, mark);
        var date = lines.FindLastIndex(line => DateLike().IsMatch(line.Text));
        if (date < lines.Count - 8)
            date = -1;
        var signature = date > top + 1 && IsSignature(lines[date - 1].Text) ? date - 1 : -1;
        var attachment = lines.FindIndex(Math.Max(0, top), line => AttachmentLike().IsMatch(line.Text));
        var addressee = lines.FindIndex(top + 1, line => line.Role != LineRole.Empty);
        if (addressee >= 0 && !IsAddressee(lines[addressee].Text))
            addressee = -1;
        var isMinutes = kind == OfficialFormat.Minutes || (title >= 0 && lines[title].Text.TrimEnd().EndsWith("纪要", StringComparison.Ordinal));
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role == LineRole.Empty)
                continue;
            var role = i == title ? LineRole.Title
                : i <= top ? FormatRecognition.RoleInHead(line.Text, kind)
                : i == date ? LineRole.Date
                : i == signature ? LineRole.Signature
                : isMinutes && FormatRecognition.IsAttendance(line.Text) ? LineRole.Attendance
                : i == addressee ? LineRole.Addressee
                : attachment >= 0 && i >= attachment && (signature < 0 || i < signature) && (i == attachment || AttachmentNext().IsMatch(line.Text)) ? LineRole.Attachment
                : ContactLike().IsMatch(line.Text) ? LineRole.Contact
                : LevelOf(line.Text) > 0 ? LineRole.Heading : LineRole.Body;
            lines[i] = line with { Role = role, Level = role == LineRole.Heading ? LevelOf(line.Text) : 0 };
        }

        return new LayoutText(kind, lines);
    }

    public static bool IsNumber(string text) => NumberLike().IsMatch(text);

    /// <returns>0 when it begins with no heading's number.</returns>
    public static int LevelOf(string text) =>
        Level1().IsMatch(text) ? 1 : Level2().IsMatch(text) ? 2 : Level3().IsMatch(text) ? 3 : Level4().IsMatch(text) ? 4 : 0;

    /// <summary>Its value, from 1; 0 when it has none.</summary>
    public static int NumberOf(string text)
    {
        var label = Label().Match(text).Groups["n"].Value;
        return int.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : (int)(ChineseNumerals.Parse(label) ?? 0);
    }

    private static LayoutLine Plain(Paragraph paragraph, int number, EffectiveFormat format)
    {
        var runs = paragraph.Descendants<Run>().Where(run => run.Ancestors<Paragraph>().First() == paragraph && !run.Ancestors<DeletedRun>().Any())
            .Select(run => (Text: string.Concat(run.Elements<Text>().Select(text => text.Text)), Look: format.Look(run, paragraph))).Where(run => run.Text.Length > 0).ToList();
        var text = string.Concat(runs.Select(run => run.Text));
        return new LayoutLine(paragraph, number, text, string.IsNullOrWhiteSpace(text) ? LineRole.Empty : LineRole.Body, 0, format.Look(paragraph), runs);
    }

    /// <param name="mark">Where the mark of minutes stands, which is no title although it may read like one; such a file can do without a title.</param>
    private static int TitleAt(List<LayoutLine> lines, int mark)
    {
        var first = lines.Select((line, i) => (line, i)).Where(x => x.line.Role != LineRole.Empty).Take(8).ToList();
        var candidates = first.Where(x => x.i > mark && !IsNumber(x.line.Text) && !RedHead().IsMatch(x.line.Text) && !FormatRecognition.IsMarking(x.line.Text)).ToList();
        var named = candidates.Where(x => (mark < 0 || (LevelOf(x.line.Text) == 0 && !x.line.Text.Contains('。', StringComparison.Ordinal))) && TitleLike().IsMatch(x.line.Text.TrimEnd('。', '！', '.'))).Take(1).ToList();
        return named.Count > 0 ? named[0].i : mark < 0 && candidates.Count > 0 ? candidates[0].i : -1;
    }

    private static bool IsSignature(string text) => text.Trim() is { Length: > 0 and <= 40 } name && name[^1] is not ('。' or '：' or '；') && LevelOf(name) == 0 && !AttachmentLike().IsMatch(name) && !FormatRecognition.IsAttendance(name);

    private static bool IsAddressee(string text) => text.Trim() is { Length: <= 80 } name && (name.EndsWith('：') || name.EndsWith(':')) && !NotAddressee().IsMatch(name) && LevelOf(name) == 0;

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*[一二三四五六七八九十]{1,3}[、.．，,]", Form, 200)]
    private static partial Regex Level1();

    [GeneratedRegex(@"^\s*[（(][一二三四五六七八九十]{1,3}[）)]", Form, 200)]
    private static partial Regex Level2();

    [GeneratedRegex(@"^\s*\d{1,2}[.．、](?!\d)", Form, 200)]
    private static partial Regex Level3();

    [GeneratedRegex(@"^\s*[（(]\d{1,2}[）)]", Form, 200)]
    private static partial Regex Level4();

    [GeneratedRegex(@"^\s*[（(]?(?<n>[一二三四五六七八九十]{1,3}|\d{1,2})", Form, 200)]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*(\d{4}|[〇○零一二三四五六七八九]{4})\s*[年\-./]\s*[\d一二三四五六七八九十]{1,3}\s*[月\-./]\s*[\d一二三四五六七八九十]{1,3}\s*日?\s*$", Form, 200)]
    private static partial Regex DateLike();

    [GeneratedRegex(@"^\s*附\s*件\s*\d*\s*[:：]", Form, 200)]
    private static partial Regex AttachmentLike();

    [GeneratedRegex(@"^\s*\d{1,2}[.．、]", Form, 200)]
    private static partial Regex AttachmentNext();

    [GeneratedRegex(@"^\s*[（(]联系人", Form, 200)]
    private static partial Regex ContactLike();

    [GeneratedRegex(@"^\s*\p{L}{1,12}[〔\[［（(]\d{4}[〕\]］）)]第?\d{1,4}号(\s*签发人\s*[:：].{1,40})?\s*$|^\s*签发人\s*[:：]", Form, 200)]
    private static partial Regex NumberLike();

    [GeneratedRegex(@"^\s*\p{L}{2,30}文件\s*$", Form, 200)]
    private static partial Regex RedHead();

    [GeneratedRegex("(通知|请示|报告|函|纪要|总结|心得|体会|通报|决定|讲话|发言|方案|意见|办法|规定|批复|公告|通告|公报|决议|命令|议案)$", Form, 200)]
    private static partial Regex TitleLike();

    [GeneratedRegex("如下|以下|。|情况：$", Form, 200)]
    private static partial Regex NotAddressee();
}
