using System.Text;
using CsCheck;
using Platform.Data.Knowledge;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Editing;
using Platform.Scenarios.Knowledge.Export;
using Platform.Scenarios.Knowledge.Import;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Knowledge;

public sealed class ExportTests
{
    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.String[Gen.Char["ab ,;|'\"=+-@\t\n\r问题？＝😀\ud83d"], 0, 30],
        Gen.String[0, 20]);

    private static readonly Gen<DateOnly?> Days = Gen.Int[-500, 3_000].Select(day => day < 0 ? (DateOnly?)null : new DateOnly(2024, 1, 1).AddDays(day));

    private static readonly Gen<EntryContent> Contents = Gen.Select(
        Words, Words.List[0, 5], Words, Words, Days, Gen.Int[0, 2].Select(state => (KnowledgeState)state),
        (question, similar, answer, topic, from, state) => new EntryContent
        {
            Question = "Q" + question,
            Similar = similar,
            Answer = "=A" + answer,
            Topic = topic,
            Audience = Audiences.Staff,
            ValidFrom = from,
            ValidTo = from?.AddDays(1),
            State = state,
        }.Cleaned());

    [Fact]
    public void Whatever_is_exported_is_imported_the_same() => Contents.List[1, 4].Sample(contents =>
    {
        var rows = contents.Select((content, i) => new ExportRow($"id-{i}", "en", content)).ToList();
        var limits = new KnowledgeOptions();

        Equal(rows, EntryRows.Read(CsvTable.Read(ExportFiles.Csv(rows), limits, default), null, Audiences.Public));
        Equal(rows, EntryRows.Read(JsonLinesTable.Read(ExportFiles.JsonLines(rows), limits, default), null, Audiences.Public));
        Equal(rows, EntryRows.Read(WorkbookTable.Read(ExportFiles.Workbook(rows), limits, default), null, Audiences.Public));
    }, iter: 300);

    [Theory]
    [InlineData(ExportFormat.JsonLines)]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Workbook)]
    public async Task An_exported_base_fills_an_empty_one_and_changes_nothing_in_its_own(ExportFormat format)
    {
        await using var host = new KnowledgeHost();
        await host.Send(new SaveEntry(null, 0, new EntryContent { Question = "怎么退卡？", Similar = ["a|b", "=1+1", "'quoted"], Answer = "-第一步\n+第二步" }, null));
        var file = await host.Send(new ExportKnowledge(format, null));

        (await host.Import(file.Name, file.Content)).ChangedNothing.ShouldBeTrue();
        await using var empty = new KnowledgeHost();
        (await empty.Import(file.Name, file.Content)).Added.ShouldBe(1);

        var entry = (await empty.Send(new ReadEntry((await empty.Send(new ListEntries())).Entries[0].Id))).ShouldNotBeNull();
        entry.Content.Similar.ShouldBe(["a|b", "=1+1", "'quoted"]);
        entry.Content.Answer.ShouldBe("-第一步\n+第二步");
    }

    [Theory]
    [InlineData("=cmd|'/c calc'!A1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1")]
    public void A_cell_of_a_csv_file_never_starts_with_a_formula_sign(string answer)
    {
        var csv = Encoding.UTF8.GetString(ExportFiles.Csv([new ExportRow("1", "en", new EntryContent { Question = "q", Answer = answer })]));

        csv.ShouldContain("'" + answer);
        csv.ShouldNotContain("," + answer);
    }

    private static void Equal(List<ExportRow> expected, EntryRows read)
    {
        read.Refusals.ShouldBeEmpty();
        read.Good.Select(r => (r.Id, r.Language, r.Content.ToJson())).ShouldBe(expected.Select(r => (r.Id, r.Language, r.Content.ToJson())));
    }
}
