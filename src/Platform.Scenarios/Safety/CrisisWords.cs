using System.Text.RegularExpressions;

namespace Platform.Scenarios.Safety;

/// <summary>Words of crisis, and words that only look like them.</summary>
internal static partial class CrisisWords
{
    private const RegexOptions Fast = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    public static IReadOnlyList<(string Name, Regex List)> Lists { get; } =
        [("suicide", Suicide()), ("death", Death()), ("life", Life()), ("means", Means()), ("self-harm", SelfHarm()), ("violence", Violence()), ("how", How())];

    /// <summary>笑死了 is no death, and neither is 死循环; a relative's death is not one's own.</summary>
    public static string WithoutHyperbole(string text) =>
        Bereavement().Replace(Figure().Replace(Compound().Replace(Hyperbole().Replace(text, "${how}极"), "定${what}"), "${how}定"), "${who}亡故");

    [GeneratedRegex("自杀|轻生|自尽|寻短见|了断|了结|寻死|求死|赴死", Fast)]
    private static partial Regex Suicide();

    [GeneratedRegex("(想|要|去|会|能|该|愿|求|快|就|还是|不如|宁愿|直接|活该|等).{0,4}(死|消失|离开这个世界|解脱)|死(了|掉|吧|去|在|也)|死亡|遗书|遗言|一了百了", Fast)]
    private static partial Regex Death();

    [GeneratedRegex("(不|没).{0,4}(想|愿|配|值得|该|敢|再|能).{0,3}(活|存在|醒)|活(不下去|着.{0,6}(没|累|意义|干|痛苦|为了什么))|(没|没有|毫无).{0,4}(活|生)(着|下去|存)?的?.{0,3}(意义|意思|价值|勇气|动力|欲望)|生无可恋|(结束|放弃|终结).{0,6}(生命|一切|自己|人生|这条命)|不想(继续)?(在|待在)(这个)?(世界|人间)|离开(这个|人)(世界|世间|间)|厌世|不在了|不存在", Fast)]
    private static partial Regex Life();

    [GeneratedRegex("跳(楼|河|江|海|桥|下|轨)|割(腕|手|脉|自己)|上吊|安眠药|吞药|烧炭|农药|百草枯|煤气|刀|安乐死|窒息|闷死|撞(车|死)|卧轨|流血|绝食|天台|顶楼|过量", Fast)]
    private static partial Regex Means();

    [GeneratedRegex("自(残|伤|虐|毁)|伤害(我)?自己|(打|掐|划|抓|咬|扇|捶|撞|弄伤|烫|惩罚)(了)?自己|划.{0,3}(手|胳膊|腿)|撞墙|扇.{0,3}(耳光|巴掌)", Fast)]
    private static partial Regex SelfHarm();

    [GeneratedRegex("杀(了|人|死|掉)|弄死|砍|报复|打死|掐死|(打|揍|伤害|捅|欺负|骂|扇|踢|侵犯|猥亵|强奸|性侵|威胁)(了)?(我|他|她|人|别人|妈|爸|孩子)|被.{0,6}(打|骂|欺负|侵犯|猥亵|性侵|家暴|霸凌)|同归于尽|家暴|霸凌", Fast)]
    private static partial Regex Violence();

    [GeneratedRegex("(怎么|如何|怎样|哪种|什么).{0,10}(死|自杀)|无痛|没有痛苦|痛苦地?(离开|死|走)", Fast)]
    private static partial Regex How();

    /// <summary>Phrases that lift any message; some of them were added after reading what the first version missed on PsySUICIDE dev.</summary>
    [GeneratedRegex("死还是活|活还是死|生还是死|死(了|亡)?(都)?比活|(你们|他们|都|该|通通)得死|杀了(他|她|你|人).{0,3}的心|(拿|用|以).{0,4}(命|生命|死).{0,3}(威胁|相逼)|死就死|欺凌|霸凌|死亡?是(一种)?(自由|解脱)|怎么(继续)?活下去|活着干(嘛|什么)|活够了|活腻|不想醒|(猝|病)死就|想过(死|自杀)|干预.{0,20}自杀|自杀.{0,20}干预", Fast)]
    public static partial Regex Firm();

    /// <summary>Plan, preparation, attempt.</summary>
    [GeneratedRegex("遗书|遗言|(买|准备|攒|囤|藏|存|找)(好|了|到)?.{0,6}(安眠药|药片|刀片|农药|百草枯|绳子|炭)|(站|爬|走|上)(在|到|上|了)?.{0,4}(天台|楼顶|顶楼|桥边|窗台|阳台边)|(打算|计划|准备|决定|约好|想好|等).{0,10}(自杀|跳楼|去死|割腕|结束(自己|生命)|一起死|死了?算)|(吞|吃|服)(下|了|过).{0,4}(一瓶|整瓶|一把|几十|很多|大量|过量|安眠药|农药)|(自杀|割腕|跳楼|上吊)(过|了|未遂|没(有)?成功|失败)|(抢救|洗胃|被救)", Fast)]
    public static partial Regex Acute();

    [GeneratedRegex(@"\b(suicid\w*|kill(ing)? (myself|him|her|them)|end(ing)? (my life|it all)|want(ed)? to die|wish i (was|were) dead|better off (dead|without me)|don'?t want to (live|be alive|wake up|be here any ?more)|no (reason|point) (to|in) (live|living|go(ing)? on)|self[- ]harm\w*|(cut|hurt|harm)(ting|ing)? myself|take my (own )?life|overdos\w*|can'?t go on|not worth living|jump off)\b", Fast)]
    public static partial Regex English();

    [GeneratedRegex(@"\b((have|got|bought|saved up|collected) [^.]{0,20}(pills|rope|gun|blade)|(wrote|writing) (a|my) (suicide )?note|plan(ned|ning)? to (kill|die|end)|tried to (kill|end|hang)|took (all|a lot of|too many) (the )?pills|attempted suicide|tonight i('ll| will| am going to) (die|end|do it))\b", Fast)]
    public static partial Regex EnglishAcute();

    [GeneratedRegex("我|自己", Fast)]
    public static partial Regex Self();

    [GeneratedRegex("梦|别人说|有人说|新闻|电影|小说|恐惧|怕死", Fast)]
    public static partial Regex Distance();

    [GeneratedRegex("(?<how>笑|累|气|饿|困|烦|哭|丑|吵|羡慕|热|冷|吓|难|逼|疼|尬|爱|恨|无聊|急|猝|忙)死(了|我|你|他|她|人|自己)?", Fast)]
    private static partial Regex Hyperbole();

    [GeneratedRegex("死(?<what>循环|机|板|党|心|对头|记硬背|皮赖脸|者|结|扛|缠|磨|盯)", Fast)]
    private static partial Regex Compound();

    [GeneratedRegex("(?<how>混吃等|半|该|要|往|誓|拼)死(不活|的)?", Fast)]
    private static partial Regex Figure();

    [GeneratedRegex("(?<who>(外婆|外公|奶奶|爷爷|父亲|母亲|爸爸?|妈妈?|妹妹|弟弟|姥姥|姥爷|前夫|丈夫|老公|老婆|亲人|家人|朋友|同学|小狗|猫).{0,6})(去世|死了|死得早|过世|离世|死后)", Fast)]
    private static partial Regex Bereavement();
}
