using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Skills;

/// <summary>Translation and summaries in any chat: <c>翻译 …</c>, <c>总结 …</c>, <c>translate: …</c>, <c>summarize: …</c>.</summary>
/// <remarks>English asks for the colon: a question about translations is none to translate.</remarks>
internal sealed partial class TextSkillScenario(SkillCatalog skills) : IInvitedScenario
{
    private static readonly FrozenDictionary<string, string> Verbs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["翻译"] = "translation",
        ["translate"] = "translation",
        ["总结"] = "summary",
        ["summarize"] = "summary",
        ["summarise"] = "summary",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public string Name => "text-skills";

    public bool IsInvited(Dialogue dialogue) => dialogue.Heard is { Kind: "message", Text: { } text } && Call().IsMatch(text);

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard is not { Kind: "message", Text: { } said } || Call().Match(said) is not { Success: true } call || skills.Find(Verbs[call.Groups["verb"].Value]) is not { } skill)
            yield break;
        yield return new ReplyEvent.Working();
        yield return new ReplyEvent.Said(await skill.RunAsync(new SkillRequest(call.Groups["text"].Value, FrozenDictionary<string, string>.Empty, dialogue.IsChinese), cancellationToken) switch
        {
            SkillOutcome.Done done => Reply.Say(done.Text) with
            {
                AiGenerated = done.PromptHash is not null,
                AsksFeedback = true,
                Decision = Decisions.Answered,
                Details = JsonSerializer.Serialize(new { skill = skill.Name, model = done.Model, promptHash = done.PromptHash, checks = done.Details }, JsonSerializerOptions.Web),
            },
            SkillOutcome.Unable unable => Reply.Say(unable.Why) with { Decision = Decisions.Declined },
            var other => throw new System.Diagnostics.UnreachableException($"No answer is written for {other}."),
        });
    }

    [GeneratedRegex(@"^\s*(?<verb>翻译|总结)(\s*[:：]|\s)(?<text>.*\S.*)$|^\s*(?<verb>translate|summari[sz]e)\s*[:：](?<text>.*\S.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 500)]
    private static partial Regex Call();
}
