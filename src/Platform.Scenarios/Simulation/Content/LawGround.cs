using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>A law or policy that bears on a matter. What a trainee cites counts only when it is one of these.</summary>
/// <param name="Law">Name as in the law base, for example 噪声污染防治法 or 民法典·物权编. A local policy without an article: its invented name, with <paramref name="Article"/> left out.</param>
/// <param name="Article">第六十五条.</param>
/// <param name="Point">What follows from it here, in plain words.</param>
/// <param name="Words">Words by which it is recognised in what a trainee says, any of them, beside the law's own name and the article's number.</param>
public sealed partial record LawGround(string Law, string? Article, string Point, IReadOnlyList<string> Words)
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>Whether a text names it: the law, one of the words, or the article in signs or figures.</summary>
    public bool IsNamedIn(string text) =>
        text.Contains(Law.Split('·')[0], StringComparison.OrdinalIgnoreCase)
        || Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
        || (Article is not null && Numbers(Article).Any(number => Numbers(text).Contains(number)));

    internal IEnumerable<ContentProblem> Problems(string place)
    {
        if (Article is not null && !ArticleNumber().IsMatch(Article))
            yield return new ContentProblem($"{place}.article 是“{Article}”，请写成“第六十五条”的样子。", $"{place}.article is '{Article}'; write it as 第六十五条.");
        if (string.IsNullOrWhiteSpace(Law) || string.IsNullOrWhiteSpace(Point))
            yield return new ContentProblem($"{place} 缺 law 或 point。", $"{place} needs law and point.");
        if (Words is null || Words.Count == 0)
            yield return new ContentProblem($"{place}.words 是空的：请写出用来认出学员引用的词。", $"{place}.words is empty; name the words by which a trainee's mention is recognised.");
    }

    /// <summary>The articles that a text names, as numbers.</summary>
    private static IEnumerable<int> Numbers(string text) =>
        Cited().Matches(text).Select(cited => Number(cited.Groups["signs"] is { Success: true } signs ? signs.Value : cited.Groups["figures"].Value));

    private static int Number(string written)
    {
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var figures))
            return figures;
        var (number, digit) = (0, 0);
        foreach (var sign in written)
        {
            var unit = sign switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            (number, digit) = unit == 0 ? (number, Digits.IndexOf(sign, StringComparison.Ordinal)) : (number + (Math.Max(digit, 1) * unit), 0);
        }

        return number + digit;
    }

    [GeneratedRegex("^第[一二三四五六七八九十百千零]+条(之[一二三四五六七八九十]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ArticleNumber();

    [GeneratedRegex(@"第(?<signs>[零一二三四五六七八九十百千]{1,12}|[0-9]{1,4})条|\barticle (?<figures>[0-9]{1,4})\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Cited();
}
