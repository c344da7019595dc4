using System.Text;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Import;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class ImportDocumentsTests
{
    private const string Guide = """
        # 图书馆指南

        总台电话见下。

        ## 开放时间

        | 区域 | 周二至周五 | 周一 |
        | --- | --- | --- |
        | 借阅区 | 9:00—21:00 | 闭馆 |

        ## 读者证

        - 免费办理。
        - 一人一张。

        <script>alert(1)</script>
        """;

    [Fact]
    public async Task Markdown_becomes_passages_by_heading_and_a_table_row_names_its_columns()
    {
        await using var host = new KnowledgeHost();

        await host.Import("guide.zh.md", Guide);

        var passages = await OfficeFilesTests.Passages(host);
        passages.Select(p => (p.Heading, p.Text)).ShouldBe(
        [
            ("图书馆指南", "总台电话见下。"),
            ("图书馆指南 › 开放时间", "借阅区 — 周二至周五: 9:00—21:00; 周一: 闭馆"),
            ("图书馆指南 › 读者证", "免费办理。\n一人一张。"),
        ]);
        (await host.Ask("图书馆周一开门吗")).Result.Passages.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Html_loses_its_scripts_and_styles_and_keeps_its_words()
    {
        await using var host = new KnowledgeHost();

        await host.Import("page.html", """
            <html><head><title>Fees</title><style>p{color:red}</style></head><body><nav>menu</nav>
            <h1>Fees &amp; fines</h1><p onclick="x()">A card costs <b>5&nbsp;yuan</b>.<script>steal()</script></p>
            <img src="http://elsewhere/x.png"><table><tr><th>Kind</th><th>Fee</th></tr><tr><td>Adult</td><td>5</td></tr></table></body></html>
            """);

        var passage = (await OfficeFilesTests.Passages(host)).ShouldHaveSingleItem();
        passage.Heading.ShouldBe("Fees & fines");
        passage.Text.ShouldBe("A card costs 5 yuan.\nAdult — Fee: 5");
    }

    [Fact]
    public async Task A_newer_version_keeps_the_ids_of_what_stayed_and_the_old_citation_still_opens()
    {
        await using var host = new KnowledgeHost();
        await host.Import("guide.zh.md", Guide);
        var before = await OfficeFilesTests.Passages(host);

        (await host.Import("guide.zh.md", Guide)).ChangedNothing.ShouldBeTrue();
        (await host.Import("guide.zh.md", Guide.Replace("一人一张", "一人两张", StringComparison.Ordinal))).Changed.ShouldBe(1);

        var after = await OfficeFilesTests.Passages(host);
        after.Select(p => p.Id).Take(2).ShouldBe(before.Select(p => p.Id).Take(2));
        after[2].Id.ShouldNotBe(before[2].Id);
        var old = (await host.Send(new ReadSource(before[2].Id))).ShouldNotBeNull();
        (old.IsFormer, old.Text).ShouldBe((true, "免费办理。\n一人一张。"));
        (await host.Ask("读者证一人几张")).Result.Passages.ShouldAllBe(p => p.Passage.Key != before[2].Id.ToString());
    }

    [Fact]
    public async Task A_long_paragraph_is_cut_between_sentences_within_the_length()
    {
        await using var host = new KnowledgeHost(("Knowledge:PassageLength", "200"));
        var text = string.Concat(Enumerable.Range(1, 60).Select(i => $"第{i}条规定办理时限为{i}个工作日。"));

        await host.Import("rules.txt", text + "\n\n" + new string('x', 1000));

        var passages = await OfficeFilesTests.Passages(host);
        passages.ShouldAllBe(p => p.Text.Length <= 200);
        string.Concat(passages.Select(p => p.Text)).Replace("\n", "", StringComparison.Ordinal).ShouldBe(text + new string('x', 1000));
        passages[0].Text.ShouldEndWith("。");
    }

    [Fact]
    public async Task An_internal_document_is_neither_found_nor_opened_from_outside()
    {
        await using var host = new KnowledgeHost();
        await host.Send(new ImportKnowledge("secret.md", Encoding.UTF8.GetBytes("# Secret\n\nThe vault code procedure is here."), Audience: "staff"));
        var passage = (await OfficeFilesTests.Passages(host)).ShouldHaveSingleItem();

        (await host.Ask("vault code procedure")).Result.Passages.ShouldBeEmpty();
        (await host.Send(new ReadSource(passage.Id))).ShouldBeNull();
        (await host.Send(new AskKnowledge("vault code procedure", null, ["public", "staff"]))).Result.Passages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_archived_document_is_not_found_any_more()
    {
        await using var host = new KnowledgeHost();
        await host.Import("guide.zh.md", Guide);
        var document = (await host.Send(new ListDocuments())).ShouldHaveSingleItem();

        (await host.Send(new SetDocumentState(document.Id, Data.Knowledge.KnowledgeState.Archived, null))).ShouldBeTrue();

        (await host.Ask("读者证免费办理吗")).Result.Passages.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_file_again_leaves_an_archived_document_archived_and_a_newer_one_publishes_it()
    {
        await using var host = new KnowledgeHost();
        await host.Import("guide.zh.md", Guide);
        await host.Send(new SetDocumentState((await host.Send(new ListDocuments())).Single().Id, Data.Knowledge.KnowledgeState.Archived, null));

        (await host.Import("guide.zh.md", Guide)).Unchanged.ShouldBe(1);
        (await host.Send(new ListDocuments())).ShouldHaveSingleItem().State.ShouldBe(Data.Knowledge.KnowledgeState.Archived);

        (await host.Import("guide.zh.md", Guide.Replace("一人一张", "一人两张", StringComparison.Ordinal))).Changed.ShouldBe(1);
        (await host.Send(new ListDocuments())).ShouldHaveSingleItem().State.ShouldBe(Data.Knowledge.KnowledgeState.Published);
    }
}
