using System.Text.RegularExpressions;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>Yes/no rules for how a trainee met a simulated risk.</summary>
public static partial class CrisisRules
{
    public const string AskedDirectly = "asked-directly";
    public const string TookSeriously = "took-seriously";
    public const string MeansAndPlan = "means-and-plan";
    public const string Stayed = "stayed";
    public const string Connected = "connected-to-help";
    public const string NoSecrecy = "no-promise-of-secrecy";

    public static IReadOnlyList<string> All { get; } = [AskedDirectly, TookSeriously, MeansAndPlan, Stayed, Connected, NoSecrecy];

    /// <summary>Whom somebody could hurt.</summary>
    private const string Others = "妈|母亲|爸|父亲|爷爷|奶奶|外公|外婆|婆婆|公公|老人|老伴|爱人|丈夫|先生|老公|妻子|太太|老婆|儿子|女儿|孩子|宝宝|哥|弟|姐|妹|家人|家里人|同学|同事|室友|他|她|别人|旁人|其他人|对方|谁";

    private const RegexOptions Fast = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <param name="kind">What the risk is, and so what a direct question asks about; null is taken for a danger to the own life.</param>
    /// <returns>Whether it holds, and the words that show it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static (bool Holds, IReadOnlyList<Evidence> Evidence) Decide(string rule, CrisisKind? kind, IReadOnlyList<PlayTurn> turns) => rule switch
    {
        AskedDirectly => Seen(turns, kind switch { CrisisKind.HarmToOthers => AskedOfHarm(), CrisisKind.ViolenceSuffered => AskedOfViolence(), _ => Asked() }),
        MeansAndPlan => Seen(turns, Means()),
        Connected => Seen(turns, Help()),
        Stayed => Seen(turns, Staying()) is { Holds: true } stayed ? stayed : (false, []),
        TookSeriously => Absent(turns, Dismissing()),
        NoSecrecy => Absent(turns, Secrecy()),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such rule."),
    };

    private static (bool Holds, IReadOnlyList<Evidence> Evidence) Seen(IReadOnlyList<PlayTurn> turns, Regex pattern)
    {
        var evidence = Find(turns, pattern);
        return (evidence.Count > 0, evidence);
    }

    private static (bool Holds, IReadOnlyList<Evidence> Evidence) Absent(IReadOnlyList<PlayTurn> turns, Regex pattern)
    {
        var evidence = Find(turns, pattern);
        return (evidence.Count == 0 && turns.Count >= 3, evidence);
    }

    private static List<Evidence> Find(IReadOnlyList<PlayTurn> turns, Regex pattern) =>
        [.. turns.Select(turn => (turn, match: pattern.Match(turn.Utterance))).Where(found => found.match.Success).Select(found => new Evidence(found.turn.Number, found.match.Value))];

    [GeneratedRegex(@"(有没有|是否|是不是|会不会|曾经|在)?.{0,6}(想过|想要|打算|考虑)?(自杀|轻生|不想活|结束(自己的)?生命|去死|伤害自己|想死)[^。！!]{0,16}[？?吗]|\b(kill(ing)? yourself|suicide|suicidal|end(ing)? your life|hurt(ing)? yourself|want(ing)? to die)\b[^.!]{0,60}\?|thinking (of|about) (suicide|ending your life|killing yourself)", Fast)]
    private static partial Regex Asked();

    [GeneratedRegex("(伤害|弄伤|打伤|打|掐|捂|闷|杀|弄死)(到|了|过|死)?(您|你)?(的)?(" + Others + ")[^。！!电机]{0,24}[？?吗]|对(您|你)?(的)?(" + Others + ").{0,6}(下手|动手)[^。！!]{0,24}[？?吗]|让(您|你)?(的)?(" + Others + @").{0,4}(死|消失|不再醒)[^。！!]{0,24}[？?吗]|\b(hurt(ing)?|harm(ing)?|kill(ing)?|attack(ing)?)\b ((your|the|an?) \w+|him|her|them|some(one|body)|any(one|body)|others?|other people)\b[^.!]{0,60}\?", Fast)]
    private static partial Regex AskedOfHarm();

    [GeneratedRegex(@"(打|推|踢|掐|拽|扇|揍|威胁|伤害|强迫)(过|了|伤)?(您|你)[^。！!电]{0,24}[？?吗]|(动(过)?手|虐待|施暴|家暴(过|您|你|了))[^。！!]{0,24}[？?吗]|\b(hit(s|ting)?|hurt(s|ing)?|push(es|ed|ing)?|slap(s|ped)?|kick(s|ed)?|chok(es|ed)|strangled|beat(s|en)?|threaten(s|ed)?|abus(es|ed)|violent (to|towards|with)) you\b[^.!]{0,60}\?", Fast)]
    private static partial Regex AskedOfViolence();

    [GeneratedRegex(@"(什么|哪种|具体|有没有).{0,6}(方法|计划|打算|准备|办法|药|工具)|(计划|准备)(好)?(了)?(什么|吗|没有)|(以前|之前|过去).{0,10}(试过|尝试|伤害过)|\b(a plan|have you (planned|thought about how)|how would you|means|pills|tried (it )?before|ever tried|access to)\b[^.!]{0,60}\?", Fast)]
    private static partial Regex Means();

    [GeneratedRegex(@"(热线|心理(援助|中心|老师)|12356|110|120|急诊|医院|精神科|危机干预|督导|安全计划|紧急联系人|家人.{0,6}(知道|联系|一起))|\b(hotline|helpline|crisis line|988|911|999|emergency|hospital|psychiatrist|supervisor|safety plan|emergency contact)\b", Fast)]
    private static partial Regex Help();

    [GeneratedRegex(@"(我|我们)(就|会)?(在这里|在这儿|陪着?你|陪你|不着急|等你|一起(过去|去|想|面对))|今(晚|天).{0,8}(谁|有人).{0,6}陪|\b(i('m| am| will be|'ll be) (here|with you)|stay with you|i won't leave|we('ll| will) (go|face|do) (this )?together|who can be with you)\b", Fast)]
    private static partial Regex Staying();

    [GeneratedRegex(@"(别|不要)(说|想)(这种|这些|傻|那些)|傻话|想太多|年纪轻轻|没(什么)?(大不了|意思的话)|开玩笑的?吧|不至于|对得起|\b(don'?t (say|be) (such|silly|so dramatic)|you don'?t mean (it|that)|snap out|how could you (even )?think|just a phase|selfish)\b", Fast)]
    private static partial Regex Dismissing();

    [GeneratedRegex(@"(不会|绝不|保证不|一定不).{0,6}(告诉|说出去|跟)(任何|别|其他)?人|只有(你我|我们两个)知道|\b(won'?t tell (anyone|anybody)|((i|we)('ll| will| promise to)|let'?s) keep (this|it) (a )?secret|between (you and me|us)|promise not to tell)\b", Fast)]
    private static partial Regex Secrecy();
}
