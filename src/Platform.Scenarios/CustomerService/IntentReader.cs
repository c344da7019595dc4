using System.Text.RegularExpressions;

namespace Platform.Scenarios.CustomerService;

/// <summary>Reads an intent from a message by its wording and by what was said before.</summary>
internal static partial class IntentReader
{
    public static Intent Read(string? text, DialogueState state)
    {
        if (Plain(text).Length == 0)
            return new Intent.SaysNothing();
        if (state.Pick(text!) is { } offered)
            return new Intent.Picks(offered);

        var parts = Breaks().Split(text!.Trim()).Where(part => Plain(part).Length > 0).ToList();
        if (parts.Count == 0)
            return new Intent.SaysNothing();

        var courtesies = parts.ConvertAll(part => Courtesy(Plain(part), state));
        if (courtesies.Find(courtesy => courtesy is Intent.AsksForPerson) is { } person && courtesies.TrueForAll(courtesy => courtesy is not null))
            return person;
        if (courtesies.TrueForAll(courtesy => courtesy is not null))
            return courtesies.MaxBy(Weight)!;
        if (courtesies[^1] is Intent.AsksForPerson)
            return courtesies[^1]!; // "this is no use, let me talk to a person"

        return new Intent.Asks(WithoutCourtesies(text, courtesies));
    }

    /// <summary>A question keeps its own punctuation; only whole courtesies before and after it are cut.</summary>
    private static string WithoutCourtesies(string text, List<Intent?> courtesies)
    {
        var pieces = Pieces().Matches(text.Trim()).Select(piece => piece.Value).Where(piece => Plain(piece).Length > 0).ToList();
        if (pieces.Count != courtesies.Count)
            return text.Trim();
        var first = courtesies.FindIndex(courtesy => courtesy is null);
        var last = courtesies.FindLastIndex(courtesy => courtesy is null);
        return string.Concat(pieces.Skip(first).Take(last - first + 1)).Trim();
    }

    private static Intent? Courtesy(string part, DialogueState state) => part switch
    {
        _ when Person().IsMatch(part) => new Intent.AsksForPerson(),
        _ when Goodbye().IsMatch(part) => new Intent.TakesLeave(),
        _ when None().IsMatch(part) => new Intent.RefusesAll(),
        _ when DidNotHelp().IsMatch(part) => new Intent.Denies(),
        _ when Helped().IsMatch(part) => new Intent.Confirms(),
        _ when No().IsMatch(part) => WithNo(state),
        _ when Yes().IsMatch(part) => WithYes(state),
        _ when Hello().IsMatch(part) => new Intent.Greets(),
        _ when Thank().IsMatch(part) => new Intent.Thanks(),
        _ when Fine().IsMatch(part) => state.JustOfferedPerson ? WithYes(state) : new Intent.Acknowledges(),
        _ => null,
    };

    /// <summary>A bare "yes" means what was asked or said last.</summary>
    private static Intent WithYes(DialogueState state) => state switch
    {
        { JustAnswered: true } => new Intent.Confirms(),
        { JustOfferedPerson: true } => new Intent.AsksForPerson(),
        { OfferedChoices: true, Offered: [var only] } => new Intent.Picks(only),
        _ => new Intent.Acknowledges(),
    };

    private static Intent WithNo(DialogueState state) => state switch
    {
        { JustAnswered: true } => new Intent.Denies(),
        { OfferedChoices: true } => new Intent.RefusesAll(),
        _ => new Intent.Acknowledges(),
    };

    /// <summary>Of several courtesies in one message the weightiest is answered.</summary>
    private static int Weight(Intent? intent) => intent switch
    {
        Intent.Denies => 6,
        Intent.RefusesAll => 5,
        Intent.Confirms => 4,
        Intent.TakesLeave => 3,
        Intent.Thanks => 2,
        Intent.Greets => 1,
        _ => 0,
    };

    /// <summary>Letters, digits and single blanks, in small letters.</summary>
    internal static string Plain(string? text)
    {
        var kept = new string([.. (text ?? "").Normalize().ToLowerInvariant()
            .Select(sign => char.IsLetterOrDigit(sign) ? sign : sign is '\'' or '’' ? '\'' : ' ')]);
        return Blanks().Replace(kept, " ").Trim();
    }

    [GeneratedRegex(@"[,，.。!！?？;；~～\n]+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"[^,，.。!！?？;；~～\n]+[,，.。!！?？;；~～\n]*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex("""
        ^(
          (我(就|只|还是)?|请|麻烦(你|您|帮我)?|帮我|给我|能不能|可以|能|可不可以|直接|快|还是)*
          (要|想要|想|需要)?(转接?|找|接|叫|换|联系|连线|和|跟|与)?(到|个|一个|一位|一下|你们的?)*
          (人工客服|人工服务|人工坐席|人工|真人客服|真人|客服人员|工作人员|客服|坐席)
          (客服|服务|回答|帮我|处理|说话|说|聊|谈|对话|聊聊|沟通)*(一下|吧|吗|可以吗|行吗|好吗|谢谢)*
          | (我(想|要))?(找|换)个?真?人(问问|问一下|聊聊|说说|帮忙|帮我|来)?(吧|吗)?
          | is\sthere\s(someone|anyone|somebody|a\sperson)\si\scan\s(talk|speak)\sto
          | (i\s(just\s)?(want|need|would\slike|'d\slike|wanna)\s(to\s)?|i'd\slike\s(to\s)?|please\s|can\si\s|could\si\s|may\si\s|can\syou\s|could\syou\s|let\sme\s|just\s|or\s)*
            (talk|speak|chat|connect|transfer|get|put|hand)?\s?(me\s)?(over\s|through\s)?(to|with)?\s?
            (a|an|the|some|your)?\s?(real|live|human)?\s?
            (person|human|human\sbeing|agent|someone\sreal|representative|operator|customer\sservice|staff|staff\smember|member\sof\sstaff|somebody|someone)
            (\splease|\snow|\sinstead)*
        )$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Person();

    [GeneratedRegex("^((以上|这些)?(都|全)?不是(这些|的)?|都不对|不是这些|没有一个是|none of (these|them|those|the above)|none|neither|not these|not any of these)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex None();

    [GeneratedRegex("""
        ^((这|那|还是|答案|回答|好像|可是|但是|但)*(没有|没|不)(解决|帮助|有用|对|太?行|明白|看?懂|清楚|有帮助)(我的问题|问题)?(啊|呀|呢|哦|的|了)?
          |没有?用|答非所问|不是我(想)?(要|问)的|不是这个(意思|问题)?
          |not\sreally|(no\s)?(it|this|that)\s(did\snot|didn't|does\snot|doesn't)\s(really\s)?help(\sme)?|not\shelpful|unhelpful|wrong\sanswer
          |(it|this|that)('s\snot|\sis\snot|\swas\snot|\swasn't|\sisn't)\s(what\si\s(asked|meant|wanted|need|needed)(\sfor)?|helpful|useful|right|correct|it)
          |(it|this|that)('s|\sis|\swas)\s(useless|wrong))$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DidNotHelp();

    [GeneratedRegex("""
        ^((这|已经|都|我的问题|问题|嗯|很|非常|对我)*(解决|有帮助|有用|帮到我|管用|搞定)(我的问题)?(的|了|啊|呀|哦)*
          |(yes\s)?(it|that|this)(\s(really|did|has))*\s(helped|help|helps|works|worked|solved\sit|answers\smy\squestion|answered\smy\squestion)(\sme)?
          |(that|it)('s|\sis|\swas)\s((very|really)\s)?(helpful|useful|right|correct|what\si\sneeded)|(very\s)?helpful|solved|problem\ssolved|resolved)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Helped();

    [GeneratedRegex("^(不是|没有|没|不|不用|不用了|不需要|不对|no|nope|no thanks|no thank you|wrong)(的|了|啊)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex No();

    [GeneratedRegex("^(是|是的|对|对的|要|需要|yes|yes please|yep|yeah|please)(啊|呀|了)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Yes();

    [GeneratedRegex("^(你好|您好|你们好|大家好|hello|hi|hey|嗨|哈喽|哈啰|在吗|在不在|有人吗|有人在吗|早上好|上午好|中午好|下午好|晚上好|早|早安|good (morning|afternoon|evening|day)|hi there|hello there|hey there|greetings|is (any ?(one|body)) there)(啊|呀|哦|吗)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hello();

    [GeneratedRegex("^((好的?|嗯|非常|十分|太|真是|真的|多|那)*(谢谢|感谢|谢了|多谢|谢啦|辛苦)(你|您|你们|了|啦|啊|帮助|您的帮助|你的帮助|的帮助)*|(ok |okay |great |many |all right |alright )*(thanks|thank you|thx|cheers|ty|much appreciated)( (so|very) much| a lot| for (your|the) help| for that| again)*)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Thank();

    [GeneratedRegex("^(再见|拜拜|拜|回头见|没事了|没有了|没别的了|没有其他问题了?|先这样(吧)?|就这样(吧)?|晚安|bye|bye bye|goodbye|good bye|see you|see ya|that's all|that is all|nothing else|have a (nice|good) day)(啦|了|吧|now)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Goodbye();

    [GeneratedRegex("^(好|好的|好吧|嗯|嗯嗯|哦|噢|行|可以|知道了|明白了|了解|收到|请问|打扰一下|麻烦问一下|想问一下|我想问一下|咨询一下|我想咨询一下|ok|okay|i see|alright|all right|great|fine|cool|sure|got it|understood|excuse me|quick question|i have a question)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Fine();
}
