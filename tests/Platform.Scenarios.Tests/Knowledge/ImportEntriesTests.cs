using System.Text;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class ImportEntriesTests
{
    private const string ChineseCsv = "编号,标准问题,相似问题,答案,分类,受众,生效日期,失效日期\r\nbus,公交卡怎么退？,退公交卡|不想要公交卡了,\"到服务点退卡，\n当场退款。\",交通,公开,2026年1月1日,2026/12/31\r\n";

    [Fact]
    public async Task Rows_with_chinese_headers_become_entries_that_are_answered_at_once()
    {
        await using var host = new KnowledgeHost();

        var report = await host.Import("交通.csv", ChineseCsv);

        (report.Added, report.Refusals.Count, report.IgnoredColumns.Count).ShouldBe((1, 0, 0));
        var entry = await Only(host);
        entry.Content.Question.ShouldBe("公交卡怎么退？");
        entry.Content.Similar.ShouldBe(["退公交卡", "不想要公交卡了"]);
        entry.Content.Answer.ShouldBe("到服务点退卡，\n当场退款。");
        (entry.Language, entry.Content.Topic, entry.Content.ValidFrom, entry.Content.ValidTo, entry.Source)
            .ShouldBe(("zh", "交通", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), "交通.csv"));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_corrected_row_changes_its_entry()
    {
        await using var host = new KnowledgeHost();
        const string Lines = """
            {"id":"a","question":"How do I pay?","similar":["paying"],"answer":"By card.","language":"en"}
            {"question":"Where is it?","answer":"In the hall.","language":"en"}
            """;

        (await host.Import("a.jsonl", Lines)).Added.ShouldBe(2);
        var trained = host.Live.Trainings;
        var again = await host.Import("a.jsonl", Lines);
        again.ChangedNothing.ShouldBeTrue();
        again.Unchanged.ShouldBe(2);
        host.Live.Trainings.ShouldBe(trained);

        (await host.Import("a.jsonl", Lines.Replace("In the hall.", "On the first floor.", StringComparison.Ordinal))).Changed.ShouldBe(1);
        (await host.Ask("Where is it?")).Decision.ShouldBeOfType<PolicyDecision.Answer>().Candidate.Answer.ShouldBe("On the first floor.");
    }

    [Fact]
    public async Task Every_refused_row_is_reported_with_its_number_its_column_and_the_rule()
    {
        await using var host = new KnowledgeHost();

        var report = await host.Import("bad.csv", """
            id,question,answer,language,audience,validFrom,validTo,colour
            1,,yes,en,,,,
            2,Why?,,en,,,,
            3,Why not?,Because.,martian tongue,,,,
            4,Who?,Me.,en,friends,,,
            5,When?,Now.,en,,soon,,
            6,What?,That.,en,,2026-02-01,2026-01-01,
            7,Good?,Yes.,en,,,,blue
            7,Good again?,Yes.,en,,,,
            8,"Too, many",cells,en,,,,,,stray
            """);

        report.Added.ShouldBe(1);
        report.IgnoredColumns.ShouldBe(["colour"]);
        report.Refusals.Select(r => (r.Row, r.Rule.Column, r.Rule.Rule)).ShouldBe(
        [
            (2, "question", ImportRule.Empty), (3, "answer", ImportRule.Empty), (4, "language", ImportRule.NotALanguage),
            (5, "audience", ImportRule.NotOneOf), (6, "validFrom", ImportRule.NotADate), (7, "validTo", ImportRule.BeforeStart),
            (9, "id", ImportRule.TwiceInFile), (10, "row", ImportRule.BrokenRow),
        ]);
        report.Refusals[3].Rule.ToString().ShouldContain("friends");
    }

    [Fact]
    public async Task A_broken_line_of_json_is_refused_and_the_others_are_taken()
    {
        await using var host = new KnowledgeHost();

        var report = await host.Import("a.jsonl", """
            {"question":"One?","answer":"1"}
            {"question":"Two?"
            ["three"]
            {"question":4,"answer":"4"}
            {"question":"Five \ud800?","answer":"5"}
            {"question":"Six?","answer":"6"}
            """);

        report.Added.ShouldBe(2);
        report.Refusals.Select(r => r.Row).ShouldBe([2, 3, 4, 5]);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("GB18030", false)]
    public async Task A_file_is_read_in_the_encoding_it_was_written_in(string encoding, bool marked)
    {
        await using var host = new KnowledgeHost();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var coding = Encoding.GetEncoding(encoding);

        await host.Import("a.csv", [.. marked ? coding.GetPreamble() : [], .. coding.GetBytes(ChineseCsv)]);

        (await Only(host)).Content.Question.ShouldBe("公交卡怎么退？");
    }

    [Fact]
    public async Task A_row_of_an_archived_entry_does_not_bring_it_back_unless_it_says_so()
    {
        await using var host = new KnowledgeHost();
        await host.Import("a.csv", "id,question,answer\n1,Why?,Because.\n");
        var entry = await Only(host);
        await host.Send(new SaveEntry(entry.Id, entry.Version, entry.Content with { State = Data.Knowledge.KnowledgeState.Archived }, null));

        var refused = await host.Import("a.csv", "id,question,answer\n1,Why?,Because it is.\n");
        refused.Refusals.ShouldHaveSingleItem().Rule.Rule.ShouldBe(ImportRule.Archived);

        (await host.Import("a.csv", "id,question,answer,state\n1,Why?,Because it is.,published\n")).Changed.ShouldBe(1);
        (await host.Ask("Why?")).Decision.ShouldBeOfType<PolicyDecision.Answer>();
    }

    [Theory]
    [InlineData("a.csv", "name,value\n1,2\n", FileProblem.NoColumns)]
    [InlineData("a.csv", "", FileProblem.NoColumns)]
    [InlineData("a.exe", "MZ", FileProblem.UnknownFormat)]
    [InlineData("noending", "text", FileProblem.UnknownFormat)]
    [InlineData("a.xlsx", "no zip at all", FileProblem.Damaged)]
    [InlineData("a.docx", "PK\u0003\u0004 half a zip", FileProblem.Damaged)]
    [InlineData("a.md", "   \n\n", FileProblem.NoText)]
    [InlineData("a.txt", "zero \0 byte", FileProblem.NotText)]
    public async Task A_file_that_cannot_be_taken_is_refused_with_its_reason(string name, string content, FileProblem problem)
    {
        await using var host = new KnowledgeHost();

        var fault = await host.Refused(name, Encoding.UTF8.GetBytes(content));

        fault.Problem.ShouldBe(problem);
        fault.Words.ShouldNotBeNullOrWhiteSpace();
        fault.Chinese.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Limits_of_size_and_rows_hold()
    {
        await using var host = new KnowledgeHost(("Knowledge:MostFileBytes", "1000"), ("Knowledge:MostRows", "2"));

        (await host.Refused("a.csv", new byte[1001])).Problem.ShouldBe(FileProblem.TooLarge);
        (await host.Refused("a.csv", Encoding.UTF8.GetBytes("question,answer\n1,1\n2,2\n3,3\n"))).ShouldBe(new FileFault(
            FileProblem.TooManyRows, "it has more than 2 rows (Knowledge:MostRows); part it", "超过 2 行（Knowledge:MostRows），请拆分"));
    }

    [Theory]
    [InlineData("../../etc/passwd.csv", "passwd.csv")]
    [InlineData("C:\\Users\\me\\base.csv", "base.csv")]
    [InlineData("a\u0000b\r\n<script>.csv", "a b <script>.csv")]
    public async Task A_hostile_file_name_is_only_a_label(string given, string kept)
    {
        await using var host = new KnowledgeHost();

        (await host.Import(given, "question,answer\nWhy?,Because.\n")).FileName.ShouldBe(kept);

        (await Only(host)).Source.ShouldBe(kept);
    }

    private static async Task<EntryDetails> Only(KnowledgeHost host)
    {
        var summary = (await host.Send(new ListEntries())).Entries.ShouldHaveSingleItem();
        return (await host.Send(new ReadEntry(summary.Id))).ShouldNotBeNull();
    }
}
