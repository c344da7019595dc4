using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Figures;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Figures;

public sealed class FiguresTests
{
    private static readonly DateTimeOffset First = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("engine", WordingSource.Engine, null)]
    [InlineData("trainer", WordingSource.Trainer, null)]
    [InlineData("engine, platform-base/help-seeker", WordingSource.Choice, "platform-base/help-seeker")]
    [InlineData("qwen3", WordingSource.Model, "qwen3")]
    public void What_a_turn_keeps_says_who_worded_its_reply(string wordedBy, WordingSource source, string? model) =>
        ReplyWording.Of(wordedBy).ShouldBe(new ReplyWording(source, model));

    [Fact]
    public void A_session_says_how_many_replies_each_worded()
    {
        ReplyWording.Count([Turn("qwen3"), Turn("engine"), Turn("qwen3")])
            .ShouldBe([(new ReplyWording(WordingSource.Model, "qwen3"), 2), (new ReplyWording(WordingSource.Engine, null), 1)]);
    }

    [Fact]
    public void An_effect_has_the_interval_of_its_size()
    {
        // d = 2.828, factor 4/7, variance 4/4 + 8/8
        var effect = SkillEffect.Of("a", [0.2, 0.4], [0.6, 0.8]);

        effect.Low!.Value.ShouldBe(0.0323, 1e-4);
        effect.High!.Value.ShouldBe(3.2002, 1e-4);
        SkillEffect.Of("a", [0.2], [0.6]).Low.ShouldBeNull();
    }

    [Fact]
    public void A_trend_has_a_step_for_each_day_and_the_mean_of_what_was_scored_in_it()
    {
        var trend = CohortTrend.Of([(First, Shares(("a", 0.25))), (First.AddDays(2), Shares(("a", 1), ("b", 0.5))), (First.AddHours(1), Shares(("a", 0.75)))]);

        (trend.Step, trend.Days.Count, trend.Days[0]).ShouldBe((1, 3, new DateOnly(2026, 9, 1)));
        trend.Shares["a"].ShouldBe([0.5, null, 1]);
        trend.Shares["b"].ShouldBe([null, null, 0.5]);
    }

    [Fact]
    public void A_trend_of_more_than_a_month_goes_by_weeks_and_one_of_nothing_is_empty()
    {
        var trend = CohortTrend.Of([(First, Shares(("a", 0.25))), (First.AddDays(60), Shares(("a", 1)))]);

        (trend.Step, trend.Days.Count, trend.Days[^1]).ShouldBe((7, 9, new DateOnly(2026, 10, 27)));
        trend.Shares["a"][8].ShouldBe(1.0);
        CohortTrend.Of([]).Days.ShouldBeEmpty();
    }

    private static Dictionary<string, double> Shares(params (string Criterion, double Share)[] shares) => shares.ToDictionary(s => s.Criterion, s => s.Share, StringComparer.Ordinal);

    private static ResultTurn Turn(string wordedBy) => new(Guid.NewGuid(), 1, "", "", null, "", wordedBy, [], [], new Dictionary<string, int>(StringComparer.Ordinal)) { Seen = [] };
}
