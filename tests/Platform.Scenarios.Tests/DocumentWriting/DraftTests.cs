using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Drafts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.DocumentWriting.Layout;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class DraftTests : IAsyncLifetime
{
    private static readonly Guid Dora = Guid.CreateVersion7();
    private static readonly Guid Emil = Guid.CreateVersion7();

    private readonly TestHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(Cancel);
        db.Users.AddRange(new Account { Id = Dora, UserName = "dora", NormalizedUserName = "DORA" }, new Account { Id = Emil, UserName = "emil", NormalizedUserName = "EMIL" });
        await db.SaveChangesAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_brief_becomes_an_outline_a_text_and_a_file_without_deviations()
    {
        var draft = await WrittenAsync();

        draft.MissingParts.ShouldBeEmpty();
        draft.Sections.ShouldAllBe(section => section.State == SectionState.Written);
        draft.LengthScore.ShouldNotBeNull().ShouldBeGreaterThan(50);
        var file = await Send(new ExportDraft(draft.Id, Dora, DraftFormat.Word));
        file.ShouldNotBeNull().Name.ShouldBe("云溪市教育局关于开展秋季校园消防安全检查的通知.docx");
        LayoutValidator.Check(file.Content, Cancel).ShouldBeEmpty();
        Encoding.UTF8.GetString((await Send(new ExportDraft(draft.Id, Dora, DraftFormat.Markdown)))!.Content).ShouldContain("重点检查学生宿舍");
    }

    [Theory]
    [InlineData(null, OfficialFormat.Letter)]
    [InlineData(OfficialFormat.General, OfficialFormat.General)]
    public async Task A_letter_with_a_red_head_has_its_own_format_unless_the_general_one_is_asked_for(OfficialFormat? asked, OfficialFormat format)
    {
        var (id, brief) = ((await Send(new StartDraft(Dora, "letter"))).ShouldNotBeNull(), SampleBriefs.Of("letter"));
        var draft = (await Send(new SaveBrief(id, Dora, brief.Values.ToDictionary(StringComparer.Ordinal), brief.Items, [], brief.Length, RedHead: true, PageFormat: asked))).ShouldNotBeNull();
        await Send(new WriteSection(id, Dora, draft.Outline.ShouldNotBeNull().Nodes[0].Id));

        var file = (await Send(new ExportDraft(id, Dora, DraftFormat.Word))).ShouldNotBeNull();

        LayoutValidator.Read(file.Content, Cancel).Format.ShouldBe(format);
        draft.Brief.PageFormat.ShouldBe(asked);
    }

    [Fact]
    public async Task What_is_missing_or_has_the_wrong_form_is_named_and_nothing_is_written()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();
        var brief = SampleBriefs.Of("notice");

        var draft = (await Send(new SaveBrief(id, Dora, new Dictionary<string, string>(StringComparer.Ordinal) { ["issuer"] = "云溪市教育局", ["date"] = "下周" }, brief.Items, [], 800, false))).ShouldNotBeNull();

        draft.Missing.ShouldContain(slot => slot == "matter");
        draft.Wrong.ShouldBe(["date"]);
        draft.Outline.ShouldBeNull();
        (await Send(new WriteSection(id, Dora, "opening"))).ShouldBeNull();
        (await Send(new ExportDraft(id, Dora, DraftFormat.Word))).ShouldBeNull();
        (await Send(new StartDraft(Dora, "novel"))).ShouldBeNull();
    }

    [Fact]
    public async Task Values_of_unknown_slots_and_endless_ones_are_refused()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();

        await Should.ThrowAsync<ValidationException>(() => Send(Save(id, "nonsense", "x")));
        await Should.ThrowAsync<ValidationException>(() => Send(Save(id, "matter", new string('长', DraftLimits.LongestValue + 1))));
        await Should.ThrowAsync<ValidationException>(() => Send(Save(id, "matter", "检查", length: Brief.LongestLength + 1)));

        var crowded = Save(id, "matter", "检查") with { Items = [.. Enumerable.Range(0, DraftLimits.MostSections + 1).Select(at => new BriefItem($"第{at}条", []))] };
        (await Should.ThrowAsync<ValidationException>(() => Send(crowded))).Errors.ShouldHaveSingleItem().ErrorCode.ShouldBe("items"); // the page has words for it

        static SaveBrief Save(Guid id, string slot, string value, int length = 800) => new(id, Dora, new Dictionary<string, string>(StringComparer.Ordinal) { [slot] = value }, [], [], length, false);
    }

    [Fact]
    public async Task Nobody_else_finds_a_draft()
    {
        var draft = await WrittenAsync();
        var node = draft.Outline!.Nodes[0].Id;

        (await Send(new ReadDraft(draft.Id, Emil))).ShouldBeNull();
        (await Send(new WriteSection(draft.Id, Emil, node))).ShouldBeNull();
        (await Send(new ExportDraft(draft.Id, Emil, DraftFormat.Word))).ShouldBeNull();
        (await Send(new EditParagraph(draft.Id, Emil, node, "x", "y"))).ShouldBeNull();
        (await Send(new TakeMaterial(draft.Id, Emil, "a.txt", "text"u8.ToArray()))).ShouldBeOfType<MaterialOutcome.NoSuchDraft>();
        (await Send(new DeleteDraft(draft.Id, Emil))).ShouldBeFalse();
        (await Send(new ListDrafts(Emil))).ShouldBeEmpty();

        (await Send(new ListDrafts(Dora))).ShouldHaveSingleItem().Title.ShouldBe("云溪市教育局关于开展秋季校园消防安全检查的通知");
        (await Send(new DeleteDraft(draft.Id, Dora))).ShouldBeTrue();
        (await Send(new ReadDraft(draft.Id, Dora))).ShouldBeNull();
    }

    [Fact]
    public async Task Material_brings_facts_that_a_person_can_correct_and_take_away_again()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();

        var taken = (await Send(new TakeMaterial(id, Dora, "数据.txt", Encoding.UTF8.GetBytes("2025年全市共排查隐患342处。整改率为98.5%。")))).ShouldBeOfType<MaterialOutcome.Taken>();
        var wrong = taken.Draft.Facts.Single(fact => fact.Text.Contains("342", StringComparison.Ordinal));
        var corrected = (await Send(new CorrectFact(id, Dora, wrong, "352处"))).ShouldNotBeNull();

        corrected.Facts.ShouldContain(fact => fact.Text == "352处" && fact.Source == "数据.txt");
        corrected.Facts.ShouldNotContain(wrong);
        (await Send(new DropMaterial(id, Dora, "数据.txt"))).ShouldNotBeNull().Facts.ShouldBeEmpty();
        (await Send(new TakeMaterial(id, Dora, "bad.docx", "not a zip"u8.ToArray()))).ShouldBeOfType<MaterialOutcome.Refused>();
        (await Send(new TakeMaterial(id, Dora, "big.txt", new byte[DraftLimits.LargestFile + 1]))).ShouldBeOfType<MaterialOutcome.Refused>();
    }

    [Fact]
    public async Task A_corrected_fact_is_corrected_in_its_sentence_too()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();
        var taken = (await Send(new TakeMaterial(id, Dora, "数据.txt", "共排查隐患342处，整改率为98.5%。"u8.ToArray()))).ShouldBeOfType<MaterialOutcome.Taken>();

        var corrected = (await Send(new CorrectFact(id, Dora, taken.Draft.Facts.Single(fact => fact.Text == "342处"), "352处"))).ShouldNotBeNull();

        corrected.Facts.Select(fact => fact.Context).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldBe("共排查隐患352处，整改率为98.5%");
    }

    [Fact]
    public async Task Material_with_numbers_of_any_form_can_be_opened_again()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();

        await Send(new TakeMaterial(id, Dora, "数据.txt", Encoding.UTF8.GetBytes($"共有１２６所学校，编号{new string('9', 40)}，名单{string.Join(',', Enumerable.Range(100, 40))}。")));

        (await Send(new ReadDraft(id, Dora))).ShouldNotBeNull().Facts.ShouldContain(fact => fact.Text == "１２６所" && fact.Value == "126所");
    }

    [Fact]
    public async Task Headings_of_material_count_and_what_is_too_long_is_cut_and_said_so()
    {
        var id = (await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull();

        var headed = (await Send(new TakeMaterial(id, Dora, "a.md", "# 2025年检查情况\n\n## 查出隐患342处\n\n正在整改。"u8.ToArray()))).ShouldBeOfType<MaterialOutcome.Taken>();
        var cut = (await Send(new TakeMaterial(id, Dora, "b.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("检查情况良好。", 10_000)))))).ShouldBeOfType<MaterialOutcome.Taken>();

        headed.Draft.Facts.Select(fact => fact.Text).ShouldBe(["2025年", "342处"]);
        headed.IsCut.ShouldBeFalse();
        cut.IsCut.ShouldBeTrue();
        cut.Characters.ShouldBe(60_000);
    }

    [Fact]
    public async Task What_a_person_wrote_is_not_overwritten_but_asked_about()
    {
        const string Mine = "请各区教育局把书面总结按时报送。";
        var draft = await WrittenAsync();
        var section = draft.Sections.First(s => s.Node.Heading == "结果报送");
        await Send(new EditParagraph(draft.Id, Dora, section.Node.Id, section.Paragraphs[0].Paragraph.Text, Mine));
        await Send(new ChangeOutline(draft.Id, Dora, new OutlineChange.Edit(section.Node.Id, "结果报送", ["各区教育局于10月8日前报送书面总结"], section.Node.Length)));

        var proposed = (await Send(new WriteSection(draft.Id, Dora, section.Node.Id))).ShouldNotBeNull();

        Texts(proposed.Sections.Single(s => s.Node.Id == section.Node.Id)).ShouldBe([Mine]);
        string.Concat(proposed.Proposed.ShouldNotBeNull().Paragraphs.Select(p => p.Text)).ShouldContain("10月8日");

        var left = (await Send(new DecideRevision(draft.Id, Dora, Accept: false))).ShouldNotBeNull().Sections.Single(s => s.Node.Id == section.Node.Id);
        Texts(left).ShouldBe([Mine]);
        left.State.ShouldBe(SectionState.Written); // the person has decided: it is not asked about again
    }

    [Fact]
    public async Task A_revision_says_when_its_instruction_takes_a_model_that_is_not_there()
    {
        var draft = await WrittenAsync();
        var node = draft.Sections.First(s => s.Node.Heading == "检查安排").Node.Id;

        (await Send(new ReviseSection(draft.Id, Dora, node, "改得更短"))).ShouldNotBeNull().Proposed.ShouldNotBeNull().IsFollowed.ShouldBeTrue();
        (await Send(new ReviseSection(draft.Id, Dora, node, "说明为什么要抽查"))).ShouldNotBeNull().Proposed.ShouldNotBeNull().IsFollowed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_section_whose_outline_changed_is_shown_as_behind_until_it_is_written_again()
    {
        var draft = await WrittenAsync();
        var section = draft.Sections.First(s => s.Node.Heading == "结果报送").Node;

        var changed = (await Send(new ChangeOutline(draft.Id, Dora, new OutlineChange.Edit(section.Id, "结果报送", ["各区教育局于10月8日前报送书面总结"], section.Length)))).ShouldNotBeNull();
        changed.Sections.Single(s => s.Node.Id == section.Id).State.ShouldBe(SectionState.Behind);
        var again = (await Send(new WriteSection(draft.Id, Dora, section.Id))).ShouldNotBeNull();

        var written = again.Sections.Single(s => s.Node.Id == section.Id);
        written.State.ShouldBe(SectionState.Written);
        string.Concat(written.Paragraphs.Select(p => p.Paragraph.Text)).ShouldContain("10月8日");
    }

    [Fact]
    public async Task A_revision_waits_for_the_persons_word_and_can_be_refused()
    {
        var draft = await WrittenAsync();
        var section = draft.Sections.First(s => s.Node.Heading == "检查安排");
        var before = Texts(section);

        var proposed = (await Send(new ReviseSection(draft.Id, Dora, section.Node.Id, "改得更短"))).ShouldNotBeNull();
        proposed.Proposed.ShouldNotBeNull().Node.ShouldBe(section.Node.Id);
        Texts(proposed.Sections.Single(s => s.Node.Id == section.Node.Id)).ShouldBe(before);

        var refused = (await Send(new DecideRevision(draft.Id, Dora, Accept: false))).ShouldNotBeNull();
        refused.Proposed.ShouldBeNull();
        Texts(refused.Sections.Single(s => s.Node.Id == section.Node.Id)).ShouldBe(before);

        var second = (await Send(new ReviseSection(draft.Id, Dora, section.Node.Id, "改得更短"))).ShouldNotBeNull();
        var accepted = (await Send(new DecideRevision(draft.Id, Dora, Accept: true))).ShouldNotBeNull();
        Texts(accepted.Sections.Single(s => s.Node.Id == section.Node.Id)).ShouldBe([.. second.Proposed!.Paragraphs.Where(p => p.Level != 1).Select(p => p.Text)]);
    }

    [Fact]
    public async Task A_persons_words_stand_and_are_marked_as_theirs()
    {
        var draft = await WrittenAsync();
        var section = draft.Sections.First(s => s.Node.Heading == "检查范围");
        var was = section.Paragraphs.First(p => p.Paragraph.Level == 0).Paragraph.Text;

        var edited = (await Send(new EditParagraph(draft.Id, Dora, section.Node.Id, was, "全市中小学全部纳入检查。"))).ShouldNotBeNull();
        var paragraph = edited.Sections.Single(s => s.Node.Id == section.Node.Id).Paragraphs.Single(p => p.Paragraph.Text == "全市中小学全部纳入检查。").Paragraph;
        paragraph.WordedBy.ShouldBe(WrittenParagraph.Person);

        // another window still shows the old words: what it sends changes nothing
        var late = (await Send(new EditParagraph(draft.Id, Dora, section.Node.Id, was, "别的"))).ShouldNotBeNull();
        Texts(late.Sections.Single(s => s.Node.Id == section.Node.Id)).ShouldBe(Texts(edited.Sections.Single(s => s.Node.Id == section.Node.Id)));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static List<string> Texts(SectionView section) => [.. section.Paragraphs.Select(p => p.Paragraph.Text)];

    private async Task<DraftView> WrittenAsync()
    {
        var (id, brief) = ((await Send(new StartDraft(Dora, "notice"))).ShouldNotBeNull(), SampleBriefs.Of("notice"));
        var draft = (await Send(new SaveBrief(id, Dora, brief.Values.ToDictionary(StringComparer.Ordinal), brief.Items, brief.Attachments, brief.Length, brief.RedHead))).ShouldNotBeNull();
        foreach (var node in draft.Outline.ShouldNotBeNull().Nodes)
            draft = (await Send(new WriteSection(id, Dora, node.Id))).ShouldNotBeNull();
        return draft;
    }

    private Task<T> Send<T>(IRequest<T> message) => _host.Services.GetRequiredService<IMediator>().Send(message, Cancel);
}
