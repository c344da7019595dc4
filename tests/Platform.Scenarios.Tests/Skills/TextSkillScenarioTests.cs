using Microsoft.Extensions.DependencyInjection;
using Platform.Data.Conversations;
using Platform.Scenarios.Skills;
using Platform.Scenarios.Tests.Knowledge;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Skills;

public sealed class TextSkillScenarioTests
{
    [Theory]
    [InlineData("翻译 你好", true)]
    [InlineData("翻译：你好", true)]
    [InlineData("Translate: 你好", true)]
    [InlineData("summarise:\nA long text.", true)]
    [InlineData("总结\n第一行。\n第二行。", true)]
    [InlineData("翻译件需要公证吗", false)]
    [InlineData("Translate my certificate, where?", false)]
    [InlineData("翻译", false)]
    [InlineData("总结  ", false)]
    public void Only_a_call_with_a_text_is_taken(string said, bool taken)
    {
        new TextSkillScenario(new SkillCatalog([])).IsInvited(Heard(said)).ShouldBe(taken);
    }

    [Fact]
    public async Task A_text_is_translated_by_the_route_s_model_and_marked_as_its_words()
    {
        await using var server = await OpenAiServer.StartAsync("Hello, world.");
        await using var host = new KnowledgeHost(("Models:Routes:translation:Endpoint", server.Endpoint), ("Models:Routes:translation:Model", "m"));

        var reply = await ReplyAsync(host, "翻译 你好，世界。");

        (reply.Text, reply.AiGenerated, reply.Decision).ShouldBe(("Hello, world.", true, Decisions.Answered));
        reply.Details.ShouldNotBeNull().ShouldContain("\"skill\":\"translation\",\"model\":\"m\",\"promptHash\":\"");
    }

    [Fact]
    public async Task Without_a_model_a_summary_is_the_text_s_own_sentences_and_a_translation_is_declined()
    {
        await using var host = new KnowledgeHost();

        var summary = await ReplyAsync(host, "总结 三号楼暖气昨天起不热。三号楼暖气管道今天检修。三号楼暖气预计18点恢复。谢谢大家。好的。再见。");
        var translation = await ReplyAsync(host, "translate: 你好");

        summary.ShouldSatisfyAllConditions(said => said.Text.ShouldNotBeNull().ShouldContain("三号楼"), said => said.AiGenerated.ShouldBeFalse(), said => said.Decision.ShouldBe(Decisions.Answered));
        translation.Decision.ShouldBe(Decisions.Declined);
    }

    private static async Task<Reply> ReplyAsync(KnowledgeHost host, string said)
    {
        Reply? reply = null;
        await foreach (var what in new TextSkillScenario(host.Services.GetRequiredService<SkillCatalog>()).RespondAsync(Heard(said), TestContext.Current.CancellationToken))
            if (what is ReplyEvent.Said answer)
                reply = answer.Reply;
        return reply.ShouldNotBeNull();
    }

    private static Dialogue Heard(string said) => new(new ConversationId(Guid.NewGuid()), "webchat", "zh-CN", null, [], new Heard("message", said) { Content = "{}" });
}
