using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;
using Platform.Scenarios.FreeDialogue;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.FreeDialogue;

public sealed class FreeDialogueTests
{
    private readonly List<Line> _recent = [];

    [Fact]
    public async Task A_chat_is_called_goes_on_and_is_ended()
    {
        using var model = new ScriptedChatClient().Says("我也喜欢电影。").Says("《城南旧事》。");
        var scenario = Scenario(model);
        _recent.Add(new Line(Speaker.User, "怎么办借书证？", null, null));
        _recent.Add(new Line(Speaker.Bot, "带身份证到服务台。", Decisions.Answered, null));

        (await SayAsync(scenario, "闲聊：我喜欢看电影")).Text.ShouldBe("我也喜欢电影。");
        (await SayAsync(scenario, "哪一部？")).Text.ShouldBe("《城南旧事》。");
        (await SayAsync(scenario, "不聊了")).Decision.ShouldBe(Decisions.Courtesy);
        scenario.IsInvited(Dialogue("还在吗？")).ShouldBeFalse();

        model.Requests[0].Select(message => message.Text).ShouldBe(["我喜欢看电影"], "what another scenario said is not its memory");
        model.Requests[1].Select(message => message.Text).ShouldBe(["我喜欢看电影", "我也喜欢电影。", "哪一部？"]);
    }

    [Fact]
    public async Task It_remembers_what_a_person_said_of_themselves_tells_it_and_forgets_it()
    {
        using var model = new ScriptedChatClient().Says("你好，林晓！").Says("狗也不错。");
        var scenario = Scenario(model);

        await SayAsync(scenario, "闲聊：我叫林晓，我喜欢猫");
        await SayAsync(scenario, "我是一名老师，我讨厌狗。");
        (await SayAsync(scenario, "你还记得我什么？")).Text.ShouldBe("我记得：你叫林晓；你喜欢猫；你不喜欢狗；你是老师。说“忘掉”我就不再记着。");
        await SayAsync(scenario, "不聊了");
        _recent.Add(new Line(Speaker.Bot, "服务台九点开门。", Decisions.Answered, """{"query":"几点开门"}"""));
        (await SayAsync(scenario, "闲聊：我叫什么？")).Text!.ShouldContain("你叫林晓", Case.Sensitive, "another scenario answered meanwhile");
        (await SayAsync(scenario, "忘掉吧")).AiGenerated.ShouldBeFalse();

        (await SayAsync(scenario, "我叫什么？")).Text.ShouldBe("你还没有说过自己的事。");
        model.Requests.Count.ShouldBe(2); // the rest took no model
    }

    [Theory]
    [InlineData("你是谁？")]
    [InlineData("你是真人吗")]
    [InlineData("Who are you?")]
    public async Task Who_it_is_is_answered_without_a_model(string asked)
    {
        using var model = new ScriptedChatClient();

        var reply = await SayAsync(Scenario(model), $"闲聊：{asked}");

        reply.Text.ShouldStartWith("我是小云");
        (reply.AiGenerated, model.Requests.Count).ShouldBe((false, 0));
    }

    [Theory]
    [InlineData("我是真人，今年二十岁。", "persona")]
    [InlineData("我叫小红，很高兴认识你。", "persona")]
    [InlineData("I like films too.", "language")]
    [InlineData("我叫林晓！", "persona")]
    [InlineData("你叫王芳，对吧？", "memory")]
    [InlineData("我也觉得很好看很好看很好看很好", "empty")]
    [InlineData("好看，好看，好看，好看。", "repetition")]
    [InlineData("", "empty")]
    public async Task What_denies_contradicts_or_babbles_is_asked_for_again(string answer, string fault)
    {
        using var model = new ScriptedChatClient().Says(answer).Says("是啊，很好看。后面还");
        var scenario = Scenario(model);

        var reply = await SayAsync(scenario, "闲聊：我叫林晓");

        reply.Text.ShouldBe("是啊，很好看。"); // without what was cut off
        reply.Details!.ShouldContain($"\"refused\":[\"{fault}\"]");
    }

    [Fact]
    public async Task When_nothing_passes_it_says_so_and_calls_it_nobodys_words()
    {
        using var model = new ScriptedChatClient().Says("今天很好。").Says("今天很好").Says("今天很好").Says("今天很好。");
        var scenario = Scenario(model);
        await SayAsync(scenario, "闲聊：天气怎么样");

        var reply = await SayAsync(scenario, "然后呢");

        reply.AiGenerated.ShouldBeFalse();
        reply.Text!.ShouldNotContain("今天很好");
        reply.Details!.ShouldContain("\"refused\":[\"repetition\",\"repetition\",\"repetition\"]");
    }

    [Theory]
    [InlineData("闲聊", true)]
    [InlineData("聊天，今天真热", true)]
    [InlineData("Chat", true)]
    [InlineData("/chat hello", true)]
    [InlineData("聊天记录在哪里看？", false)]
    [InlineData("chat history is missing", false)]
    [InlineData("Can I chat with a person?", false)]
    public void Only_a_call_calls_it(string text, bool called)
    {
        using var model = new ScriptedChatClient();

        Scenario(model).IsInvited(Dialogue(text)).ShouldBe(called);
    }

    [Fact]
    public async Task A_persona_and_no_more_than_the_latest_lines_reach_the_model()
    {
        using var model = new ScriptedChatClient().Says("好。");
        var scenario = Scenario(model, new FreeDialogueOptions { Persona = "你是图书馆员。", MostLines = 2 });
        for (var i = 0; i < 3; i++)
        {
            _recent.Add(new Line(Speaker.User, $"问{i}", null, null));
            _recent.Add(new Line(Speaker.Bot, $"答{i}", Decisions.Answered, null));
        }

        await foreach (var _ in scenario.RespondAsync(Dialogue("问3"), TestContext.Current.CancellationToken))
        {
            // to its end
        }

        model.Requests[0].Select(message => (message.Role, message.Text)).ShouldBe([(ChatRole.System, "你是图书馆员。"), (ChatRole.User, "问2"), (ChatRole.Assistant, "答2"), (ChatRole.User, "问3")]);
    }

    private static FreeDialogueScenario Scenario(ScriptedChatClient model, FreeDialogueOptions? options = null) =>
        new(new ScriptedRoutes(model, TimeSpan.FromSeconds(30)), Options.Create(options ?? new FreeDialogueOptions()));

    private Dialogue Dialogue(string text) => new(ConversationId.New(), "test", "zh-CN", "u1", [.. _recent], new Heard("message", text) { Content = "{}" });

    private async Task<Reply> SayAsync(FreeDialogueScenario scenario, string text)
    {
        var dialogue = Dialogue(text);
        scenario.IsInvited(dialogue).ShouldBeTrue();
        Reply? reply = null;
        await foreach (var step in scenario.RespondAsync(dialogue, TestContext.Current.CancellationToken))
            if (step is ReplyEvent.Said said)
                reply = said.Reply;
        _recent.Add(new Line(Speaker.User, text, null, null));
        _recent.Add(new Line(Speaker.Bot, reply!.Text!, reply.Decision, reply.Details));
        return reply;
    }
}
