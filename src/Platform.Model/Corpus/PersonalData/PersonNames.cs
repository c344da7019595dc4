using System.Buffers;
using System.Text.RegularExpressions;

namespace Platform.Model.Corpus.PersonalData;

/// <summary>Finds names of persons where the words around them say that a name stands there: 我叫…, 姓名：…, …女士, "my name is …".</summary>
/// <remarks>A family name that is known, then one or two signs. After a cue that also stands before other words (我是…, 找…) the signs must be usual in given names, and something must end the name.</remarks>
internal static partial class PersonNames
{
    private const int Timeout = 10_000;
    private const int Close = 12; // characters between a name and its number
    private static readonly SearchValues<char> Border = SearchValues.Create("，。、；：！？,.;:!?（）()【】《》“”\"' \n\t/|+-");

    /// <summary>What stands after a name within a sentence. Not all that can, but what makes an end certain.</summary>
    private static readonly SearchValues<char> After = SearchValues.Create("，。、；：！？,.;:!?（）()【】《》“”\"' \n\t/|的是在来称与和跟同说于也已就先女小老医主大师教律警经阿叔住从向要有给把被让反今现因想不打去到昨家签办系即其欠未投反提拒没不遭报询咨收付缴退住买卖申信早今最刚常总每很只还又再此该请");

    /// <param name="numbers">Addresses and numbers in the text: a name that stands by itself close to one belongs to it.</param>
    public static IEnumerable<PersonalDataSpan> Find(string text, IReadOnlyList<PersonalDataSpan> numbers)
    {
        foreach (Match cue in Certain().Matches(text))
            if (At(text, cue.Index + cue.Length, certain: true) is > 0 and var length)
                yield return new(PersonalDataKind.Name, cue.Index + cue.Length, length);
        foreach (Match cue in Uncertain().Matches(text))
            if (At(text, cue.Index + cue.Length, certain: false) is > 0 and var length)
                yield return new(PersonalDataKind.Name, cue.Index + cue.Length, length);
        foreach (Match title in Titles().Matches(text))
            if (Before(text, title.Index) is > 0 and var length)
                yield return new(PersonalDataKind.Name, title.Index - length, length);
        foreach (Match border in Borders().Matches(text))
            if (Alone(text, border.Index + border.Length, numbers) is > 0 and var length)
                yield return new(PersonalDataKind.Name, border.Index + border.Length, length);
        foreach (Match beside in BesideNumber().Matches(text))
            if (At(text, beside.Groups["name"].Index, certain: false) is > 0 and var length && length == beside.Groups["name"].Length)
                yield return new(PersonalDataKind.Name, beside.Groups["name"].Index, length);
        foreach (var span in OrdinaryWords.Unusual(text))
            yield return span;
        foreach (Match known in KnownFirst().Matches(text))
            yield return new(PersonalDataKind.Name, known.Index, known.Length);
        foreach (Match western in Western().Matches(text))
            yield return new(PersonalDataKind.Name, western.Groups["name"].Index, western.Groups["name"].Length);
    }

    /// <returns>Length of the name that begins here, 0 for none.</returns>
    private static int At(string text, int start, bool certain)
    {
        var family = NameSigns.Family(text.AsSpan(start));
        if (family == 0)
            return 0;
        for (var given = 2; given >= 1; given--)
        {
            var end = start + family + given;
            if (end > text.Length || !IsHan(text.AsSpan(start + family, given)))
                continue;
            var ends = end == text.Length || After.Contains(text[end]);
            var usual = NameSigns.IsGiven(text.AsSpan(start + family, given));
            if (certain ? usual || ends : usual && ends)
                return family + given;
        }

        return 0;
    }

    /// <summary>Between two borders, beside a number; or at a line's start before a colon, as a speaker's name.</summary>
    private static int Alone(string text, int start, IReadOnlyList<PersonalDataSpan> numbers)
    {
        var length = At(text, start, certain: false);
        if (length == 0)
            return 0;
        var end = start + length;
        if (end < text.Length && !Border.Contains(text[end]))
            return 0;
        var speaks = length > 2 && end < text.Length && text[end] is ':' or '：' && (start == 0 || text[start - 1] == '\n');
        return speaks || numbers.Any(number => number.Start >= end ? number.Start - end <= Close : start - number.End is >= 0 and <= Close) ? length : 0;
    }

    /// <summary>王晓明先生: the longest name that ends here, with a family name at its start and usual signs after it.</summary>
    private static int Before(string text, int end)
    {
        for (var length = Math.Min(4, end); length >= 2; length--)
        {
            var family = NameSigns.Family(text.AsSpan(end - length));
            if (family > 0 && length - family is 1 or 2 && NameSigns.IsGiven(text.AsSpan(end - length + family, length - family)))
                return length;
        }

        return 0;
    }

    private static bool IsHan(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('\u4E00', '\u9FFF') < 0;

    [GeneratedRegex(@"(?:姓名|户名|名字|实名|开户人|我叫|名叫|叫做|叫作|联系人|负责人|收件人|寄件人|收货人|发货人|经办人|申请人|被申请人|代理人|委托人|受托人|投诉人|被投诉人|举报人|当事人|报案人|报修人|法定代表人|监护人|担保人|借款人|承租人|出租人|转账给|汇款给|打款给|化名|本名|真名|曾用名|联系|抬头个人|个人|联络人|接收人|发件人|登记人|报名人|签收人|当事|对方叫)(?:是|为|叫|填|写)?[ ]*[:：]?[ ]*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Certain();

    [GeneratedRegex(@"(?:我是|这是|这位是|他是|她是|本人|叫|户主|业主|住户|居民|村民|市民|患者|病人|家属|同学|同事|朋友|邻居|室友|学生|孩子|儿子|女儿|老公|丈夫|老婆|妻子|爱人|男友|女友|对象|妈妈|爸爸|我妈|我爸|母亲|父亲|哥哥|姐姐|弟弟|妹妹|原告|被告|与|和|找|请|问|给|志愿者|网格员|老师|医生|律师|法官|警官|主任|同志|师傅|经理|联系|咨询|抬头|个人|用户|会员|买家|卖家|房东|租客|机主|车主|店主|老板|亲属|长辈|舅舅|姑姑|外婆|外公|爷爷|奶奶|表哥|表姐|堂弟|干部|社工|客户|顾客|乘客|司机)(?:是|为|叫)?[ ]*[:：]?[ ]*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Uncertain();

    [GeneratedRegex(@"^|[，。、；：！？,.;:!?（）()【】“”\s/|@]", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Borders();

    [GeneratedRegex(@"先生|女士|小姐|老师|医生|大夫|护士|主任|同志|师傅|经理|教授|律师|警官|法官|阿姨|叔叔|奶奶|爷爷|大爷|大妈|同学|同事|书记|校长|院长|科长|处长|局长", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Titles();

    /// <summary>Between marks, and then a number or a word that brings one: 王芳，138…; 王芳（身份证….</summary>
    [GeneratedRegex(@"(?<=^|[\s，、；：。,;:|（(])(?<name>[\u4E00-\u9FFF]{2,4})(?=[\s，,、:：|（(]{1,2}(?:身份证|证号|电话|手机|微信|\+?[0-9]{6}|1[3-9][0-9]|0[1-9][0-9]))", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex BesideNumber();

    [GeneratedRegex(@"(?:(?:\b[Mm]y name is|\b[Mm]y name's|\bname[ ]?[:：]|\bName[ ]?[:：]|\bMr\.?|\bMrs\.?|\bMs\.?|\bMiss|\bDr\.?|\b[Cc]alled|\bnamed)[ ]+(?<name>[A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,2})|(?:\bI am|\bI'm|\b[Tt]his is|\bDear|\b[Aa]ttention|\bAttn[:.]?|\b[Cc]ontact[:：]?|\b[Ff]rom|\b[Rr]egards,)[ \n]+(?<name>[A-Z][a-z]+(?:[ ][A-Z][a-z]+){1,2}))", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Western();

    /// <summary>A usual English first name and a family name after it.</summary>
    [GeneratedRegex(@"\b(?:James|John|Robert|Michael|William|David|Richard|Joseph|Thomas|Charles|Christopher|Daniel|Matthew|Anthony|Mark|Donald|Steven|Paul|Andrew|Joshua|Kenneth|Kevin|Brian|George|Edward|Ronald|Timothy|Jason|Jeffrey|Ryan|Jacob|Gary|Nicholas|Eric|Jonathan|Stephen|Larry|Justin|Scott|Brandon|Benjamin|Samuel|Frank|Gregory|Raymond|Alexander|Patrick|Jack|Dennis|Jerry|Tyler|Aaron|Henry|Peter|Adam|Nathan|Zachary|Walter|Kyle|Harold|Carl|Jeremy|Gerald|Keith|Roger|Arthur|Terry|Lawrence|Sean|Christian|Ethan|Austin|Joe|Albert|Jesse|Bruce|Ralph|Dylan|Louis|Philip|Oliver|Oscar|Simon|Martin|Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Lisa|Nancy|Betty|Sandra|Margaret|Ashley|Kimberly|Emily|Donna|Michelle|Carol|Amanda|Melissa|Deborah|Stephanie|Rebecca|Sharon|Laura|Cynthia|Dorothy|Amy|Kathleen|Angela|Shirley|Emma|Brenda|Pamela|Nicole|Anna|Samantha|Katherine|Christine|Helen|Debra|Rachel|Carolyn|Janet|Maria|Catherine|Heather|Diane|Olivia|Julie|Joyce|Victoria|Ruth|Virginia|Lauren|Kelly|Christina|Joan|Evelyn|Judith|Andrea|Hannah|Megan|Cheryl|Jacqueline|Martha|Madison|Teresa|Gloria|Sara|Janice|Ann|Kathryn|Abigail|Sophia|Sophie|Frances|Jean|Alice|Judy|Isabella|Julia|Grace|Amber|Denise|Danielle|Marilyn|Beverly|Charlotte|Natalie|Theresa|Diana|Brittany|Nora|Lucy|Chloe|Ella|Zoe|Claire|Ellen|Irene|Jane|Kate|Rose) (?:[A-Z]\. )?[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex KnownFirst();
}
