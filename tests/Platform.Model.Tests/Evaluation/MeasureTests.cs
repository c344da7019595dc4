using Platform.Model.Evaluation.Baselines;
using Platform.Model.Evaluation.Measures;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Evaluation;

public sealed class MeasureTests
{
    private const double Near = 1e-6;
    private static readonly int[] First = [0];

    [Theory]
    [InlineData("a b c d e f", "a b c d e g", 75.98356856515926)] // fourth root of 5/6 · 4/5 · 3/4 · 2/3
    [InlineData("a b c d", "a b c d e", 77.8800783071405)] // too short: exp(1 - 5/4)
    [InlineData("a b c d", "a b c d", 100)]
    [InlineData("the the the the", "the cat sat down", 0)]
    [InlineData("今天天气很好", "今天天气很好", 100)]
    public void Bleu_is_that_of_its_definition(string written, string reference, double value)
    {
        var bleu = new Bleu();
        bleu.Add(written, reference);

        bleu.Value(First).ShouldBe(value, Near);
    }

    [Theory]
    [InlineData("ab", "abc", 63.63636363636363)] // precision 1, recall (2/3 + 1/2) / 2
    [InlineData("abc", "abc", 100)]
    [InlineData("a b c", "abc", 100)]
    [InlineData("xyz", "abc", 0)]
    [InlineData("", "abc", 0)]
    public void ChrF_is_that_of_its_definition(string written, string reference, double value)
    {
        var chrf = new ChrF();
        chrf.Add(written, reference);

        chrf.Value(First).ShouldBe(value, Near);
    }

    [Fact]
    public void Variety_counts_signs_and_words()
    {
        var diversity = new Diversity();
        diversity.Add("好好好好好");
        diversity.Add("one two three, one two three, one two");

        diversity.Distinct(1, [0]).ShouldBe(0.2, Near);
        diversity.Distinct(1, [1]).ShouldBe(0.4, Near); // one two three and a comma of ten
        diversity.Repetition([0]).ShouldBe(0.5, Near); // two 4-grams, both the same
        diversity.Length([0, 1]).ShouldBe(7.5, Near);
    }

    [Fact]
    public void The_area_under_the_curve_counts_pairs()
    {
        RankCurve.Area([(1, false), (2, true), (3, false), (4, true)]).ShouldBe(0.75, Near);
        RankCurve.Area([(1, false), (1, true)]).ShouldBe(0.5, Near);
        RankCurve.Area([(1, true)]).ShouldBe(double.NaN);
    }

    [Fact]
    public void An_interval_holds_the_mean_and_is_the_same_each_time()
    {
        double[] items = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1.0 : 0)];
        var (low, high) = Bootstrap.Interval(Bootstrap.Draw(items.Length, 1000, chosen => chosen.Average(i => items[i])));

        low.ShouldBeInRange(0.19, 0.23); // 0.25 ± 1.96 · 0.0217
        high.ShouldBeInRange(0.27, 0.31);
        Bootstrap.Interval(Bootstrap.Draw(items.Length, 1000, chosen => chosen.Average(i => items[i]))).ShouldBe((low, high));
    }

    [Fact]
    public void The_character_models_probabilities_are_one_together()
    {
        var model = new CharacterModel();
        model.Learn("春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。");
        model.Learn("春风又绿江南岸，明月何时照我还。");

        foreach (var before in new[] { "", "春", "不觉晓，", "没有见过的" })
        {
            var start = model.Bits(before);
            Enumerable.Range(0, 65536).Sum(sign => Math.Pow(2, start - model.Bits(before + (char)sign))).ShouldBe(1, 1e-6);
        }
    }

    [Fact]
    public void What_was_learned_surprises_less()
    {
        var model = new CharacterModel();
        for (var i = 0; i < 20; i++)
            model.Learn($"第{i}条 居民应当遵守公约。");

        model.Bits("第7条 居民应当遵守公约。").ShouldBeLessThan(model.Bits("第7条 公约遵守应当居民。") / 2);
    }
}
