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
