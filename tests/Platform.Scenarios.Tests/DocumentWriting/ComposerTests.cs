using Platform.Scenarios.DocumentWriting;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.DocumentWriting;

public sealed class ComposerTests
{
    private const int Seeds = 40;

    public static TheoryData<string> Genres => SampleBriefs.Genres;

    [Fact]
    public void Ten_genres_can_be_written() =>
        GenreCatalog.Shipped.Genres.Select(genre => genre.Name).ShouldBe(["通报", "决定", "函", "会议纪要", "通知", "学习心得", "报告", "请示", "讲话稿", "工作总结"], ignoreOrder: true);

    [Theory]
    [InlineData("为{purpose}，现就{matter}有关事项通知如下：", "为改善环境，现就停车有关事项通知如下：")]
    [InlineData("关于{matter}的通知", "关于停车的通知")]
    [InlineData("{purpose}", "为改善环境")]
    public void A_leading_word_is_not_said_twice(string formula, string expected) =>
        Slots.Fill(formula, new Dictionary<string, string>(StringComparer.Ordinal) { ["purpose"] = "为改善环境", ["matter"] = formula.StartsWith("关于", StringComparison.Ordinal) ? "关于停车" : "就停车" }).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Genres))]
    public void Every_mandatory_part_stands_in_the_document_whatever_the_seed(string genre)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var brief = SampleBriefs.Of(genre, seed, new[] { 400, 800, 2000 }[seed % 3]);
            var document = Composer.Compose(brief, OutlinePlanner.Plan(brief, GenreCatalog.Shipped), GenreCatalog.Shipped);

            MandatoryParts.Missing(document, brief, GenreCatalog.Shipped).ShouldBeEmpty($"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Genres))]
    public void The_engine_states_nothing_that_was_not_given_and_breaks_no_rule_of_the_genre(string genre)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var brief = SampleBriefs.Of(genre, seed, 2000);
            var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
            var document = Composer.Compose(brief, outline, GenreCatalog.Shipped);

            var findings = new DriftMeter(brief, GenreCatalog.Shipped, outline, FactTable.Of(brief)).Measure(document).SelectMany(m => m.Drift?.Findings ?? []).ToList();

            findings.ShouldBeEmpty($"seed {seed}: {string.Join(" ", findings.Select(f => $"{f.Check}:{f.Words}"))}");
        }
    }

    [Theory]
    [MemberData(nameof(Genres))]
    public void A_long_document_meets_its_length_stays_on_its_points_and_says_nothing_twice(string genre)
    {
        var brief = SampleBriefs.Of(genre, 1, 5000);
        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
        var document = Composer.Compose(brief, outline, GenreCatalog.Shipped);

        LengthScore.Of(brief.Length, document.Length).ShouldBeGreaterThan(97);
        var findings = new DriftMeter(brief, GenreCatalog.Shipped, outline, FactTable.Of(brief)).Measure(document).SelectMany(m => m.Drift?.Findings ?? []).ToList();
        findings.ShouldBeEmpty(string.Join(" ", findings.Select(f => $"{f.Check}:{f.Words}")));
    }

    [Fact]
    public void General_parts_state_nothing_and_are_no_voices_own()
    {
        var general = GenreCatalog.Shipped.General.Cores.Concat(GenreCatalog.Shipped.General.Tails).ToList();

        general.SelectMany(part => FactReader.Read(part, "")).ShouldBeEmpty();
        general.ShouldBeUnique(StringComparer.Ordinal);
        GenreCatalog.Shipped.Voices.Values.SelectMany(voice => voice.Cores.Concat(voice.Tails)).Intersect(general, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void A_sentence_of_the_material_stands_at_the_point_it_is_about_and_passes_every_check()
    {
        var brief = SampleBriefs.Of("notice") with { Material = [new Material("x.txt", "上学期抽查学生宿舍和食堂发现隐患２１４处。书面总结按科室报送，共收到37份。")] };
        var outline = OutlinePlanner.Plan(brief, GenreCatalog.Shipped);
        var document = Composer.Compose(brief, outline, GenreCatalog.Shipped);

        document.Paragraphs.ShouldContain(paragraph => paragraph.Node == "item1" && paragraph.Text.Contains("上学期抽查学生宿舍和食堂发现隐患214处。", StringComparison.Ordinal));
        document.Paragraphs.ShouldContain(paragraph => paragraph.Node == "item3" && paragraph.Text.Contains("书面总结按科室报送，共收到37份。", StringComparison.Ordinal));
        new DriftMeter(brief, GenreCatalog.Shipped, outline, FactTable.Of(brief)).Measure(document).SelectMany(m => m.Drift?.Findings ?? []).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("上学期抽查学生宿舍和食堂为什么还有隐患214处？")]
    [InlineData("我们抽查学生宿舍和食堂发现隐患214处。")]
    [InlineData("学生宿舍和食堂隐患: 214处, 已整改。")]
    [InlineData("214处")]
    public void What_cannot_stand_in_a_document_as_it_is_stays_out_of_it(string material)
    {
        var brief = SampleBriefs.Of("notice") with { Material = [new Material("x.txt", material)] };

        string.Concat(Composer.Compose(brief, OutlinePlanner.Plan(brief, GenreCatalog.Shipped), GenreCatalog.Shipped).Paragraphs.Select(paragraph => paragraph.Text)).ShouldNotContain("214");
    }

    [Theory]
    [InlineData("request")]
    [InlineData("letter")]
    public void Who_asks_or_writes_to_an_equal_gives_no_orders(string genre)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var text = string.Join('\n', SampleBriefs.Composed(genre, seed, 2000).Paragraphs.Select(paragraph => paragraph.Text));

            text.ShouldNotContain("，要");
            text.ShouldContain("我单位");
        }
    }

    [Fact]
    public void A_point_in_other_words_is_there_and_one_that_is_left_out_is_missing()
    {
        var brief = SampleBriefs.Of("notice");
        var document = SampleBriefs.Composed("notice");
        IReadOnlyList<string> Missing(string text) => MandatoryParts.Missing(
            document with { Paragraphs = [.. document.Paragraphs.Select(paragraph => paragraph is { Node: "item1", Level: 0 } ? paragraph with { Text = text } : paragraph)] }, brief, GenreCatalog.Shipped);

        Missing("全市126所中小学、48所幼儿园全部纳入本次检查，学生宿舍、食堂、实验室和图书馆是重点。").ShouldBeEmpty();
        Missing("全市126所中小学、48所幼儿园全部纳入本次检查。").ShouldHaveSingleItem().ShouldContain("图书馆");
    }

    [Theory]
    [InlineData("notice", 800)]
    [InlineData("report", 2000)]
    [InlineData("speech", 2000)]
    [InlineData("reflection", 800)]
    public void The_wanted_length_is_met(string genre, int length) =>
        LengthScore.Of(length, SampleBriefs.Composed(genre, 3, length).Length).ShouldBeGreaterThan(90);

    [Fact]
    public void Another_seed_words_it_differently_and_the_same_seed_the_same()
    {
        string Text(long seed) => string.Join('\n', SampleBriefs.Composed("notice", seed).Paragraphs.Select(paragraph => paragraph.Text));

        Text(1).ShouldBe(Text(1));
        Text(1).ShouldNotBe(Text(2), StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named_in_the_order_in_which_it_is_asked_for()
    {
        var brief = new Brief { Genre = "request", Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["issuer"] = "云溪市教育局" } };

        brief.Missing(GenreCatalog.Shipped["request"], GenreCatalog.Shipped).ShouldBe(["addressee", "matter", "items", "date"]);
    }

    [Theory]
    [InlineData("{\"genre\":\"poem\"}", "poem")]
    [InlineData("{\"genre\":\"notice\"}", "addressee")]
    [InlineData("[", "JSON")]
    [InlineData("{\"genre\":\"notice\",\"colour\":1}", "colour")]
    public void A_brief_that_cannot_be_written_says_why(string json, string part) =>
        Should.Throw<FormatException>(() => Brief.Parse(json, GenreCatalog.Shipped)).Message.ShouldContain(part);
}
