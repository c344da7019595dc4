using System.Text.RegularExpressions;
using Platform.Scenarios.Knowledge.Search;

namespace Platform.Scenarios.CustomerService;

/// <summary>Follow-up questions, which mean nothing without what was answered before: "and what does it cost?".</summary>
internal static partial class FollowUp
{
    /// <summary>How much a question leans on what was said before.</summary>
    public static Leaning LeaningOf(string question, string language)
    {
        var isEnglish = language == SpokenLanguage.English;
        var plain = IntentReader.Plain(question);
        var points = (isEnglish ? EnglishPointer() : ChinesePointer()).IsMatch(plain);
        var content = Content(question, language).Count;
        var isShort = isEnglish ? plain.Count(sign => sign == ' ') < 4 : plain.Length <= 8;
        return (points, content) switch
        {
            (true, <= 2) => Leaning.Whole,
            (true, _) => Leaning.Some,
            (false, 0) when isShort => Leaning.Whole,
            (false, 1) when isShort => Leaning.Some,
            _ => Leaning.None,
        };
    }

    /// <summary>Whether a text speaks of what the follow-up itself brings in: "and the weather?" is not about a residence permit.</summary>
    public static bool Explains(string question, string language, string text)
    {
        var content = Content(question, language);
        var plain = IntentReader.Plain(text);
        return content.Count == 0 || content.Count(term => plain.Contains(term, StringComparison.Ordinal)) * 2 >= content.Count;
    }

    /// <summary>Whether a follow-up brings in a thing of its own beside what it asks about it.</summary>
    public static bool NamesSomething(string question, string language) => Content(question, language).Count > 0;

    /// <summary>The words of a follow-up that name something: pairs of Chinese signs, stems of English words.</summary>
    private static List<string> Content(string question, string language)
    {
        var lead = language == SpokenLanguage.English ? EnglishLead() : ChineseLead();
        var plain = IntentReader.Plain(lead.Replace(question.Trim(), ""));
        if (language == SpokenLanguage.English)
            return [.. EnglishAspect().Replace(EnglishAsking().Replace($" {plain} ", " "), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Where(word => word.Length > 2).Select(word => word[..Math.Min(word.Length, 4)])];

        return [.. ChineseAspect().Replace(ChineseAsking().Replace(plain, " "), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Length > 1).SelectMany(part => Enumerable.Range(0, part.Length - 1).Select(i => part.Substring(i, 2)))];
    }

    /// <summary>The question together with what it is about.</summary>
    public static string Combine(AnsweredTopic topic, string question, string language) => language == SpokenLanguage.English
        ? SeveralBlanks().Replace($"{About(topic.Question, language)} {EnglishLead().Replace(question.Trim(), "")}", " ").Trim()
        : $"{About(topic.Question, language)}{ChineseLead().Replace(question.Trim(), "")}";

    /// <summary>What a question is about, without its question words: "怎么办理居住证？" is about "居住证".</summary>
    public static string About(string question, string language)
    {
        var plain = IntentReader.Plain(ParenthesisInside().Replace(question, " "));
        var kept = language == SpokenLanguage.English
            ? EnglishAsking().Replace($" {plain} ", " ")
            : ChineseAsking().Replace(plain, "");
        kept = SeveralBlanks().Replace(kept, " ").Trim();
        return kept.Length >= 2 ? kept : plain;
    }

    /// <summary>The sentences of an answer that speak to what a short follow-up asks for: the cost, the time, the place …</summary>
    /// <returns>Null where the question asks for nothing that can be told by its words; empty where the answer does not say it.</returns>
    public static IReadOnlyList<string>? Within(string answer, string question)
    {
        var plain = IntentReader.Plain(question);
        var evidence = Aspects.Where(aspect => aspect.Asked.IsMatch(plain)).Select(aspect => aspect.Told).ToList();
        return evidence.Count == 0 ? null : [.. BestSentence.Split(answer).Where(sentence => evidence.Exists(told => told.IsMatch(sentence)))];
    }

    private static readonly (Regex Asked, Regex Told)[] Aspects =
    [
        (AsksCost(), TellsCost()),
        (AsksTime(), TellsTime()),
        (AsksPlace(), TellsPlace()),
        (AsksPapers(), TellsPapers()),
        (AsksPhone(), TellsPhone()),
        (AsksOnline(), TellsOnline()),
    ];

    [GeneratedRegex("^(那么?|还有|另外|然后|如果|要是|换成|那如果|它|这个|那个|这种|该)|它|这个|那个|这种|那种|上面|刚才|前面|你说的|呢$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChinesePointer();

    [GeneratedRegex(@"^(and|what about|how about|what if|but|also|then|so|or)\b|\b(it|its|that|this|they|them|their|there|those|these|one|ones|the same)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishPointer();

    [GeneratedRegex("^(那么?|还有|另外|然后|那如果)[，, ]*|(它|这个|那个|这种|那种)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseLead();

    [GeneratedRegex(@"^(and|but|so|also|then|or)\b[, ]*|\b(it|that|this|one)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishLead();

    [GeneratedRegex("（[^（）]*）|\\([^()]*\\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ParenthesisInside();

    [GeneratedRegex("刚到云溪|云溪市?|怎么办理|怎么办|怎样办|如何办理|怎么|怎样|如何|什么时候|什么|哪里|哪儿|去哪|哪些|多少钱|多少|多久|几点|可以|能不能|能|需要|要不要|要|吗|呢|啊|请问|我想|我要|我|你|办理|申请|申领|在|有", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseAsking();

    [GeneratedRegex(@"\b(how|what|when|where|which|who|why|do|does|did|can|could|may|should|would|is|are|was|i|we|you|my|our|a|an|the|to|for|of|in|on|at|and|it|me|get|need|have|has|there|much|many|long|if|be|will|apply|please)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishAsking();

    [GeneratedRegex("费用|收费|花钱|要钱|免费|价格|贵|几天|多长时间|时间|要等|地址|地点|什么地方|材料|证件|要带|带什么|准备|资料|电话|号码|网上|线上|手机|在线|app|如果|的话|换成|还是|是不是|是|了|的|就|还|也|会|行|把|去|到|在|交|收|给", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ChineseAspect();

    [GeneratedRegex(@"\b(cost|costs|fee|fees|free|price|charge|charged|pay|expensive|hours|time|soon|day|days|take|address|office|window|place|location|documents?|papers?|paperwork|bring|materials|phone|call|number|hotline|online|website|internet|about|that|this|these|those|they|them|there|what|else|any|also|with|work|not|same)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EnglishAspect();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SeveralBlanks();

    [GeneratedRegex("多少钱|费用|收费|花钱|要钱|免费|价格|贵|cost|fee|free|price|how much|charge|pay|expensive", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksCost();

    [GeneratedRegex("\\d+(\\.\\d+)?元|元|费|免费|yuan|free of charge|\\bfree\\b|\\bfee|cost|charge|price", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsCost();

    [GeneratedRegex("多久|几天|多长时间|什么时候|几点|时间|要等|when|how long|how many days|what time|how soon|take long|hours", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksTime();

    [GeneratedRegex("\\d+个?(工作)?[天日月年]|\\d+小时|\\d+分钟|\\d+[:：]\\d+|\\d+点|当场|即时|(\\d|one|two|three|five|ten)\\s*(working\\s)?(day|hour|minute|month|year|week)|\\d+:\\d+|on the spot|same day", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsTime();

    [GeneratedRegex("哪里|哪儿|在哪|去哪|地址|地点|什么地方|where|address|which (office|window|place)|location", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksPlace();

    [GeneratedRegex("窗口|中心|派出所|大厅|服务台|地址|\\d号|楼|所在地|到.{1,12}(办理|领取)|window|cent(er|re)|office|station|counter|desk|floor|\\broad\\b|street|at the", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsPlace();

    [GeneratedRegex("什么材料|哪些材料|带什么|材料|证件|要带|准备什么|资料|documents?|papers?|paperwork|bring|materials", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksPapers();

    [GeneratedRegex("带|材料|身份证|户口|证明|照片|合同|bring|\\bID\\b|document|certificate|photo|passport|contract|form", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsPapers();

    [GeneratedRegex("电话|打给谁|号码|phone|call|number|hotline|ring", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksPhone();

    [GeneratedRegex("\\d{3,4}-\\d{4,8}|\\b1?\\d{4,11}\\b|热线|hotline|phone", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsPhone();

    [GeneratedRegex("网上|线上|手机|app|在线|online|phone app|on my phone|website|internet", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AsksOnline();

    [GeneratedRegex("网上|线上|云溪通|app|小程序|网站|online|website", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TellsOnline();
}

/// <summary>How much a question needs the dialogue before it.</summary>
internal enum Leaning
{
    None = 0,

    /// <summary>It may stand alone.</summary>
    Some = 1,

    /// <summary>It says nothing alone.</summary>
    Whole = 2,
}
