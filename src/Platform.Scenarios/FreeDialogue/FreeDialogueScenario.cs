using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;
using Platform.Model.Routes;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>
/// Talks with a person by the model of the skill <c>dialogue</c>, and says so honestly where there is none. Each answer is checked, against the persona
/// and against what the person said of themselves, before it stands. Called into any conversation with
/// <c>闲聊</c> or <c>chat</c>, until <c>不聊了</c> or <c>stop chatting</c>; as a conversation's own scenario it answers always.
/// </summary>
public sealed partial class FreeDialogueScenario(IModelRoutes routes, IOptions<FreeDialogueOptions> options) : IInvitedScenario
{
    public const string ScenarioName = "dialogue";

    /// <summary>Decision of its replies while it is called into a conversation of another scenario.</summary>
    private const string Chatting = "chatting";

    /// <summary>Replies that another one may not repeat.</summary>
    private const int MostCompared = 4;

    /// <summary>Said when no answer passed the checks: Chinese, then English.</summary>
    private static readonly string[] Lost = ["这句我没接好，换个说法试试？", "我一时答不好，聊点别的？", "这个我说不好。你怎么看？", "I lost the thread there. Could you put it another way?", "I have no good answer to that. Something else?", "I can't say. What do you think?"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DialoguePersona _persona = new(options.Value);

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

        var said = call.Success ? call.Groups["said"].Value.Trim() : text;
        var memory = MemoryOf(dialogue);
        if (Own(said, memory, zh) is { } own)
        {
            yield return new ReplyEvent.Said(Reply.Say(own.Words) with { Decision = called ? Chatting : Decisions.Answered, Details = DetailsOf(null, own.Memory, []) });
            yield break;
        }

        if (!routes.TryRoute(ScenarioName, out var model))
        {
            yield return new ReplyEvent.Said(new Reply { Text = zh ? "还没有可以聊天的模型。管理员可以在“模型”页为技能 dialogue 设置路由。" : "There is no model to talk with yet. An admin can set a route for the skill “dialogue” on the models page.", Decision = Decisions.Declined });
            yield break;
        }

        if (said.Length == 0)
        {
            yield return new ReplyEvent.Said(Reply.Say(zh ? "想聊点什么？说“不聊了”就结束。" : "What would you like to talk about? Say “stop chatting” to end.") with { Decision = Chatting, Details = DetailsOf(null, memory, []) });
            yield break;
        }

        yield return new ReplyEvent.Working();
        memory = memory.With(said);
        var check = new DialogueCheck(_persona, memory, zh);
        var earlier = dialogue.Recent.Where(line => line.Speaker == Speaker.Bot).TakeLast(MostCompared).Select(line => line.Text).ToList();
        var refused = new List<string>();
        string? words = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(model.TimeLimit);
        for (var attempt = 0; attempt < options.Value.Tries && words is null; attempt++)
        {
            var answer = new StringBuilder();
            var sampling = new ChatOptions { MaxOutputTokens = options.Value.MostTokens, Temperature = options.Value.Temperature };
            await foreach (var update in model.Client.GetStreamingResponseAsync(Messages(dialogue, said, called, memory, model), sampling, limit.Token))
            {
                answer.Append(update.Text);
                if (answer.Length > 0 && model.FollowsInstructions && attempt == 0)
                    yield return new ReplyEvent.Partial(answer.ToString()); // a small model's is shown when it has passed
            }

            (words, var fault) = check.Of(answer.ToString(), said, earlier);
            if (fault is not null)
                refused.Add(fault);
        }

        yield return new ReplyEvent.Said(new Reply
        {
            Text = words ?? Lost[(zh ? 0 : Lost.Length / 2) + dialogue.Recent.Count / 2 % (Lost.Length / 2)],
            AiGenerated = words is not null,
            AsksFeedback = words is not null,
            Decision = called ? Chatting : Decisions.Answered,
            Details = DetailsOf(model.Model, memory, refused),
        });
    }

    /// <summary>What is answered without a model: who the bot is, what it remembers, and that it forgot.</summary>
    private (string Words, DialogueMemory Memory)? Own(string said, DialogueMemory memory, bool zh)
    {
        if (_persona.Answer(said, zh) is { } who)
            return (who, memory);
        if (Forget().IsMatch(said))
            return (zh ? "好，我都忘掉了。" : "All right, I have forgotten it all.", DialogueMemory.Empty);
        if (!Recall().IsMatch(said))
            return null;
        var known = string.Join(zh ? "；" : "; ", memory.Sentences(zh));
        return (known.Length == 0 ? zh ? "你还没有说过自己的事。" : "You have told me nothing about yourself yet." : zh ? $"我记得：{known}。说“忘掉”我就不再记着。" : $"I remember: {known}. Say “forget” and it is gone.", memory);
    }

    /// <summary>Of the last reply that carries one: other scenarios may have answered since.</summary>
    private static DialogueMemory MemoryOf(Dialogue dialogue) =>
        DialogueMemory.Read(dialogue.Recent.LastOrDefault(line => line.Speaker == Speaker.Bot && line.Details?.Contains("\"memory\":", StringComparison.Ordinal) == true)?.Details);

    private static string DetailsOf(string? model, DialogueMemory memory, IReadOnlyList<string> refused) =>
        JsonSerializer.Serialize(new { skill = ScenarioName, model, memory = memory.Facts, refused }, Json);

    /// <summary>It was called, and neither ended nor did another scenario answer since.</summary>
    private static bool IsRunning(Dialogue dialogue) => dialogue.Recent.LastOrDefault(line => line.Speaker == Speaker.Bot)?.Decision == Chatting;

    /// <summary>What was said while it was called; what other scenarios said before is not its memory.</summary>
    private List<ChatMessage> Messages(Dialogue dialogue, string said, bool called, DialogueMemory memory, RoutedModel model)
    {
        var recent = dialogue.Recent.AsEnumerable();
        if (called)
            recent = recent.Reverse().TakeWhile(line => line.Speaker != Speaker.Bot || line.Decision == Chatting).Reverse();
        var messages = recent.TakeLast(options.Value.MostLines)
            .Select(line => (line.Speaker, Text: line.Speaker == Speaker.User && Call().Match(line.Text) is { Success: true } call ? call.Groups["said"].Value.Trim() : line.Text))
            .SkipWhile(line => line.Speaker != Speaker.User || line.Text.Length == 0)
            .Select(line => new ChatMessage(line.Speaker == Speaker.User ? ChatRole.User : ChatRole.Assistant, line.Text)).ToList();
        if (options.Value.Persona is { Length: > 0 } persona)
            messages.Insert(0, new ChatMessage(ChatRole.System, model.FollowsInstructions && memory.Facts.Count > 0 ? $"{persona}\n{JsonSerializer.Serialize(new { rememberedOfThePerson = memory.Facts }, Json)}" : persona));
        messages.Add(new ChatMessage(ChatRole.User, said));
        return messages;
    }

    // "chat history" and the like are questions to the service, not calls.
    [GeneratedRegex(@"^\s*(/(闲聊|聊天|chat)([\s，,：:]+(?<said>.{0,4000}))?|(闲聊|聊天|陪我聊聊)([\s，,：:]+(?<said>.{0,4000}))?|chat|let'?s chat)[。.!！]?\s*$", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*((你|您)?(还)?记得(关于)?我(的)?(什么|哪些)?(事)?(吗|呢)?|我叫什么(名字)?(来着)?|我喜欢什么|what do you (remember|know)( about me)?|what('s| is) my name|what do i like)[？?。.!！]*\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recall();

    [GeneratedRegex(@"^\s*((把)?(我的事|这些)?(都)?忘(掉|了)(吧|我)?|forget( (me|it|that|everything))?)[。.!！]*\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Forget();

    [GeneratedRegex(@"^\s*(不聊了|结束聊天|结束闲聊|stop chatting|end chat)[。.!！]?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stop();
}
