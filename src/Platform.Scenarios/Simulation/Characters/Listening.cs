using System.Text.RegularExpressions;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Content;

namespace Platform.Scenarios.Simulation.Characters;

/// <summary>What of a trainee's utterance bears on the character.</summary>
internal static partial class Listening
{
    private static readonly string[] Questions = [ActCodes.OpenQuestion, ActCodes.FactCheck, ActCodes.ClosedQuestion];

    public static HeardUtterance Hear(Scene scene, PlayState before, string text, IReadOnlyList<RecognisedAct> acts)
    {
        acts = Verified(scene, text, acts);
        var isQuestion = acts.Any(act => Questions.Contains(act.Act, StringComparer.Ordinal)) || text.Contains('?', StringComparison.Ordinal) || text.Contains('？', StringComparison.Ordinal);
        var plain = Plain(text);
        return new HeardUtterance(
            text, acts, isQuestion,
            plain.Length > 0 && before.Heard.Contains(plain, StringComparer.Ordinal),
            (scene.IsChinese ? LeaveChinese() : LeaveEnglish()).IsMatch(text),
            [.. scene.Facts.Where(fact => AsksFor(fact, text, acts, isQuestion)).Select(fact => fact.Id)]);
    }

    /// <summary>A citation counts only as one of the scene's grounds; any other stays to be seen, and earns nothing.</summary>
    private static IReadOnlyList<RecognisedAct> Verified(Scene scene, string text, IReadOnlyList<RecognisedAct> acts) =>
        scene.Grounds.Count == 0 || scene.Grounds.Any(ground => ground.IsNamedIn(text))
            ? acts
            : [.. acts.Select(act => act.Act == ActCodes.LegalGround ? act with { Act = ActCodes.UnverifiedGround } : act)];

    public static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static bool AsksFor(Fact fact, string text, IReadOnlyList<RecognisedAct> acts, bool isQuestion) =>
        fact.Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
        && (isQuestion || (fact.Acts.Count > 0 && acts.Any(act => fact.Acts.Contains(act.Act, StringComparer.Ordinal))));

    [GeneratedRegex("(今天|那|那么)?.{0,3}(先|就)(到|这样|聊到)(这|这里|这儿|吧|里)|再见|(下次|下周|改天)(再)?(聊|见|说)|您(先)?(请)?回(去)?吧|时间(也)?(差不多)?(到|快到)了", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LeaveChinese();

    [GeneratedRegex(@"\b(good ?bye|bye|see you|that('s| is) all for today|we('ll| will) stop here|time is up|talk next week|was that all|see you then)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LeaveEnglish();
}
