using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Scenarios.DocumentWriting.Facts;

/// <summary>Finds numbers with units, dates, names, document numbers and quotes in Chinese text, by form alone. Digits of full width count as digits.</summary>
public static partial class FactReader
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private const decimal LargestNumber = 1_000_000_000_000_000_000;
    private const string Body = "委员会|公司|集团|中心|街道办事处|街道|学校|中学|小学|大学|学院|医院|研究院|研究所|协会|法院|检察院|政府|支队|大队|社区|居委会";

    private static readonly string[] AnyBody = ["各", "本", "我", "该", "有关", "相关", "上级", "下级", "所属", "兄弟", "基层", "其他", "全", "内", "外", "大", "小", "单", "一", "两"];

    public static IReadOnlyList<Fact> Read(string text, string source)
    {
        var facts = new List<Fact>();
        foreach (var sentence in Sentences.Of(text))
            facts.AddRange(InSentence(sentence, source));
        return [.. facts.DistinctBy(fact => (fact.Kind, fact.Value))];
    }

    private static IEnumerable<Fact> InSentence(string sentence, string source)
    {
        var left = HalfWidth(sentence);
        foreach (Match number in DocumentNumber().Matches(left))
            yield return Found(FactKind.DocumentNumber, number, $"{number.Groups["y"].Value}-{number.Groups["n"].Value.TrimStart('0')}");
        left = DocumentNumber().Replace(left, Blank);
        foreach (Match quote in Quote().Matches(left))
            yield return Found(FactKind.Quote, quote, Bare(quote.Groups["q"].Value));
        foreach (Match date in Date().Matches(left))
            yield return Found(FactKind.Date, date, $"{date.Groups["y"].Value}-{date.Groups["m"].Value}-{date.Groups["d"].Value}");
        left = Date().Replace(left, Blank);
        left = Label().Replace(left, Blank);
        foreach (Match number in Number().Matches(left))
            if (NumberValue(number) is { } value)
                yield return Found(FactKind.Number, number, value);
        foreach (Match number in ChineseNumber().Matches(left))
            if (ChineseNumerals.Parse(number.Groups["v"].Value) is { } value and > 1)
                yield return Found(FactKind.Number, number, value.ToString(CultureInfo.InvariantCulture) + number.Groups["u"].Value);
        foreach (Match person in Person().Matches(left))
            yield return Found(FactKind.Name, person, person.Groups["n"].Value);
        foreach (Match body in Organisation().Matches(left))
            if (BodyName(body.Value) is { } name)
                yield return Found(FactKind.Name, body, name);

        Fact Found(FactKind kind, Match match, string value) => new(kind, sentence.Substring(match.Index, match.Length), value, sentence, source);
    }

    /// <summary>What tells one body from another: its ending with the two signs before it; null for 各单位 and the like.</summary>
    private static string? BodyName(string found)
    {
        var ending = OrganisationEnd().Match(found);
        var before = found[..ending.Index];
        if (before.Length < 2 || Array.Exists(AnyBody, any => before.EndsWith(any, StringComparison.Ordinal)))
            return null;
        return string.Concat(before.AsSpan(before.Length - 2), ending.Value);
    }

    /// <returns>Null when it is larger than anything that is counted.</returns>
    private static string? NumberValue(Match number)
    {
        if (!decimal.TryParse(number.Groups["v"].Value, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > LargestNumber)
            return null;
        value *= number.Groups["s"].Value switch { "亿" => 100_000_000, "万" => 10_000, "千" => 1000, "百" => 100, _ => 1 };
        var unit = number.Groups["u"].Value is "％" ? "%" : number.Groups["u"].Value;
        return value.ToString("0.##########", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Letters and digits alone, for comparison.</summary>
    internal static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(Narrow));

    /// <summary>With digits of half width; every sign keeps its place.</summary>
    internal static string HalfWidth(string text) => string.Concat(text.Select(Narrow));

    private static char Narrow(char sign) => sign is >= '０' and <= '９' ? (char)(sign - '０' + '0') : sign;

    private static string Blank(Match found) => new('□', found.Length);

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}{1,8}[〔\[［（(](?<y>[0-9]{4})[〕\]］）)]第?(?<n>[0-9]{1,4})号", Form, 500)]
    private static partial Regex DocumentNumber();

    [GeneratedRegex("“(?<q>[^“”]{4,80})”|《(?<q>[^《》]{2,80})》", Form, 500)]
    private static partial Regex Quote();

    [GeneratedRegex(@"(?<y>[0-9]{4})年((?<m>[0-9]{1,2})月((?<d>[0-9]{1,2})日)?)?|(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日|(?<m>[0-9]{1,2})月(?=[底初末中上下份至到])", Form, 500)]
    private static partial Regex Date();

    [GeneratedRegex(@"^\s*([0-9]{1,2}[.．、](?![0-9])|（[0-9]{1,2}）|\([0-9]{1,2}\))", Form, 500)]
    private static partial Regex Label();

    // a comma parts thousands, or the numbers of a list
    [GeneratedRegex(@"(?<v>([0-9]{1,3}(,[0-9]{3})+(?![0-9])|[0-9]+)(\.[0-9]+)?)\s*(?<s>[万亿千百])?[余多]?(?<u>%|％|个百分点|平方米|平方公里|公里|千米|小时|分钟|万元|元|人次|人|名|户|个|项|次|件|家|台|套|亩|吨|天|日|周|年|月|期|场|份|篇|处|条|所|辆|米|座|批|岁|层|栋|张|部|幅|支|组|类|门|节|级)?", Form, 500)]
    private static partial Regex Number();

    [GeneratedRegex("(?<![第一二三四五六七八九十百千万零〇两之])(?<v>[二三四五六七八九两][十百千万零〇一二三四五六七八九]*|十[一二三四五六七八九]?)(?<u>平方米|公里|小时|分钟|万元|元|人次|人|名|户|项|次|件|家|台|套|亩|吨|天|周|场|份|篇|处|所|辆|批|栋)(?!方面)", Form, 500)]
    private static partial Regex ChineseNumber();

    [GeneratedRegex($"(?<n>[{Surnames}][\\u4e00-\\u9fff]{{1,2}})(同志|主任|书记|局长|副局长|经理|总经理|院长|校长|科长|处长|部长|主席|教授|厅长|市长|县长|镇长|队长|所长|组长|老师)", Form, 500)]
    private static partial Regex Person();

    // 局 and 厅 also end words that name nobody (格局), so they count behind a place only
    [GeneratedRegex($"[\\u4e00-\\u9fff]{{2,14}}?({Body})|[省市县区州][\\u4e00-\\u9fff]{{2,6}}?(局(?![面势部限长])|厅)", Form, 500)]
    private static partial Regex Organisation();

    [GeneratedRegex($"({Body}|局|厅)$", Form, 500)]
    private static partial Regex OrganisationEnd();
}
