using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.FreeDialogue;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.FreeDialogue;

public sealed class ShippedDialogueTests
{
    [Fact]
    public async Task The_platform_talks_as_it_comes_and_says_which_model_did()
    {
        await using var host = new TestHost(("Models:Shipped", "true"));
        var scenario = host.Services.GetServices<IScenario>().OfType<FreeDialogueScenario>().Single();
        var dialogue = new Dialogue(new ConversationId(Guid.NewGuid()), "webchat", "zh-CN", null, [], new Heard("message", "闲聊 你喜欢看电影吗？") { Content = "{}" });

        var replies = new List<Reply>();
        for (var time = 0; time < 3; time++) // it draws its words; one answer may be empty
            await foreach (var what in scenario.RespondAsync(dialogue, TestContext.Current.CancellationToken))
                if (what is ReplyEvent.Said said)
                    replies.Add(said.Reply);

        replies.ShouldAllBe(reply => reply.Details!.Contains("platform-base/dialogue", StringComparison.Ordinal));
        replies.ShouldContain(reply => reply.AiGenerated); // not each passes the checks
        replies.SelectMany(reply => reply.Text!).Any(sign => sign is >= '\u4e00' and <= '\u9fff').ShouldBeTrue();
    }
}
