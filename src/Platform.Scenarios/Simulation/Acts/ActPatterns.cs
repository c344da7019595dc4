namespace Platform.Scenarios.Simulation.Acts;

/// <param name="Confidence">From 0.9 on the pattern decides by itself; below it is one voice beside the classifier's.</param>
internal sealed record ActPattern(string Act, string Pattern, double Confidence);

/// <summary>Word patterns of acts, by family and language.</summary>
internal static class ActPatterns
{
    public static IReadOnlyList<ActPattern> Of(string family, string lang) => (family, lang) switch
    {
        (ActCodes.CommunityFamily, "zh") => CommunityChinese,
        (ActCodes.CommunityFamily, _) => CommunityEnglish,
        (_, "zh") => CounsellingChinese,
        _ => CounsellingEnglish,
    };

    private const string ChineseDay = "(今天|明天|后天|大后天|今晚|明早|当天|本周|这周|下周|(?<![一二两三四五六七八九十0-9每])(周|星期|礼拜))([一二三四五六日天末])?(上午|下午|中午|晚上|早上|前|之前|内)|(本周|这周|下周|(?<![一二两三四五六七八九十0-9每])(周|星期|礼拜))[一二三四五六日天末]|[0-9一二三四五六七八九十两]+(个)?(工作日|天|小时|周|月)(之?内|以内|之前|后)|[0-9一二三四五六七八九十]+月[0-9一二三四五六七八九十]+[日号]|[0-9一二三四五六七八九十]+号(之?前|上午|下午)|(上午|下午|晚上)[0-9一二三四五六七八九十两]+点(半)?(前|之前)?|月底(前|之前)";

    private static readonly ActPattern[] CommunityChinese =
    [
        new(ActCodes.Greeting, "您好|你好|欢迎|早上好|下午好|请坐|您先坐|请进|喝口水|喝杯水", 0.9),
        new(ActCodes.Empathy, "(理解|明白|体谅|体会)(您|你)的?(感受|心情|难处|着急|委屈|不易|不容易)|(您|你)(一定|肯定|真是|确实)?(很|太|挺|也)?(难受|难熬|委屈|着急|辛苦|不容易|为难|闹心|揪心)|换(了|作|成)?(谁|我|哪个).{0,8}(受不了|着急|生气|难受|一样)|确实.{0,6}(不好受|闹心|着急|难受|辛苦|为难)|让您受委屈|给您添麻烦|心里.{0,4}(不好受|难受|委屈)|辛苦(您|你)了", 0.85),
        new(ActCodes.OpenQuestion, "(能|可以|麻烦您|请您|您)?.{0,6}(说说|讲讲|聊聊|谈谈|介绍一下)|怎么(回事|一回事|看|想|办)|(是)?什么(情况|样|原因|想法|结果|问题|要求)|(希望|想要|期望|盼着).{0,8}(什么|怎么|怎样|哪)|为什么|怎么样(的)?[？?]|哪些", 0.8),
        new(ActCodes.FactCheck, "几点|几号|几个|几次|几天|几楼|多久|多少|多大|哪(一)?(天|家|栋|户|层|位|个|里)|什么时候|谁(家|住|说|在)?|(有没有|是不是|是否|有无).{0,20}[？?吗]?|(吗|没有|过没有)[？?]|(确认|核实|问|了解)一下|对吗|还是.{1,12}[？?]", 0.75),
        new(ActCodes.Restating, "(我)?(理|复述|重复|归纳|总结|梳理)一(下|遍)|您(刚才|刚刚)?(说|讲|提到|的意思)(的)?是|也就是说|(我)?(这样|这么)理解.{0,4}对|听(您|你)(的)?意思|我说得对吗|我听明白了.{0,3}[：:，,]", 0.85),
        new(ActCodes.LegalGround, "《[^》]{2,30}》|第[一二三四五六七八九十百千零0-9]+条|(依据|根据|按照|依照).{0,16}(法|条例|规定|办法|政策|规约|文件|通知|细则)|民法典|(管理|保障|防治|调解|救助)(法|条例|办法)", 0.9),
        new(ActCodes.ConcreteMeasure, "(我|我们|社区|居委会|物业|民警|网格员).{0,14}(上门|去现场|到现场|现场看|去看|联系|协调|约|安排|组织|召集|陪|请|申请|张贴|巡查|检查|调解|登记|转给|报给|对接|维修|清理|测量|拍照|核查|发函)|(上门|现场)(查看|核实|劝|谈|了解|调解|走访)|一起(上门|去|谈|找)|(我|我们)这样安排|开(个)?(协调会|议事会|调解会)", 0.75),
        new(ActCodes.NamedResponsibility, "(由|归|是)?(我|本人)(来)?(负责|盯|跟进|牵头|跟到底)|由.{1,12}(负责|牵头|跟进|来办|处理)|(责任人|负责人|经办人)|我(叫|姓)[\\u4e00-\\u9fff]{1,3}|我是.{0,8}(小[\\u4e00-\\u9fff]|[\\u4e00-\\u9fff]{2,3}(主任|书记|网格员))|[\\u4e00-\\u9fff](主任|警官|师傅|经理|书记).{0,6}(负责|跟进|一起)", 0.85),
        new(ActCodes.Deadline, ChineseDay, 0.9),
        new(ActCodes.Contact, "(?<!\\d)(1[3-9]\\d{9}|\\d{3,4}[- ]?\\d{7,8}|\\d{7,8}|\\d{4} \\d{4}|12\\d{3})(?!\\d)|(我的|办公室|值班|联系)(的)?(电话|手机|微信)|加(我|您|个)?.{0,3}微信|随时(打|找|联系)(我|电话)?|到(办公室|居委会|窗口)(来)?找我", 0.85),
        new(ActCodes.FollowUp, "回访|(再|会)(来|去|给您|上门|打).{0,6}(看看|看一看|电话|问问|了解)|(跟踪|跟进)(到底|进展|情况|处理)|给您(打|回)(个)?电话|(告诉|反馈|通报|回复)(给)?您.{0,6}(结果|进展|情况)|过后.{0,6}(看|问)", 0.85),
        new(ActCodes.ClosingCheck, "(您看|你看).{0,12}(可以吗|行吗|行不行|好吗|怎么样|满意)|(还有|有没有)(没有)?(别的|其他|什么).{0,10}(事|问题|要|需要|想)?.{0,6}[？?吗]|(这样)(安排|处理|办)?.{0,4}(可以|行|好)(吗|不|么)", 0.85),
        new(ActCodes.BrushOff, "不(归|属于|是)(我们?|居委会|社区)(管|负责|的事|的职责|的范围)?|(你|您)(去|还是去|应该去|得)?找(物业|派出所|街道|城管|开发商|别人|法院|房管)(去|吧)?[。！!]?$|(你|您)?回去等|等(着)?(通知|消息)(吧)?|我(也)?没(办法|法子)|管不了|没(空|时间)|下班了|(这是|那是)(你|您)(们)?自己的事|(都|已经)?说(了|过).{0,6}没完没了|(你|您)找物业去", 0.85),
        new(ActCodes.Blame, "(你|您)(是不是|也)?太(敏感|计较|矫情|较真|多事|小题大做)|(你|您)(也)?(让一让|让着点|忍一忍|忍忍|将就)|一个巴掌拍不响|(你|您)(自己)?(也)?有(责任|问题|不对|错)|谁让(你|您)|(是)?(你|您)(自己)?(的问题|活该|惹的|不对)|别人(家)?(怎么)?(都)?没(事|意见|说)|怎么就(你|您)|又是(你|您)", 0.85),
        new(ActCodes.CalmDown, "(你|您)?(先)?(冷静|平静|消消气)(一下|一点|点|下来)?|(别|不要|甭)(激动|吵|生气|发火|喊|嚷|急|闹)|有话好好说|吵什么", 0.85),
        new(ActCodes.EmptyPromise, "(我们)?(会|一定会|肯定会)(尽快|尽量|认真)?(处理|解决|反映|研究|想办法)(的)?[，。！!吧]?$|(我们)?(会|一定会)(尽快|尽量)?(处理|解决)的|(尽快|尽量)(处理|解决|答复|反映)|有消息.{0,6}(通知|告诉)|情况(我们)?(了解|知道|记下)了|会.{0,8}(说说|反映一下)", 0.7),
        new(ActCodes.UnlawfulPromise, "(保证|包您|包你|肯定)(让|把|给|能)?.{0,10}(罚|抓|赶|搬走|拆|赔|通过|批下来|满意|办成)|(我|我们)(去)?(罚|没收|拘留|强拆|断水|断电|查封)(他|她|他们|款)|让(派出所|警察)(把)?(他|他们)(抓|拘)|(一定|保证)(给您|帮您)?(拿到|要到|办下来)|把(他|他们|租客)(赶|撵)(走|出去)", 0.85),
        new(ActCodes.PrivacyBreach, "(他|她|那家|他们家|楼上|投诉人|举报人).{0,8}(电话|手机号|身份证|住址|病|离婚|低保|坐过牢|欠债)(是|有|号)?|(就)?是.{1,10}(举报|投诉|反映)(的)?(您|你|他)|告诉您是谁(投诉|举报)|(他|她)(有|得了|患).{0,6}病", 0.8),
    ];

    private const string EnglishDay = "\\b(today|tonight|tomorrow|by (monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|five|the end of)|on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)|within [\\w-]+ (days?|hours?|weeks?)|this (afternoon|morning|evening|week)|next week|in (two|three|four|five|six|seven|\\d+) (working )?(days?|hours?|weeks?)|before (monday|tuesday|wednesday|thursday|friday|the weekend))\\b";

    private static readonly ActPattern[] CommunityEnglish =
    [
        new(ActCodes.Greeting, "\\b(hello|good (morning|afternoon|evening)|welcome|have a seat|take a seat|come in)\\b|^hi\\b", 0.9),
        new(ActCodes.Empathy, "\\b(i (can )?(understand|see|hear|imagine) (how|why|that you|your)|that (sounds|must be|must have been)|(would|enough to) (wear|upset|exhaust|frustrate)|no wonder|i'?m (so |really )?sorry (to hear|that you|you)|anyone would be|anybody would be|it must be (hard|difficult|exhausting)|you must be (exhausted|worried|tired|upset)|you have been (very )?patient)\\b", 0.85),
        new(ActCodes.OpenQuestion, "\\b(can|could|would) you (tell|describe|explain|walk)|\\btell me (more|about|what|how)|\\b(what|how|why)\\b[^.?!]{0,80}\\?|what outcome|what would you like", 0.8),
        new(ActCodes.FactCheck, "\\b(what time|at what time|which (flat|floor|day|block)|when (did|does|was|is)|how (many|often|long|late)|who (lives|is|was|else)|do you (know|have)|have you|did (you|they)|is (it|that|he|she|this)|are (they|there|you))\\b[^.!]*\\?|is that right|let me (check|get this right)", 0.75),
        new(ActCodes.Restating, "\\b(let me get this right|so (what )?you('re| are) (saying|telling)|if i understand|in other words|to sum up|let me (repeat|say that back|summari[sz]e)|so since|so, since)\\b", 0.85),
        new(ActCodes.LegalGround, "\\barticle \\d+|\\b(under|according to) (the )?[^.]{0,40}(law|act|code|regulations?|rules?|policy)\\b|\\b[A-Z]\\w+ (law|act|code|regulations?)\\b", 0.9),
        new(ActCodes.ConcreteMeasure, "\\b(i|we)('ll| will| can| am going to| are going to)? ?(go up|visit|inspect|mediate|arrange|send|contact|call in|come (along|with|round)|meet|post|check|ask (officer|the|mr|ms)|bring|set up|talk to)\\b", 0.75),
        new(ActCodes.NamedResponsibility, "\\b(i('m| am) (responsible|in charge|handling)|i('ll| will) (personally )?(handle|see to|take care of) (it|this)|my name is|i'?m [A-Z]\\w+ (from|at)|(mr|mrs|ms|officer) [A-Z]\\w+)\\b", 0.85),
        new(ActCodes.Deadline, EnglishDay, 0.9),
        new(ActCodes.Contact, "(?<!\\d)\\d{4}[ -]?\\d{4}(?!\\d)|\\bmy (number|phone|mobile|extension) is\\b|\\b(call|ring|reach) me (on|at|any)\\b|\\boffice hours\\b", 0.85),
        new(ActCodes.FollowUp, "\\b(i('ll| will)|we('ll| will)) (ring|call|phone|check|come|get|report|visit)( you)?( back| again| in)?[^.]{0,40}(again|back|you|later|whether|how it went)|\\bfollow up\\b|\\ba week later\\b", 0.85),
        new(ActCodes.ClosingCheck, "\\b(does that (work|sound)|is (there )?(anything|something) else|are you (happy|all right|ok) with|would that be (all right|ok)|is that (all right|ok) (with|for) you|anything else (i|we|you))\\b", 0.85),
        new(ActCodes.BrushOff, "\\b(not (our|my) (job|business|problem|department)|nothing (to do with us|i can do|we can do)|go to the (property|police|council|street)|(go home|just) (and )?wait|we'?re (closed|busy)|come back (later|another)|stop going on)\\b", 0.85),
        new(ActCodes.Blame, "\\b(you('re| are) (too |being |over)?(sensitive|difficult|unreasonable|dramatic)|too sensitive|takes two to|your own fault|you should (show|have|be more)|nobody else (has )?complain|you again|it'?s only a)\\b", 0.85),
        new(ActCodes.CalmDown, "\\b(calm down|relax|no need to (shout|get upset)|don'?t (shout|get (so )?(upset|angry|excited))|lower your voice|take it easy)\\b", 0.85),
        new(ActCodes.EmptyPromise, "\\b(we('ll| will) (see what|look into|deal with|sort|handle|take care)|(it|that)('ll| will) be (sorted|handled|dealt)|we will (mention|let you know)|as soon as possible|made a note|in due course)\\b", 0.7),
        new(ActCodes.UnlawfulPromise, "\\b(i|we)('ll| will) (fine|evict|arrest|confiscate|cut (off )?(his|her|their)|throw (him|her|them) out|make sure (he|she|they) (is|are) (fined|evicted|arrested))|\\bi (guarantee|promise) (you )?(they|he|she|it|you) will\\b", 0.85),
        new(ActCodes.PrivacyBreach, "\\b(his|her|their) (phone number|number is|id card|illness|diagnosis|debts?|divorce|criminal record)\\b|\\bit was [^.]{2,30} who (complained|reported)\\b|\\bbetween you and me, (he|she|they)\\b", 0.8),
    ];

    private static readonly ActPattern[] CounsellingChinese =
    [
        new(ActCodes.OpenQuestion, "(什么|怎么|怎样|如何|为什么|哪些|哪里|多大程度)[^。！!]{0,24}[？?]|(说说|讲讲|聊聊|谈谈)(看|吗)?|想从哪里", 0.8),
        new(ActCodes.ClosedQuestion, "(吗|有没有|是不是|会不会|能不能|对吗|是吗|还是[^。]{1,12}|几[个次天点分]|多久|多少)[^。！!]{0,12}[？?]", 0.75),
        new(ActCodes.SimpleReflection, "^(你|您)(觉得|说|感到|是说)[^？?]{2,30}[。.]?$|(你|您)(刚才|刚刚)?(提到|说到|说的是)", 0.6),
        new(ActCodes.ComplexReflection, "(听起来|听上去|似乎|好像|仿佛|就像)[^？?]{4,}|(你|您)(怕|害怕|担心)的(不只是|其实是|更像是)|一(边|方面)[^，,]{2,20}[，,](又|也|还|却)?.{0,4}(一边|另一方面|一方面|还)|这背后|在(你|您)心里", 0.8),
        new(ActCodes.Affirm, "(很|真|需要|这份)(需要)?(勇气|勇敢|不容易|坚强|难得|用心|了不起)|(你|您)(已经)?(做到|坚持|撑)(了|到|过)[^？?]{0,16}|谢谢(你|您)(愿意|肯)|(为|替)(你|您)(高兴|骄傲)", 0.75),
        new(ActCodes.SeekCollaboration, "(我们)?(可以|能|能不能)?一起[^。]{2,20}|(你|您)(看|觉得|愿意|介意)[^。？?]{0,14}(吗|怎么样|呢|如何|可以)[？?]?|可以(和|跟)(你|您)(分享|说|聊)|如果(你|您)(愿意|同意)", 0.75),
        new(ActCodes.EmphasiseAutonomy, "(由|取决于|在于)(你|您)(自己)?(来)?(定|决定|选|选择)?|(你|您)(自己)?(来)?(决定|选择|做主|说了算)|想从哪里说起都可以|选择权|今天的时间是(你|您)的|不想说也(没关系|可以)", 0.85),
        new(ActCodes.GiveInformation, "(研究|资料|统计|医学|心理学)(上|中)?(表明|显示|发现|认为|叫)|(咨询|会谈|面谈)(的)?(时间|设置|保密|一般|每次)|(保密|例外)(原则|的)|热线(是|电话)?\\s*\\d{5}|通常(来说|情况下)", 0.8),
        new(ActCodes.AdviseWithPermission, "(如果|要是)(你|您)(愿意|想)[^。]{0,10}(可以|不妨|试)[^。]{2,30}|可以(跟|和|给)(你|您)(提|分享)(一个|个|些)?(建议|想法|办法)", 0.75),
        new(ActCodes.AdviseWithoutPermission, "(你|您)?(应该|要|得|可以|不妨|试试|最好|需要)(试试|去|多|少|早|先|制定|每天|把|学会|放松|运动|跑步|休息)[^？?]{1,30}|建议(你|您)|(早睡早起|多运动|少看手机)", 0.75),
        new(ActCodes.Persuade, "(只要|其实)[^。]{2,20}(就|就会|就能|肯定|一定)[^。]{1,16}|(想开(一)?点|看开(一)?点)|(你|您)(想想|想一想)(你|您)?(的)?(父母|孩子|家人|以后|未来)|(大家|别人|人家)(都|也)(是)?(这样|这么|一样|能)|不就是[^。]{1,12}", 0.8),
        new(ActCodes.Confront, "(你|您)(这样|这么)(想|说|做)?(是)?(不对|错|消极|太)|(你|您)(就是|总是|怎么)[^。？?]{0,8}(太|不|没|想多|懒)[^。？?]{0,12}|想太多|别(说|想)(这种|这些)?(傻|没用|丧气)(话|事)?|对得起|(太)?(消极|矫情|脆弱|幼稚)了?|有什么好(难过|哭|想)", 0.85),
        new(ActCodes.Other, "^(嗯|哦|好的?|你好|您好|再见|嗯嗯|是的)[，。！!.…]*$|^(你|您)好", 0.7),
    ];

    private static readonly ActPattern[] CounsellingEnglish =
    [
        new(ActCodes.OpenQuestion, "\\b(what|how|why|in what way|where would)\\b[^.!?]{0,100}\\?|\\btell me (more|about|what|how)\\b", 0.8),
        new(ActCodes.ClosedQuestion, "\\b(do|does|did|is|are|was|were|have|has|had|can|could|would|will|how (many|long|often|much)|when|who|which)\\b (you|it|that|this|there|he|she|they|your|the|many|long|often|much|did|do|is)\\b[^.!?]{0,100}\\?", 0.75),
        new(ActCodes.SimpleReflection, "^(so )?you('re| are| feel| said| think| have| don'?t| want)\\b[^?]{3,80}[.]?$", 0.6),
        new(ActCodes.ComplexReflection, "\\b(it sounds (like|as)|sounds like|it seems|as if|part of you|on (the )?one hand|underneath|it('s| is) (almost )?as though|you('re| are) (torn|afraid that|worried that)|and (at the same time|yet))\\b", 0.75),
        new(ActCodes.Affirm, "\\b(takes? (a lot of )?(courage|strength)|you('ve| have) (worked|tried|done|shown|managed|kept)|thank you for (coming|telling|sharing|trusting)|i appreciate|good for you|that('s| is) (great|impressive|a big step)|well done)\\b", 0.75),
        new(ActCodes.SeekCollaboration, "\\b(is it (ok|okay|all right) if|would it be (ok|okay|all right)|would you (mind|be willing|like) (if|to)|may i|can i share|together|what do you think about|shall we)\\b", 0.75),
        new(ActCodes.EmphasiseAutonomy, "\\b(up to you|your (choice|decision|call)|you('re| are) the (one|expert)|only you can|you decide|you('re| are) in charge|nobody can make)\\b", 0.9),
        new(ActCodes.GiveInformation, "\\b(research|studies|data|guidelines?) (show|shows|suggest|suggests|recommend)|\\b(the recommended|on average|can (cause|lead to|increase|affect)|is linked to|confidential)\\b", 0.75),
        new(ActCodes.AdviseWithPermission, "\\b(if (you('re| are) (willing|open)|it('s| is) ok with you|you like),? (you|i|we) (could|might|can)|with your permission)\\b", 0.8),
        new(ActCodes.AdviseWithoutPermission, "\\b(you (should|need to|have to|must|ought to|could try|might want to)|i('d| would) (suggest|recommend|advise)|why don'?t you|try to|make sure you|just stop)\\b", 0.75),
        new(ActCodes.Persuade, "\\b(think (about|of) your|don'?t you (think|see|want)|if you (don'?t|keep)[^.]{2,60}(will|going to)|everyone|the (fact|truth) is|look on the bright)\\b", 0.7),
        new(ActCodes.Confront, "\\b(you('re| are) (wrong|in denial|just|being (silly|lazy|difficult))|that('s| is) (ridiculous|nonsense|no excuse|not true|wrong)|you don'?t (care|really want)|excuses?|come on,|get over it|how could you)\\b", 0.85),
        new(ActCodes.Other, "^(mm-?hmm|okay|ok|right|yeah|yes|sure|hello|hi|good morning|bye)[.,! ]*$", 0.7),
    ];
}
