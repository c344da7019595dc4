using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Model.Routes;
using Platform.Model.Serving;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class DocumentWriterTests
{
    private const string OffPoint = "春天来了，公园里的花都开了，大家都去踏青。";

    /// <summary>Makes three sections to be worded.</summary>
    private static readonly Brief Given = new()
    {
        Genre = "notice",
        Values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["issuer"] = "云溪市教育局",
            ["addressee"] = "各区教育局",
            ["matter"] = "开展秋季校园消防安全检查",
            ["date"] = "2026年9月1日",
        },
        Items = [new BriefItem("检查范围", ["全市126所中小学全部纳入检查"])],
    };

    private static readonly Outline Plan = OutlinePlanner.Plan(Given, GenreCatalog.Shipped);

    [Fact]
    public async Task Drafts_that_pass_every_check_stand_and_name_their_model()
    {
        using var model = new ScriptedChatClient();
        foreach (var text in Passing())
            model.Says(text);

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, within: null, Cancel);

        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == "scripted" && paragraph.Refused.Count == 0);
        document.Paragraphs[0].WordedBy.ShouldBe(WrittenParagraph.Engine);
        model.Requests.Count.ShouldBe(Passing().Count);
    }

    [Fact]
    public async Task A_draft_that_fails_is_asked_for_again_with_the_failed_check_named()
    {
        using var model = new ScriptedChatClient().Says(OffPoint);
        foreach (var text in Passing())
            model.Says(text);

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, within: null, Cancel);

        model.Requests[1][^1].Text.ShouldContain("上一稿的问题");
        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == "scripted");
        Worded(document)[0].Refused.ShouldContain(CheckNames.OffNode, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Where_no_draft_passes_the_composers_words_stand()
    {
        using var model = new ScriptedChatClient();
        for (var request = 0; request < 2 * Passing().Count; request++)
            model.Says(OffPoint);

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, within: null, Cancel);

        document.Paragraphs.Select(paragraph => paragraph.Text).ShouldBe(Composer.Compose(Given, Plan, GenreCatalog.Shipped).Paragraphs.Select(paragraph => paragraph.Text));
        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == WrittenParagraph.Engine && paragraph.Refused.Count > 0);
    }

    [Fact]
    public async Task A_draft_with_numbers_of_any_form_is_checked_and_breaks_nothing()
    {
        using var model = new ScriptedChatClient();
        for (var request = 0; request < 2 * Passing().Count; request++)
            model.Says($"全市１２６所中小学全部纳入检查，编号{new string('9', 40)}，名单{string.Join(',', Enumerable.Range(100, 40))}。");

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, within: null, Cancel);

        document.Paragraphs.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_candidate_that_hangs_does_not_take_the_time_of_the_others()
    {
        var passing = Passing();
        using var model = new ScriptedChatClient().Hangs().Says(passing[0]);
        foreach (var text in passing.Skip(1))
            model.Says(text).Says(text);

        var document = await Writer(Routes(model, TimeSpan.FromSeconds(2)), candidates: 2).WriteAsync(Given, Plan, within: null, Cancel);

        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == "scripted");
    }

    [Fact]
    public async Task A_draft_bears_the_name_of_the_model_that_wrote_it_though_another_wrote_a_later_one()
    {
        await using var first = await OpenAiServer.StartAsync(Passing()[0], status: n => n == 1 ? 200 : 400);
        await using var second = await OpenAiServer.StartAsync(OffPoint);
        await using var host = new TestHost(
            ("Models:Routes:writer:Endpoint", first.Endpoint), ("Models:Routes:writer:Model", "m"), ("Models:Routes:writer:Fallback", "second"),
            ("Models:Routes:second:Endpoint", second.Endpoint), ("Models:Routes:second:Model", "n"));

        var document = await Writer(host.Services.GetRequiredService<IModelRoutes>(), candidates: 2).WriteAsync(Given, Plan, within: null, Cancel);

        Worded(document)[0].WordedBy.ShouldBe("m");
    }

    [Fact]
    public async Task A_model_of_a_short_context_is_asked_for_what_it_still_holds()
    {
        using var model = new ScriptedChatClient();
        foreach (var text in Passing())
            model.Fails(new PromptTooLongException("messages", promptTokens: 960, maxTokens: 600, context: 1024)).Says(text);

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, within: null, Cancel);

        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == "scripted" && paragraph.Refused.Count == 0);
    }

    [Fact]
    public async Task When_the_time_is_over_no_model_is_asked_any_more()
    {
        using var model = new ScriptedChatClient().Hangs();

        var document = await Writer(Routes(model)).WriteAsync(Given, Plan, TimeSpan.FromMilliseconds(200), Cancel);

        model.Requests.ShouldHaveSingleItem();
        Worded(document).ShouldAllBe(paragraph => paragraph.WordedBy == WrittenParagraph.Engine);
        Worded(document)[^1].Refused.ShouldBe([CheckNames.Failed]);
    }

    [Fact]
    public async Task A_revision_starts_from_the_words_that_stand_there()
    {
        const string Mine = "全市126所中小学全部纳入检查，由各学校对999间教室逐一核对。";
        const string Revised = "全市126所中小学全部纳入检查，由各学校对999间教室和楼道逐一核对。";
        using var model = new ScriptedChatClient().Says(Revised);

        var revised = await Writer(Routes(model)).ReviseAsync(Given, Plan, Edited(Mine), Plan.Find("item1")!, "把楼道也写进去", within: null, Cancel);

        model.Requests.ShouldHaveSingleItem()[^1].Text.ShouldContain(Mine);
        revised.IsFollowed.ShouldBeTrue();
        revised.Paragraphs.Single(paragraph => paragraph.Level == 0).Text.ShouldBe(Revised); // what had no source before is not held against it
    }

    [Theory]
    [InlineData("item1", "改得更短", true)]
    [InlineData("item1", "太短了，多写一些", true)]
    [InlineData("item1", "重写", true)]
    [InlineData("item1", "说明为什么要检查", false)]
    [InlineData("item1", "请校长签字", false)]
    [InlineData("closing", "改得更短", false)]
    [InlineData("closing", "换一种写法", true)]
    public async Task What_takes_a_model_is_not_said_to_be_done_without_one(string node, string instruction, bool followed)
    {
        var document = Composer.Compose(Given, Plan, GenreCatalog.Shipped);

        var revised = await Writer(new NoRoutes()).ReviseAsync(Given, Plan, document, Plan.Find(node)!, instruction, within: null, Cancel);

        revised.IsFollowed.ShouldBe(followed);
        revised.Paragraphs.ShouldNotBeEmpty();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ScriptedRoutes Routes(ScriptedChatClient model, TimeSpan? limit = null) => new(model, limit ?? TimeSpan.FromSeconds(30));

    private static DocumentWriter Writer(IModelRoutes routes, int candidates = 1) =>
        new(routes, Options.Create(new DocumentWritingOptions { Candidates = candidates, Tries = 2 }), TimeProvider.System, NullLogger<DocumentWriter>.Instance);

    /// <summary>Words for each section that pass every check: those of the composer with another seed.</summary>
    private static List<string> Passing() =>
        [.. Worded(Composer.Compose(Given with { Seed = 7 }, Plan, GenreCatalog.Shipped)).GroupBy(paragraph => paragraph.Node, StringComparer.Ordinal).Select(section => string.Join('\n', section.Select(paragraph => paragraph.Text)))];

    private static List<WrittenParagraph> Worded(WrittenDocument document) => [.. document.Paragraphs.Where(paragraph => paragraph.Level == 0 && Plan.Find(paragraph.Node)!.HasHeading)];

    private static WrittenDocument Edited(string text)
    {
        var document = Composer.Compose(Given, Plan, GenreCatalog.Shipped);
        return document with { Paragraphs = [.. document.Paragraphs.Select(paragraph => paragraph is { Node: "item1", Level: 0 } ? paragraph with { Text = text, WordedBy = WrittenParagraph.Person } : paragraph)] };
    }
}
