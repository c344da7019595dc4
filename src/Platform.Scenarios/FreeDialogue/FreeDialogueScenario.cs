using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;
using Platform.Model.Routes;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>
/// Talks with a person by the model of the skill <c>dialogue</c>, and says so honestly where there is none. Called into any conversation with
/// <c>闲聊</c> or <c>chat</c>, until <c>不聊了</c> or <c>stop chatting</c>; as a conversation's own scenario it answers always.
/// </summary>
public sealed partial class FreeDialogueScenario(IModelRoutes routes, IOptions<FreeDialogueOptions> options) : IInvitedScenario
{
    public const string ScenarioName = "dialogue";

    /// <summary>Decision of its replies while it is called into a conversation of another scenario.</summary>
    private const string Chatting = "chatting";

    public string Name => ScenarioName;

    public bool IsInvited(Dialogue dialogue) => dialogue.Heard is { Kind: "message", Text: { Length: > 0 } text } && (Call().IsMatch(text) || IsRunning(dialogue));

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard.Kind != "message" || string.IsNullOrWhiteSpace(dialogue.Heard.Text))
            yield break;
        var text = dialogue.Heard.Text;
        var zh = dialogue.IsChinese;
        var call = Call().Match(text);
        var called = call.Success || IsRunning(dialogue);
        if (called && Stop().IsMatch(text))
        {
            yield return new ReplyEvent.Said(Reply.Say(zh ? "好的，下次再聊。" : "All right, until next time.") with { Decision = Decisions.Courtesy });
            yield break;
        }

        if (!routes.TryRoute(ScenarioName, out var model))
        {
            yield return new ReplyEvent.Said(new Reply { Text = zh ? "还没有可以聊天的模型。管理员可以在“模型”页为技能 dialogue 设置路由。" : "There is no model to talk with yet. An admin can set a route for the skill “dialogue” on the models page.", Decision = Decisions.Declined });
            yield break;
        }

        var said = call.Success ? call.Groups["said"].Value.Trim() : text;
        if (said.Length == 0)
        {
            yield return new ReplyEvent.Said(Reply.Say(zh ? "想聊点什么？说“不聊了”就结束。" : "What would you like to talk about? Say “stop chatting” to end.") with { Decision = Chatting });
            yield break;
        }

        yield return new ReplyEvent.Working();
        var answer = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(model.TimeLimit);
        var sampling = new ChatOptions { MaxOutputTokens = options.Value.MostTokens, Temperature = options.Value.Temperature };
        await foreach (var update in model.Client.GetStreamingResponseAsync(Messages(dialogue, said, called), sampling, limit.Token))
        {
            answer.Append(update.Text);
            if (answer.Length > 0)
                yield return new ReplyEvent.Partial(answer.ToString());
        }

        yield return new ReplyEvent.Said(new Reply
        {
            Text = string.IsNullOrWhiteSpace(answer.ToString()) ? "……" : answer.ToString().Trim(),
            AiGenerated = true,
            AsksFeedback = true,
            Decision = called ? Chatting : Decisions.Answered,
            Details = JsonSerializer.Serialize(new { skill = ScenarioName, model = model.Model }),
        });
    }

    /// <summary>It was called, and neither ended nor did another scenario answer since.</summary>
    private static bool IsRunning(Dialogue dialogue) => dialogue.Recent.LastOrDefault(line => line.Speaker == Speaker.Bot)?.Decision == Chatting;

    /// <summary>What was said while it was called; what other scenarios said before is not its memory.</summary>
    private List<ChatMessage> Messages(Dialogue dialogue, string said, bool called)
    {
        var recent = dialogue.Recent.AsEnumerable();
        if (called)
            recent = recent.Reverse().TakeWhile(line => line.Speaker != Speaker.Bot || line.Decision == Chatting).Reverse();
        var messages = recent.TakeLast(options.Value.MostLines)
            .Select(line => (line.Speaker, Text: line.Speaker == Speaker.User && Call().Match(line.Text) is { Success: true } call ? call.Groups["said"].Value.Trim() : line.Text))
            .SkipWhile(line => line.Speaker != Speaker.User || line.Text.Length == 0)
            .Select(line => new ChatMessage(line.Speaker == Speaker.User ? ChatRole.User : ChatRole.Assistant, line.Text)).ToList();
        if (options.Value.Persona is { Length: > 0 } persona)
            messages.Insert(0, new ChatMessage(ChatRole.System, persona));
        messages.Add(new ChatMessage(ChatRole.User, said));
        return messages;
    }

    // "chat history" and the like are questions to the service, not calls.
    [GeneratedRegex(@"^\s*(/(闲聊|聊天|chat)([\s，,：:]+(?<said>.{0,4000}))?|(闲聊|聊天|陪我聊聊)([\s，,：:]+(?<said>.{0,4000}))?|chat|let'?s chat)[。.!！]?\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*(不聊了|结束聊天|结束闲聊|stop chatting|end chat)[。.!！]?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stop();
}
