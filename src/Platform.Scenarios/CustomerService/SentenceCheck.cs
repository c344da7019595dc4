using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.CustomerService;

/// <summary>Checks a sentence that a model composed against the passages it cites.</summary>
/// <remarks>
/// A sentence stands only if it cites, if every number, weekday, month, name, office and quotation in it occurs in what it cites,
/// if a negation in it has one there, and if enough of its words do. The rules err towards dropping: what is dropped costs a
/// sentence, what is let through wrongly costs trust.
/// </remarks>
internal sealed partial class SentenceCheck(IReadOnlyList<string> passages, double leastSupport)
{
    private readonly CheckedPassage[] _passages = [.. passages.Select(text => new CheckedPassage(text))];

    /// <param name="sentence">With its citations, such as <c>[1]</c> or <c>[1][3]</c>, from 1.</param>
    public SentenceVerdict Check(string sentence)
    {
        var cited = Citation().Matches(sentence).Select(match => int.Parse(match.Groups["place"].Value, CultureInfo.InvariantCulture)).Distinct().ToList();
        var words = Citation().Replace(sentence, "").Trim();
        if (cited.Count == 0)
            return new SentenceVerdict(words, [], "no-citation", 0);
        if (cited.Exists(place => place < 1 || place > _passages.Length))
            return new SentenceVerdict(words, cited, "unknown-citation", 0);

        var sources = cited.ConvertAll(place => _passages[place - 1]);
        var folded = Fold(words);
        var support = Support(folded, sources);
        var verdict = folded switch
        {
            _ when !Facts(folded).All(fact => sources.Exists(source => source.Has(fact))) => "unknown-fact",
            _ when !Names(words).All(name => sources.Exists(source => source.Folded.Contains(Fold(name), StringComparison.Ordinal))) => "unknown-name",
            _ when support < leastSupport => "little-support",
            _ when Polarity(folded, sources) => "other-polarity",
            _ => SentenceVerdict.Supported,
        };
        return new SentenceVerdict(words, cited, verdict, Math.Round(support, 3));
    }

    /// <summary>Width and case folded, so that "９:００" and "9:00" are the same.</summary>
    internal static string Fold(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace('—', '-').Replace('–', '-').Replace("星期", "周", StringComparison.Ordinal);

    /// <summary>What may not be made up: figures in any writing, weekdays, months.</summary>
    private static IEnumerable<string> Facts(string folded) =>
        Figure().Matches(folded).Select(match => Plain(match.Value))
            .Concat(ChineseFigure().Matches(folded).Select(match => $"{ChineseNumber.Read(match.Groups["figure"].Value)}"))
            .Concat(EnglishFigure().Matches(folded).Select(match => $"{EnglishNumbers[match.Value]}"))
            .Concat(DayOrMonth().Matches(folded).Select(match => match.Value));

    private static string Plain(string figure) => figure.Replace(",", "", StringComparison.Ordinal).TrimEnd('.', ':', '-');

    /// <summary>Quotations, titles, offices, addresses of the net, and words that English writes with a capital letter.</summary>
    private static IEnumerable<string> Names(string words) =>
        Quotation().Matches(words).Select(match => match.Groups["name"].Value)
            .Concat(Office().Matches(words).Select(match => match.Value))
            .Concat(NetAddress().Matches(words).Select(match => match.Value))
            .Concat(CapitalWord().Matches(words).Select(match => match.Value));

    private static double Support(string folded, List<CheckedPassage> sources)
    {
        var terms = Terms(folded);
        return terms.Count == 0 ? 0 : terms.Count(term => sources.Exists(source => source.Terms.Contains(term))) / (double)terms.Count;
    }

    /// <summary>Whether a negation stands on one side only, compared with the clause that shares most words.</summary>
    private static bool Polarity(string folded, List<CheckedPassage> sources) =>
        Clauses(folded).Any(clause =>
        {
            var terms = Terms(clause);
            if (terms.Count < 2)
                return false;
            var nearest = sources.SelectMany(source => source.Clauses).MaxBy(other => other.Terms.Count(terms.Contains) / Math.Sqrt(other.Terms.Count + 1.0));
            return nearest is not null && Negation().Count(clause) > 0 != Negation().Count(nearest.Text) > 0;
        });

    private static IEnumerable<string> Clauses(string folded) => ClauseBreak().Split(folded).Where(clause => clause.Trim().Length > 0);

    /// <summary>Pairs of Chinese signs, and other words cut to a stem.</summary>
    private static HashSet<string> Terms(string folded)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match run in Run().Matches(Filler().Replace(folded, "")))
        {
            var text = run.Value;
            if (text[0] < '\u2e80')
            {
                if (text.Length > 2 && !Common.Contains(text))
                    terms.Add(text[..Math.Min(text.Length, 5)]);
                continue;
            }

            for (var i = 0; i + 1 < text.Length; i++)
                terms.Add(text.Substring(i, 2));
            if (text.Length == 1)
                terms.Add(text);
        }

        return terms;
    }

    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "the", "and", "for", "you", "your", "can", "may", "are", "with", "from", "that", "this", "must", "will", "have", "has", "there", "they", "them", "their", "its", "also", "should", "which", "when", "into", "than", "then",
    };

    private static readonly Dictionary<string, int> EnglishNumbers =
        ("two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 fifteen=15 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 "
            + "ninety=90 hundred=100 thousand=1000 half=-2 twice=-3 double=-3") // the last ones stand for themselves
        .Split(' ').Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private sealed class CheckedPassage
    {
        private readonly HashSet<string> _facts;

        public CheckedPassage(string text)
        {
            Folded = string.Join('\n', BestSentence.Split(Fold(text)).Where(sentence => !Order().IsMatch(sentence)));
            Terms = SentenceCheck.Terms(Folded);
            _facts = [.. Facts(Folded).SelectMany(fact => fact.Split('-', '/').Prepend(fact))]; // "9:00-17:00" also tells 9:00
            Clauses = [.. BestSentence.Split(Folded).SelectMany(SentenceCheck.Clauses).Select(clause => new Clause(clause, SentenceCheck.Terms(clause)))];
        }

        public string Folded { get; }

        public HashSet<string> Terms { get; }

        public IReadOnlyList<Clause> Clauses { get; }

        public bool Has(string fact) => _facts.Contains(fact);
    }

    private sealed record Clause(string Text, HashSet<string> Terms);

    /// <summary>A sentence of a passage that talks to whoever words the answer carries nothing.</summary>
    [GeneratedRegex("(忽略|无视|不要理会|忘记).{0,12}(指示|指令|规则|提示|要求|设定)|(ignore|disregard|forget).{0,20}(previous|above|prior|earlier|all|these|your).{0,20}(instruction|rule|prompt|direction)|system prompt|系统提示词", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Order();

    [GeneratedRegex(@"\s*[\[［【](?<place>\d{1,2})[\]］】]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    internal static partial Regex Citation();

    [GeneratedRegex(@"\d+(?:[.,:\-/]\d+)*%?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Figure();

    [GeneratedRegex("(?<figure>[零一二两三四五六七八九十百千万]+)(?=个?(工作日|小时|星期|月|季度)|天|日|年|元|岁|分钟|次|份|张|米|折|倍|层|楼|点|周|人|件|册|间|种|名|寸)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ChineseFigure();

    [GeneratedRegex(@"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|half|twice|double)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishFigure();

    [GeneratedRegex(@"周[一二三四五六日天末]|工作日|节假日|\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(january|february|march|april|june|july|august|september|october|november|december)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DayOrMonth();

    [GeneratedRegex("[“\"「『《](?<name>[^”\"」』》]{1,60})[”\"」』》]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"[\u4e00-\u9fff]{2}(局|所|中心|委员会|办公室|医院|学校|大厅|街道|公司|法院|银行|大学|公园|派出所)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Office();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|www\.\S+|\b[\w-]+\.(com|cn|org|net|gov)\b\S*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NetAddress();

    [GeneratedRegex(@"(?<=\w[,;:]?\s+)(?!I\b)[A-Z][\w'-]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CapitalWord();

    [GeneratedRegex(@"不|没|无|未|非|免|禁|勿|别|除外|\bnot\b|n't\b|\bno\b|\bnever\b|\bwithout\b|\bfree\b|\bcannot\b|\bunable\b|\bexcept\b|\bnone\b|\bneither\b|\bnor\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Negation();

    [GeneratedRegex(@"[,，;；:：、|。.!！?？\n]+(?!\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClauseBreak();

    /// <summary>Signs that come and go without changing what is said.</summary>
    [GeneratedRegex("可以|即可|可|的|了|您|会|将|也|就|在", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Filler();

    [GeneratedRegex(@"[a-z]+(?:'[a-z]+)?|[\u2e80-\u9fff]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Run();
}

/// <param name="Text">Without its citations.</param>
/// <param name="Support">Share of its words that occur in what it cites.</param>
internal sealed record SentenceVerdict(string Text, IReadOnlyList<int> Cited, string Verdict, double Support)
{
    public const string Supported = "supported";

    public bool Stands => Verdict == Supported;
}

/// <summary>Chinese numerals up to the ten thousands.</summary>
internal static class ChineseNumber
{
    public static int Read(string figure)
    {
        var (sum, digit) = (0, 0);
        foreach (var sign in figure)
        {
            var unit = sign switch { '十' => 10, '百' => 100, '千' => 1000, '万' => 10_000, _ => 0 };
            if (unit == 0)
            {
                digit = (digit * 10) + "零一二三四五六七八九".IndexOf(sign == '两' ? '二' : sign, StringComparison.Ordinal);
                continue;
            }

            sum = unit == 10_000 ? (sum + digit) * unit : sum + (Math.Max(digit, 1) * unit);
            digit = 0;
        }

        return sum + digit;
    }
}
