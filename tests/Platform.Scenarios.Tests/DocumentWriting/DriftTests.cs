using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class DriftTests
{
    [Theory]
    [InlineData("共有1.2万人参加", FactKind.Number, "12000人")]
    [InlineData("会议于2026年3月5日召开", FactKind.Date, "2026-3-5")]
    [InlineData("根据云政〔2026〕3号文件", FactKind.DocumentNumber, "2026-3")]
    [InlineData("强调“安全第一预防为主”", FactKind.Quote, "安全第一预防为主")]
    [InlineData("由王建国局长负责", FactKind.Name, "王建国")]
    [InlineData("合格率达到98.5%", FactKind.Number, "98.5%")]
    [InlineData("培训骨干三百二十人", FactKind.Number, "320人")]
    [InlineData("共有１２６所学校", FactKind.Number, "126所")]
    [InlineData("会议于２０２６年３月５日召开", FactKind.Date, "2026-3-5")]
    [InlineData("投入1,234,567元", FactKind.Number, "1234567元")]
    [InlineData("2.5万人参加", FactKind.Number, "25000人")]
    [InlineData("通报第12,13,14,15期", FactKind.Number, "15期")]
    public void Facts_are_found_by_their_form(string text, FactKind kind, string value) =>
        FactReader.Read(text, "x").Select(fact => (fact.Kind, fact.Value)).ShouldContain((kind, value));

    [Fact]
    public void What_is_no_number_that_can_be_counted_is_left_out() =>
        FactReader.Read($"编号{new string('9', 40)}，名单{string.Join(',', Enumerable.Range(100, 40))}", "x").ShouldBeEmpty();

    [Fact]
    public void A_fact_keeps_the_words_of_its_source() =>
        FactReader.Read("共有１２６所学校。", "x").ShouldHaveSingleItem().Text.ShouldBe("１２６所");

    [Theory]
    [InlineData("全市126所中小学参加，抽查阶段由3个检查组进行。", 0)]
    [InlineData("全市130所中小学参加。", 1)]
    [InlineData("全市26所学校参加。", 1)]
    [InlineData("完成率达到20%。", 1)]
    [InlineData("检查于2026年9月12日开始。", 1)]
    [InlineData("根据云政〔2026〕99号文件要求执行。", 1)]
    [InlineData("由赵德明局长带队检查。", 1)]
    [InlineData("请市财政局配合。", 1)]
    [InlineData("各单位要高度重视，有关部门要配合。", 0)]
    public void Statements_without_a_source_are_marked(string text, int count) =>
        FactTable.Of(SampleBriefs.Of("notice")).Unsupported(text).Count.ShouldBe(count);

    [Theory]
    [InlineData("整改率为12.5%。", 0)]
    [InlineData("整改率为125%。", 1)]
    [InlineData("整改率由12.5起步。", 0)]
    public void A_share_needs_a_source_of_its_own(string text, int count) =>
        FactTable.Of(SampleBriefs.Of("notice") with { Material = [new Material("x.txt", "整改率为12.5%。")] }).Unsupported(text).Count.ShouldBe(count);

    [Fact]
    public void What_the_words_of_a_corrected_fact_state_may_be_stated()
    {
        var brief = SampleBriefs.Of("notice") with { CorrectedFacts = [new Fact(FactKind.Number, "共有350人，其中教师80人", "350人", "共有350人，其中教师80人", "added")] };

        FactTable.Of(brief).Unsupported("教师80人参加。").ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_drafts_the_one_that_states_the_facts_ranks_higher()
    {
        var brief = SampleBriefs.Of("notice");
        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
        var meter = new DriftMeter(brief, GenreCatalog.Shipped, outline, FactTable.Of(brief));
        var node = outline.Nodes[1] with { Facts = ["126所"], Length = 0 };

        meter.MeasureNode("全市126所中小学全部纳入检查。", node, "").Stated.ShouldBe(1);
        meter.MeasureNode("全市中小学全部纳入检查。", node, "").Stated.ShouldBe(0);
    }

    [Fact]
    public void Another_number_for_the_same_thing_is_a_contradiction() =>
        Contradictions.Between("参加检查的学校共130所。", "参加检查的学校共126所。").ShouldHaveSingleItem();

    [Fact]
    public void A_sentence_denied_later_is_a_contradiction() =>
        Contradictions.Between("全市消防设施改造工程没有按期完成。", "全市消防设施改造工程已经按期完成。").ShouldHaveSingleItem();

    [Theory]
    [InlineData("抽查学校共20所，发现问题35处。", "参加检查的学校共126所。")]
    [InlineData("校园消防安全不仅关系到每一名师生的平安。", "校园消防安全关系到每一名师生的平安。")] // 不仅 denies nothing
    public void Going_on_is_no_contradiction(string one, string other) => Contradictions.Between(one, other).ShouldBeEmpty();

    [Theory]
    [InlineData(1000, 1000, 100)]
    [InlineData(1000, 1300, 90)]
    [InlineData(1000, 500, 50)]
    [InlineData(1000, 0, 0)]
    [InlineData(1000, 4000, 0)]
    public void Length_is_scored_as_published(int asked, int written, double score) => LengthScore.Of(asked, written).ShouldBe(score, 0.01);

    [Theory]
    [InlineData("春天来了，公园里的花都开了，大家都去踏青。", CheckNames.OffNode)]
    [InlineData("检查范围包括宿舍和食堂，妥否，请批示。", CheckNames.Forbidden)]
    [InlineData("检查范围包括全部200所学校的宿舍和食堂。", CheckNames.Unsupported)]
    public void The_meter_names_what_is_wrong(string text, string check)
    {
        var brief = SampleBriefs.Of("notice");
        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);

        new DriftMeter(brief, GenreCatalog.Shipped, outline, FactTable.Of(brief)).Measure(text, outline.Nodes[1], "").Findings.Select(f => f.Check).ShouldContain(check, StringComparer.Ordinal);
    }

    [Fact]
    public void Facts_of_the_material_go_to_the_node_they_are_about()
    {
        var brief = SampleBriefs.Of("notice") with { Material = [new Material("x.txt", "上学期抽查学生宿舍和食堂发现隐患214处。书面总结按科室报送，共收到37份。")] };

        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);

        outline.Nodes.Single(node => node.Heading == "检查范围").Facts.ShouldContain(fact => fact.StartsWith("214"));
        outline.Nodes.Single(node => node.Heading == "结果报送").Facts.ShouldContain(fact => fact.StartsWith("37"));
    }
}
