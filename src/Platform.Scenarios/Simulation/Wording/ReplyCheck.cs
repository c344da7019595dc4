using System.Text.RegularExpressions;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Wording;

/// <summary>Why a reply may not be shown.</summary>
public static class ReplyFaults
{
    public const string Empty = "empty";
    public const string TooLong = "too-long";
    public const string RoleFlip = "role-flip";
    public const string Contradiction = "contradiction";
    public const string Leak = "gated-fact";
    public const string WrongEmotion = "wrong-emotion";
    public const string Advice = "advice";
    public const string Parroting = "parroting";

    /// <summary>A gated fact that it was to tell is not in it.</summary>
    public const string Untold = "untold-fact";
}

/// <summary>Checks each reply before it is shown, whoever worded it.</summary>
public static partial class ReplyCheck
{
    private const int MostCharacters = 600;
    private const int ParrotLength = 12;

    /// <summary>What is wrong with words and gesture together.</summary>
    public static IReadOnlyList<string> Faults(Scene scene, SpokenReply reply, IReadOnlySet<string> told, StageDirection direction, string? utterance) =>
        Faults(scene, string.IsNullOrWhiteSpace(reply.Words) || reply.Gesture is null ? reply.Words : $"{reply.Words}\n{reply.Gesture}", told, direction, utterance);

    /// <param name="told">Facts told before this turn or now: the open ones.</param>
    /// <returns>The faults; none when it can be shown.</returns>
    public static IReadOnlyList<string> Faults(Scene scene, string words, IReadOnlySet<string> told, StageDirection direction, string? utterance)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(words))
            return [ReplyFaults.Empty];
        if (words.Length > MostCharacters)
            faults.Add(ReplyFaults.TooLong);
        if (FlipsRole(scene, words))
            faults.Add(ReplyFaults.RoleFlip);
        if (Contradicts(scene, words))
            faults.Add(ReplyFaults.Contradiction);
        if (Leaks(scene, words, told))
            faults.Add(ReplyFaults.Leak);
        if (direction == StageDirection.Escalate && (scene.IsChinese ? PleasedChinese() : PleasedEnglish()).IsMatch(words))
            faults.Add(ReplyFaults.WrongEmotion);
        if (scene.Key.Family == ActCodes.CounsellingFamily && (scene.IsChinese ? AdviceChinese() : AdviceEnglish()).IsMatch(words))
            faults.Add(ReplyFaults.Advice);
        if (utterance is not null && Parrots(words, utterance))
            faults.Add(ReplyFaults.Parroting);
        return faults;
    }

    /// <summary>Whether a line gives away no fact but the told ones and contradicts none.</summary>
    public static bool IsSafe(Scene scene, string line, IReadOnlySet<string> told) => !Contradicts(scene, line) && !Leaks(scene, line, told);

    /// <summary>Whether words tell a fact: one of its marks stands in them. A free fact, and one that is left without marks, is taken as told.</summary>
    public static bool Tells(Fact fact, string words) => fact.Gate == FactGate.Free || fact.Marks.Count == 0 || HasMark(fact, words);

    private static bool Contradicts(Scene scene, string words) => scene.Facts.Any(fact => fact.Contradictions.Any(wrong => words.Contains(wrong, StringComparison.OrdinalIgnoreCase)));

    private static bool Leaks(Scene scene, string words, IReadOnlySet<string> told) => scene.Facts.Any(fact => !told.Contains(fact.Id) && HasMark(fact, words));

    private static bool HasMark(Fact fact, string words) => fact.Marks.Any(mark => words.Contains(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the character speaks as the helper, as a machine, or for the trainee.</summary>
    public static bool FlipsRole(Scene scene, string words) =>
        (scene.IsChinese ? FlipChinese() : FlipEnglish()).IsMatch(words)
        || (scene.Key.Family == ActCodes.CommunityFamily && (scene.IsChinese ? OfficerChinese() : OfficerEnglish()).IsMatch(words))
        || (scene.Key.Family == ActCodes.CounsellingFamily && (scene.IsChinese ? HelperChinese() : HelperEnglish()).IsMatch(words));

    private static bool Parrots(string words, string utterance)
    {
        var (said, heard) = (Letters(words), Letters(utterance));
        for (var start = 0; start + ParrotLength <= heard.Length; start++)
            if (said.Contains(heard.AsSpan(start, ParrotLength), StringComparison.Ordinal))
                return true;
        return false;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static bool Contains(this string text, ReadOnlySpan<char> part, StringComparison how) => text.AsSpan().Contains(part, how);

    private const RegexOptions Fast = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex("作为(一个|一名)?(AI|人工智能|语言模型|助手)|我是(AI|人工智能|语言模型|一个助手|机器人)|(居民|来访者|求助者|工作人员|咨询师|学员)[:：]|很高兴为您服务|有什么可以帮(您|你)", Fast)]
    private static partial Regex FlipChinese();

    [GeneratedRegex(@"\bas an? (ai|assistant|language model)\b|\bi('m| am) an? (ai|assistant|language model|chatbot)\b|^(resident|client|counsel?lor|officer|trainee):|how can i help you", Fast)]
    private static partial Regex FlipEnglish();

    [GeneratedRegex("我们(居委会|社区)(会|将|已经|负责)|我(会|来)(帮|为|给)您(反映|处理|解决|登记|联系)|请您(放心|耐心等待|谅解)|感谢您的(来访|反映|理解)", Fast)]
    private static partial Regex OfficerChinese();

    [GeneratedRegex(@"\bwe at the (office|committee)\b|\bi('ll| will) (forward|escalate|log) your (complaint|case)\b|\bthank you for your (patience|visit|complaint)\b|\brest assured\b", Fast)]
    private static partial Regex OfficerEnglish();

    [GeneratedRegex("(我|让我)(能|很|完全)?(理解|体会)(你|您)的(感受|心情|痛苦)|(你|您)(愿意|可以)(和|跟|对)我(多)?(说说|聊聊|谈谈)|作为(你|您)的(咨询师|倾听者)|我会一直陪着(你|您)", Fast)]
    private static partial Regex HelperChinese();

    [GeneratedRegex(@"\bi (completely |really )?(understand|hear) (how|what) you('re| are) (feeling|going)|\bas your (counsel?lor|therapist)\b|\bwould you like to (tell|talk to) me\b|\bi('m| am) here for you\b", Fast)]
    private static partial Regex HelperEnglish();

    [GeneratedRegex("(太)?(谢谢|感谢)(您|你|了)|您真(好|是个好)|我(完全)?(理解|明白)(您|你)们?的(难处|苦衷)|(这下|现在)我(就)?(放心|满意)了|太好了", Fast)]
    private static partial Regex PleasedChinese();

    [GeneratedRegex(@"\bthank you (so|very) much\b|\bi (really )?appreciate\b|\bthat('s| is) (great|wonderful|perfect)\b|\bi feel (much )?better\b", Fast)]
    private static partial Regex PleasedEnglish();

    [GeneratedRegex("我(建议|劝)(你|您)|(你|您)(应该|不妨|最好|可以试着|要学会)", Fast)]
    private static partial Regex AdviceChinese();

    [GeneratedRegex(@"\b(you should|i('d| would) (suggest|recommend|advise)|have you tried|you might want to)\b", Fast)]
    private static partial Regex AdviceEnglish();
}
