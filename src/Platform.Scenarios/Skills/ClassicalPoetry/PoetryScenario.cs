using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Skills.ClassicalPoetry;

/// <summary>Verse in any chat: writes it, goes on from given lines, and checks it; the poem comes with its annotation.</summary>
internal sealed class PoetryScenario(ClassicalPoetrySkill skill) : IInvitedScenario
{
    public const string ScenarioName = "poetry";

    public string Name => ScenarioName;

    public bool IsInvited(Dialogue dialogue) => dialogue.Heard is { Kind: "message", Text: { } text } && PoemCall.Read(text) is not null;

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard is not { Kind: "message", Text: { Length: > 0 } text })
            yield break;
        if (PoemCall.Read(text) is not { Text.Length: > 0 } call)
        {
            yield return new ReplyEvent.Said(Help(dialogue.IsChinese, skill.CanWrite));
            yield break;
        }

        yield return new ReplyEvent.Working();
        yield return new ReplyEvent.Said(await AnswerAsync(call, dialogue.IsChinese, cancellationToken));
    }

    private async Task<Reply> AnswerAsync(PoemCall call, bool isChinese, CancellationToken cancellationToken)
    {
        try
        {
            if (call.Verb == PoemVerb.Check)
                return Reply.Say(PoemPrint.Annotated(new PoemChecker(RhymeBook.Shipped()).Check(call.Text), isChinese)) with { Decision = Decisions.Answered };
            return await skill.RunAsync(call.Request(isChinese), cancellationToken) switch
            {
                SkillOutcome.Done { Details: PoemDetails details } => Poem(details.Written, isChinese),
                SkillOutcome.Unable unable => Reply.Say(unable.Why) with { Decision = Decisions.Declined },
                var other => throw new System.Diagnostics.UnreachableException($"No answer is written for {other}."),
            };
        }
        catch (PoemException refusal)
        {
            return Reply.Say(refusal.In(isChinese)) with { Decision = Decisions.AskedBack };
        }
    }

    private Reply Poem(WrittenPoems written, bool isChinese)
    {
        var best = written.Drafts[0];
        var free = !written.GivenIsFree ? "" : isChinese ? "\n\n所给诗句不合格律，原样保留，其余各句依格律而写。" : "\n\nWhat is given does not keep the form's tones; it stands as it is, and the rest keeps the form.";
        return Reply.Say($"{best.Text.Replace("\n", "  \n", StringComparison.Ordinal)}\n\n---\n\n{PoemPrint.Annotated(best.Report, isChinese)}{free}") with
        {
            AiGenerated = true,
            AsksFeedback = true,
            Decision = Decisions.Answered,
            Details = JsonSerializer.Serialize(
                new
                {
                    skill = skill.Name,
                    model = written.Model,
                    promptHash = written.PromptHash,
                    form = written.Order.Form.Key,
                    candidates = written.Drafts.Count,
                    inForm = best.Report.IsClean,
                    logProbability = double.IsFinite(best.MeanLogProbability) ? best.MeanLogProbability : (double?)null,
                },
                JsonSerializerOptions.Web),
        };
    }

    private static Reply Help(bool isChinese, bool canWrite)
    {
        if (!canWrite)
        {
            var checks = isChinese
                ? "我查诗词的平仄、押韵和格律。例如：\n- 查诗 白日依山尽，黄河入海流。欲穷千里目，更上一层楼。\n\n写诗、藏头和续诗要等管理员接入诗歌模型。"
                : "I check the tones, rhymes and form of a poem. For example:\n- check 白日依山尽，黄河入海流。欲穷千里目，更上一层楼。\n\nI can write verse when an administrator has set a route to a model for poetry.";
            return Reply.Say(checks) with { Decision = Decisions.Courtesy };
        }

        var forms = string.Join(isChinese ? "、" : ", ", PoemForm.All.Select(form => form.Chinese));
        var help = isChinese
            ? $"我按格律写诗。例如：\n- 写诗 春望 七绝\n- 藏头 春夏秋冬 五绝\n- 续诗 白日依山尽，黄河入海流\n- 查诗 白日依山尽，黄河入海流。欲穷千里目，更上一层楼。\n\n体裁：{forms}"
            : $"I write verse that keeps its form. For example:\n- poem 春望 七绝\n- acrostic 春夏秋冬 五绝\n- continue 白日依山尽，黄河入海流\n- check 白日依山尽，黄河入海流。欲穷千里目，更上一层楼。\n\nForms: {forms}";
        return Reply.Say(help) with { Decision = Decisions.Courtesy };
    }
}
