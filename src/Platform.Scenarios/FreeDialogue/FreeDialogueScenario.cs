using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using Platform.Data.Conversations;
using Platform.Model.Routes;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.FreeDialogue;

/// <summary>Talks with a person by the model of the skill <c>dialogue</c>, and says so honestly where there is none.</summary>
internal sealed class FreeDialogueScenario(IModelRoutes routes) : IScenario
{
    public const string ScenarioName = "dialogue";

    private const int MostTokens = 200;

    public string Name => ScenarioName;

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard.Kind != "message" || string.IsNullOrWhiteSpace(dialogue.Heard.Text))
            yield break;
        if (!routes.TryRoute(ScenarioName, out var model))
        {
            yield return new ReplyEvent.Said(new Reply { Text = dialogue.IsChinese ? "还没有可以聊天的模型。管理员可以在“模型”页为技能 dialogue 设置路由。" : "There is no model to talk with yet. An admin can set a route for the skill “dialogue” on the models page.", Decision = Decisions.Declined });
            yield break;
        }

        yield return new ReplyEvent.Working();
        var text = new StringBuilder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(model.TimeLimit);
        await foreach (var update in model.Client.GetStreamingResponseAsync(Messages(dialogue), new ChatOptions { MaxOutputTokens = MostTokens, Temperature = 0.7f }, limit.Token))
        {
            text.Append(update.Text);
            if (text.Length > 0)
                yield return new ReplyEvent.Partial(text.ToString());
        }

        yield return new ReplyEvent.Said(new Reply { Text = text.Length > 0 ? text.ToString().Trim() : "……", AiGenerated = true, Decision = Decisions.Answered, Details = System.Text.Json.JsonSerializer.Serialize(new { skill = ScenarioName, model = model.Model }) });
    }

    private static List<ChatMessage> Messages(Dialogue dialogue) =>
    [
        .. dialogue.Recent.Select(line => new ChatMessage(line.Speaker == Speaker.User ? ChatRole.User : ChatRole.Assistant, line.Text)),
        new ChatMessage(ChatRole.User, dialogue.Heard.Text),
    ];
}
