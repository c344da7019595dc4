using System.Text.RegularExpressions;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>Tells which of the standard's formats a file uses: by several signs, since any one of them may be what is wrong.</summary>
internal static partial class FormatRecognition
{
    /// <summary>Lines that a head can have besides empty ones.</summary>
    private const int LongestHead = 8;

    /// <summary>Half points, 26 pt: larger ones are no titles, even where those are too large.</summary>
    private const int LargestTitle = 52;

    /// <summary>Where the mark of minutes stands: the first line, 纪要 at its end, and red, larger than a title, or with a title of its own below; -1 when there is none.</summary>
    public static int MinutesMark(IReadOnlyList<LayoutLine> lines)
    {
        var at = First(lines);
        if (at < 0 || !IsMinutes(lines[at]))
            return -1;
        return IsRed(lines[at]) || lines[at].LargestRun > LargestTitle || lines.Skip(at + 1).Where(line => line.Role != LineRole.Empty).Take(LongestHead).Any(IsMinutes) ? at : -1;
    }

    /// <param name="title">Below 0 when there is none.</param>
    /// <param name="minutesMark">From <see cref="MinutesMark"/>.</param>
    public static OfficialFormat Of(IReadOnlyList<LayoutLine> lines, int title, int minutesMark, bool hasDoubleRule)
    {
        if (minutesMark >= 0)
            return OfficialFormat.Minutes;
        var at = First(lines);
        if (at < 0 || at >= title || !Name().IsMatch(lines[at].Text))
            return OfficialFormat.General;
        var isLetter = lines[title].Text.TrimEnd().EndsWith('函');
        var isGeneral = lines[at].Text.TrimEnd().EndsWith("文件", StringComparison.Ordinal);
        var isMarked = !isGeneral && IsRed(lines[at]) && !lines.Take(title).Any(line => line.Look.Bordered);
        return (hasDoubleRule && (isLetter || !isGeneral)) || (isLetter && isMarked) ? OfficialFormat.Letter : OfficialFormat.General;
    }

    /// <summary>The last line of a head that no title follows.</summary>
    /// <returns>Below 0 when <paramref name="mark"/> is.</returns>
    public static int EndOfHead(IReadOnlyList<LayoutLine> lines, int mark)
    {
        var end = mark;
        for (var i = mark + 1; mark >= 0 && i < Math.Min(lines.Count, mark + LongestHead); i++)
            if (RoleInHead(lines[i].Text, OfficialFormat.Minutes) != LineRole.RedHead)
                end = i;
        return end;
    }

    public static LineRole RoleInHead(string text, OfficialFormat format) =>
        LayoutLines.IsNumber(text) || (format == OfficialFormat.Minutes && Edition().IsMatch(text)) ? format == OfficialFormat.Letter ? LineRole.LetterNumber : LineRole.DocumentNumber
        : IsMarking(text) ? LineRole.Marking
        : format == OfficialFormat.Minutes && Issued().IsMatch(text) ? LineRole.Issued
        : LineRole.RedHead;

    /// <summary>Copy number, secrecy, urgency (7.2.1 to 7.2.3).</summary>
    public static bool IsMarking(string text) => Marking().IsMatch(text);

    public static bool IsAttendance(string text) => Attendance().IsMatch(text);

    private static bool IsRed(LayoutLine line) => line.Runs.Any(run => OfficialLayout.IsRed(run.Look.Colour));

    private static bool IsMinutes(LayoutLine line) => line.Text.Trim() is { Length: <= 60 } text && text.EndsWith("纪要", StringComparison.Ordinal) && LayoutLines.LevelOf(text) == 0;

    /// <summary>The first line that is neither empty nor a number or marking.</summary>
    private static int First(IReadOnlyList<LayoutLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].Role != LineRole.Empty && !LayoutLines.IsNumber(lines[i].Text) && !IsMarking(lines[i].Text))
                return i;
        return -1;
    }

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*\p{L}[\p{L}\s]{1,39}$", Form, 200)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*[（(]?(第\s*\d{1,4}\s*[号期次]|〔\d{4}〕\s*\d{1,4}\s*号)[）)]?\s*$", Form, 200)]
    private static partial Regex Edition();

    [GeneratedRegex(@"^\s*(\d{6}|(绝密|机密|秘密)\s*(★.{0,10})?|[特加平]\s*急)\s*$", Form, 200)]
    private static partial Regex Marking();

    [GeneratedRegex(@"\d{4}年\d{1,2}月\d{1,2}日\s*$", Form, 200)]
    private static partial Regex Issued();

    [GeneratedRegex(@"^\s*(出席|请假|列席)(人员)?(名单)?\s*[:：]", Form, 200)]
    private static partial Regex Attendance();
}
