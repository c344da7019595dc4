using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;
using Platform.Model.Routes;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.Turns;
using Platform.Scenarios.Uploads;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class DocumentWritingScenarioTests : IAsyncDisposable
{
    private const string Call = "写一份关于开展秋季校园消防安全检查的通知";

    private readonly TestHost _host = new();
    private readonly List<Line> _recent = [];

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_document_is_asked_for_outlined_written_and_revised_in_a_chat()
    {
        var scenario = Scenario(new NoRoutes());

        (await OutlineAsync(scenario)).Text.ShouldNotBeNull().ShouldContain("提纲");
        var written = await SayAsync(scenario, "写");
        var longer = await SayAsync(scenario, "第１节 改得更长");
        var same = await SayAsync(scenario, "第1节 说明为什么要检查");

        written.Text.ShouldNotBeNull().ShouldContain("全市126所中小学全部纳入检查");
        written.Citations.ShouldHaveSingleItem().Url.ShouldNotBeNull().ShouldContain("/uploads/");
        longer.Text!.Length.ShouldBeGreaterThan(written.Text!.Length);
        same.Text.ShouldNotBeNull().ShouldStartWith("没有改动");
    }

    [Fact]
    public async Task Minutes_are_asked_once_who_was_present_and_say_it_below_their_text()
    {
        var scenario = Scenario(new NoRoutes());
        foreach (var said in new[] { "写一份关于开展秋季校园消防安全检查的会议纪要", "发文机关：云溪市教育局\n会议时间：2026年8月28日\n会议地点：市教育局三楼会议室\n主持人：方文博\n成文日期：2026年9月1日", "检查范围：全市126所中小学全部纳入检查", "没有" })
            await SayAsync(scenario, said);

        var asked = await SayAsync(scenario, "没有");
        await SayAsync(scenario, "出席人员：方文博、林远\n请假人员：周明");
        var written = await SayAsync(scenario, "写");

        asked.Text.ShouldNotBeNull().ShouldContain("出席人员");
        written.Text.ShouldNotBeNull().ShouldContain("**出席**：方文博、林远  \n**请假**：周明\n\n云溪市教育局");
    }

    [Fact]
    public async Task Who_asks_for_a_person_is_let_through_and_a_noun_that_was_asked_for_is_not()
    {
        var scenario = Scenario(new NoRoutes());
        await SayAsync(scenario, Call);

        scenario.IsInvited(Dialogue("转人工")).ShouldBeFalse();
        scenario.IsInvited(Dialogue("我要找真人客服")).ShouldBeFalse();
        scenario.IsInvited(Dialogue("工作人员")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sign_of_danger_is_answered_before_the_document()
    {
        await SayAsync(Scenario(new NoRoutes()), Call);
        var catalog = _host.Services.GetRequiredService<ScenarioCatalog>();

        catalog.For("customer-service", Dialogue("我不想活了，我已经买好了安眠药。")).Name.ShouldBe("safety");
        catalog.For("customer-service", Dialogue("云溪市教育局")).Name.ShouldBe(DocumentWritingScenario.ScenarioName);
    }

    [Theory]
    [InlineData("图书馆几点开门？", false)]
    [InlineData("谢谢", false)]
    [InlineData("第1节 改得更短", true)]
    [InlineData("字数 1200", true)]
    [InlineData("联系人：方文博", true)]
    [InlineData("取消", true)]
    public async Task A_delivered_document_takes_only_what_is_said_of_it(string text, bool taken)
    {
        var scenario = Scenario(new NoRoutes());
        await OutlineAsync(scenario);
        await SayAsync(scenario, "写");

        scenario.IsInvited(Dialogue(text)).ShouldBe(taken);
    }

    [Fact]
    public async Task After_a_failure_the_document_goes_on_from_where_it_was()
    {
        var scenario = Scenario(new NoRoutes());
        await OutlineAsync(scenario);
        _recent.Add(new Line(Speaker.User, "写", null, null));
        _recent.Add(new Line(Speaker.Bot, "抱歉，刚才处理您的消息时出了问题。", Decisions.Failed, null));

        (await SayAsync(scenario, "写")).Citations.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_model_that_never_answers_does_not_keep_the_person_from_a_document()
    {
        using var model = new ScriptedChatClient().Hangs();
        var scenario = Scenario(new ScriptedRoutes(model, TimeSpan.FromSeconds(30)), TimeSpan.FromSeconds(1));
        await OutlineAsync(scenario);

        var written = await SayAsync(scenario, "写");

        written.AiGenerated.ShouldBeFalse();
        written.Text.ShouldNotBeNull().ShouldContain("没有等到模型");
        written.Citations.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_document_that_finds_no_room_among_the_files_of_all_is_shown_without_one()
    {
        await using var full = new TestHost(("DirectLine:UploadsInAll", "1024"));
        var scenario = Scenario(new NoRoutes(), host: full);
        await OutlineAsync(scenario);

        var written = await SayAsync(scenario, "写");

        written.Text.ShouldNotBeNull().ShouldContain("全市126所中小学全部纳入检查");
        written.Citations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_of_in_the_persons_language()
    {
        var scenario = Scenario(new NoRoutes());
        await OutlineAsync(scenario);

        var elsewhere = await SayAsync(scenario, "", Attached("a.docx", "https://contoso.example/a.docx"));
        var unknown = await SayAsync(scenario, "", Attached("a.rtf", await KeptAsync("a.rtf", "%PDF")));
        var gone = await SayAsync(scenario, "", Attached("a.txt", $"/v3/directline/uploads/{new string('0', 48)}/a.txt"));

        elsewhere.Text.ShouldNotBeNull().ShouldStartWith("“a.docx”：这个渠道的文件无法读取");
        unknown.Text.ShouldNotBeNull().ShouldStartWith("“a.rtf”无法读取：不支持这种文件。");
        gone.Text.ShouldNotBeNull().ShouldStartWith("“a.txt”已经不在了");
    }

    [Fact]
    public async Task A_file_becomes_material_and_its_headings_count()
    {
        var scenario = Scenario(new NoRoutes());
        await OutlineAsync(scenario);

        var reply = await SayAsync(scenario, "", Attached("a.md", await KeptAsync("a.md", "# 2025年中小学检查出隐患342处\n\n检查范围应当扩大。")));

        reply.Text.ShouldNotBeNull().ShouldStartWith("已读取“a.md”");
        reply.Details.ShouldNotBeNull().ShouldContain("342处");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DocumentWritingScenario Scenario(IModelRoutes routes, TimeSpan? turn = null, TestHost? host = null)
    {
        var writer = new DocumentWriter(routes, Options.Create(new DocumentWritingOptions { Candidates = 1 }), TimeProvider.System, NullLogger<DocumentWriter>.Instance);
        return new DocumentWritingScenario((host ?? _host).Services.GetRequiredService<IServiceScopeFactory>(), writer, Options.Create(new ConversationOptions { TurnTimeLimit = turn ?? TimeSpan.FromSeconds(110) }));
    }

    private async Task<Reply> OutlineAsync(DocumentWritingScenario scenario)
    {
        foreach (var said in new[] { Call, "发文机关：云溪市教育局\n主送机关（或称呼）：各区教育局\n成文日期：2026年9月1日", "检查范围：全市126所中小学全部纳入检查", "没有" })
            await SayAsync(scenario, said);
        return await SayAsync(scenario, "没有");
    }

    private async Task<Reply> SayAsync(DocumentWritingScenario scenario, string text, string content = "{}")
    {
        var dialogue = Dialogue(text, content);
        scenario.IsInvited(dialogue).ShouldBeTrue(text);
        Reply? reply = null;
        await foreach (var step in scenario.RespondAsync(dialogue, Cancel))
            if (step is ReplyEvent.Said said)
                reply = said.Reply;
        _recent.Add(new Line(Speaker.User, text, null, null));
        _recent.Add(new Line(Speaker.Bot, reply!.Text!, reply.Decision, reply.Details));
        return reply;
    }

    private Dialogue Dialogue(string text, string content = "{}") => new(ConversationId.New(), "test", "zh-CN", "u1", [.. _recent], new Heard("message", text) { Content = content });

    private static string Attached(string name, string address) =>
        $$"""{"attachments":[{"contentType":"text/html","content":"<p></p>"},{"contentType":"application/octet-stream","contentUrl":"{{address}}","name":"{{name}}"}]}""";

    private async Task<string> KeptAsync(string name, string text)
    {
        using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var kept = await _host.Services.GetRequiredService<IMediator>().Send(new KeepUpload("test", "c1", name, "application/octet-stream", bytes, new UploadLimits(1 << 20, 1 << 20)), Cancel);
        return $"/v3/directline/uploads/{kept.ShouldBeOfType<KeepUploadOutcome.Kept>().Key}/{name}";
    }
}
