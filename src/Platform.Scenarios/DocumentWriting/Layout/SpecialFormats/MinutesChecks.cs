using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;
using Platform.Scenarios.DocumentWriting.Genres;

namespace Platform.Scenarios.DocumentWriting.Layout.SpecialFormats;

/// <summary>Where the mark of minutes stands, and the lists of who was there (GB/T 9704-2012, 10.3); the lists also in minutes of the general format.</summary>
internal static class MinutesChecks
{
    private const double Near = 0.3;

    private static readonly string[] Order = ["出席", "请假", "列席"];

    public static IEnumerable<LayoutDeviation> Of(LayoutText text, Body body)
    {
        if (text is { Format: OfficialFormat.Minutes, Mark: { } mark } && MarkPosition.Of(text, mark, body) is { } top && Math.Abs(top - OfficialLayout.Top - MinutesHead.MarkTop) > MarkPosition.Tolerance)
            yield return Of("minutes-mark-top", mark, $"纪要标志上边缘距版心上边缘{Millimetres(top - OfficialLayout.Top)}毫米；应为35毫米。", $"The mark stands {Millimetres(top - OfficialLayout.Top)} mm below the type area's upper edge; 35 mm are needed.");
        var lists = text.Lines.Where(line => line.Role == LineRole.Attendance).ToList();
        if (lists.Count == 0)
            yield break;
        if (text.Lines.SkipWhile(line => line != lists[0]).Any(line => line.Role is LineRole.Body or LineRole.Heading))
            yield return Of("attendance-place", lists[0], "出席、请假、列席人员名单应排在正文之后。", "The lists of who was there stand below the text.");
        else if (text.Lines.TakeWhile(line => line != lists[0]).Reverse().TakeWhile(line => line.Role == LineRole.Empty).Count() != 1)
            yield return Of("attendance-distance", lists[0], "人员名单与正文（或附件说明）之间应空一行。", "One empty line stands between the text or the attachment note and the lists of who was there.");
        for (var i = 0; i < lists.Count; i++)
        {
            if (i > 0 && Place(lists[i]) < Place(lists[i - 1]))
                yield return Of("attendance-order", lists[i], "名单应依次为出席、请假、列席。", "The lists are present (出席), excused (请假), observers (列席), in this order.");
            foreach (var deviation in Indents(lists[i]))
                yield return deviation;
        }
    }

    private static IEnumerable<LayoutDeviation> Indents(LayoutLine line)
    {
        var first = line.Look.FirstLine + line.Look.Left;
        if (Math.Abs(first - AttendanceLines.Word) > Near)
            yield return Of("attendance-indent", line, $"“{line.Text.Trim()[..2]}”左空{first:0.#}字；应左空二字。", string.Create(CultureInfo.InvariantCulture, $"The list begins {first:0.#} characters in; two are needed."));
        else if (WordLines.Width(line.Text) > OfficialLayout.Characters - AttendanceLines.Word && Math.Abs(line.Look.Left - AttendanceLines.Names) > Near)
            yield return Of("attendance-hanging", line, "回行应与冒号后的首字对齐。", "Further lines begin below the first sign behind the colon.");
    }

    private static int Place(LayoutLine line) => Array.FindIndex(Order, word => line.Text.TrimStart().StartsWith(word, StringComparison.Ordinal));

    private static string Millimetres(int twips) => (twips * 25.4 / 1440).ToString("0.#", CultureInfo.InvariantCulture);

    private static LayoutDeviation Of(string code, LayoutLine line, string problem, string english) => new(code, line.Place, problem, english);
}
