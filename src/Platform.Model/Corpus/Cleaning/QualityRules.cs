using System.Buffers;
using System.Text.RegularExpressions;

namespace Platform.Model.Corpus.Cleaning;

/// <summary>Rules that tell running text from menus, lists of keywords, code and advertisements.</summary>
/// <remarks>Rae et al. 2021 (Gopher), Raffel et al. 2020 (C4), as datatrove writes them; for Chinese with its own stop words and punctuation.</remarks>
internal static partial class QualityRules
{
    private const int ShortText = 50; // units; shorter texts are not asked for stop words
    private static readonly SearchValues<char> Ends = SearchValues.Create("。！？…；：.!?;:\"”’』」)）】》");
    private static readonly string[] ChineseWords = ["的", "了", "是", "在", "不", "有", "我", "他", "和", "这", "人", "也", "就", "都", "而", "之", "为", "与", "以", "到", "你", "说", "要"];
    private static readonly string[] EnglishWords = ["the", "be", "to", "of", "and", "that", "have", "with", "is", "a", "in", "i", "you", "for"];

    /// <returns>Why the text is dropped, or null.</returns>
    public static string? Reason(string text, bool chinese)
    {
        var (_, lengths) = TextUnits.Of(text, chinese);
        if (lengths.Count == 0)
            return "no words";
        if (Advertisement().Count(text) is var contacts and > 0 && contacts * 200 > text.Length)
            return "advertisement";
        return Signs(text, lengths, chinese) ?? Lines(text);
    }

    private static string? Signs(string text, List<int> lengths, bool chinese)
    {
        if (!chinese && lengths.Average() is < 3 or > 10)
            return "words too short or too long";
        var symbols = text.AsSpan().Count('#') + text.AsSpan().Count('…') + text.AsSpan().Count("...");
        if (symbols > lengths.Count * 0.1)
            return "symbols";
        var visible = text.Count(sign => !char.IsWhiteSpace(sign));
        if (chinese ? text.Count(TextLanguage.IsHan) < visible * 0.6 : text.Count(char.IsLetter) < visible * 0.7)
            return "too few letters";
        if (lengths.Count < ShortText)
            return null;
        return (chinese ? ChineseWords.Count(word => text.Contains(word, StringComparison.Ordinal)) : EnglishWords.Count(word => Has(text, word))) < 2 ? "no stop words" : null;
    }

    private static string? Lines(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
            return "empty";
        if (lines.Count(line => line[0] is '•' or '-' or '*' or '·' or '●' or '○') > lines.Length * 0.9)
            return "bullets";
        if (lines.Count(line => line[^1] == '…' || line.EndsWith("...", StringComparison.Ordinal)) > lines.Length * 0.3)
            return "cut lines";
        if (lines.Length < 3)
            return null;
        if (lines.Count(line => Ends.Contains(line[^1])) < lines.Length * 0.12)
            return "lines without an end";
        return lines.Count(line => line.Length < 12) > lines.Length * 0.67 ? "short lines" : null;
    }

    private static bool Has(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetter(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetter(text[at + word.Length])))
                return true;
        return false;
    }

    [GeneratedRegex(@"加(?:我)?微信|加(?:我)?[Vv]信|扫码(?:关注|添加|领取)|免费领取|点击(?:下方|链接|购买|领取)|代开发票|[Qq]{2}群|淘宝店|包邮|招代理|限时(?:优惠|抢购)|咨询热线|版权所有|ICP备|Copyright|All rights reserved|cookie|subscribe now|click here", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Advertisement();
}
