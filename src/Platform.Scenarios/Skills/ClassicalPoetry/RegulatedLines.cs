namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>The patterns of regulated verse, built of its four lines.</summary>
/// <remarks>Source: Wang Li, "Hanyu shilü xue" (1958), chapter 1, sections 6 to 9. Lines of seven signs are those of five with two of the other tone before them.</remarks>
internal static class RegulatedLines
{
    private const char Rhyme = 'a';

    /// <summary>The order of the lines, and whether the first rhymes; named by the second sign of a line of five.</summary>
    private static readonly (string Order, bool FirstRhymes)[] Orders = [("ABCD", false), ("DBCD", true), ("CDAB", false), ("BDAB", true)];

    private static readonly string[] Pairs = ["AB", "CD"];

    /// <returns>Four patterns: begun level or oblique, the first line rhyming or not.</returns>
    public static IReadOnlyList<TonalPattern> Patterns(int lines, int length) => [.. Orders.Select(order => Pattern(order.Order, order.FirstRhymes, lines, length))];

    /// <returns>The two pairs that a couplet can be.</returns>
    public static IReadOnlyList<TonalPattern> Couplets(int length) =>
    [
        .. Pairs.Select(pair => new TonalPattern(Opening(Line(pair[0], length)), [Line(pair[0], length).With(null, "，"), Line(pair[1], length).With(null, "。")])),
    ];

    private static TonalPattern Pattern(string order, bool firstRhymes, int count, int length)
    {
        // The second half goes on as after any couplet: ABCD ABCD, DBCD ABCD, CDAB CDAB, BDAB CDAB.
        var rest = order[2] == 'C' ? "ABCD" : "CDAB";
        var all = count == 4 ? order : order + rest;
        var lines = all.Select((type, at) => Line(type, length).With(at % 2 == 1 || (at == 0 && firstRhymes) ? Rhyme : null, at % 2 == 0 ? "，" : at == count - 1 ? "。" : "。\n")).ToList();
        return new TonalPattern($"{Opening(lines[0])}{(firstRhymes ? "首句入韵" : "首句不入韵")}", lines);
    }

    private static string Opening(TonalLine first) => first.Template[1] == '平' ? "平起" : "仄起";

    private static TonalLine Line(char type, int length)
    {
        var (strict, more, before) = type switch
        {
            'A' => (new[] { "中仄平平仄" }, new[] { "中仄仄平仄" }, "中平"),
            'B' => (["平平仄仄平", "平平平仄平"], ["仄平平仄平"], "中仄"),
            'C' => (["中平平仄仄"], ["平平仄平仄"], "中仄"),
            _ => (["中仄仄平平"], Array.Empty<string>(), "中平"),
        };
        return length == 5
            ? new TonalLine(strict, more, null, "")
            : new TonalLine([.. strict.Select(line => before + line)], [.. more.Select(line => before + line)], null, "");
    }
}
