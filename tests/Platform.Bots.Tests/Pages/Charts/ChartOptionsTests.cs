using System.Text.Json;
using Platform.Bots.Pages.Charts;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Pages.Charts;

public sealed class ChartOptionsTests
{
    [Fact]
    public void Branches_stand_in_one_chart_each_as_a_line_of_its_own_length()
    {
        using var option = JsonDocument.Parse(ChartOptions.Lines(["0", "1", "2"], [new("分支 1", [50, 60, 70]), new("分支 2", [50, 40])]));

        var series = option.RootElement.GetProperty("series").EnumerateArray().ToList();
        series.Select(line => line.GetProperty("name").GetString()).ShouldBe(["分支 1", "分支 2"]);
        series.Select(line => line.GetProperty("data").GetArrayLength()).ShouldBe([3, 2]);
        option.RootElement.GetProperty("xAxis").GetProperty("data").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void A_share_stands_at_its_own_spoke()
    {
        using var option = JsonDocument.Parse(ChartOptions.Radar("各项", [0.25, 1, 0.5]));

        option.RootElement.GetProperty("radar").GetProperty("indicator").GetArrayLength().ShouldBe(3);
        option.RootElement.GetProperty("series")[0].GetProperty("data")[0].GetProperty("value").EnumerateArray().Select(share => share.GetDouble()).ShouldBe([0.25, 1, 0.5]);
    }

    [Fact]
    public void What_was_not_scored_in_a_step_is_a_gap_that_the_line_bridges()
    {
        using var option = JsonDocument.Parse(ChartOptions.Trend(["2026-09-01", "2026-09-02", "2026-09-03"], [new("倾听", [40, null, 60])]));

        var line = option.RootElement.GetProperty("series")[0];
        line.GetProperty("data").EnumerateArray().Select(value => value.ValueKind).ShouldBe([JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Number]);
        line.GetProperty("connectNulls").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void An_interval_lies_at_its_own_row_and_what_is_unknown_leaves_its_row_empty()
    {
        using var option = JsonDocument.Parse(ChartOptions.Intervals([new("1", -0.104, 0.5, 1.1), new("2", null, null, null)]));

        var series = option.RootElement.GetProperty("series");
        series[0].GetProperty("data").GetRawText().ShouldBe("[[-0.1,0],[1.1,0],[null,null],[null,1],[null,1],[null,null]]");
        series[1].GetProperty("data").GetRawText().ShouldBe("[[0.5,0],[null,1]]");
        option.RootElement.GetProperty("yAxis").GetProperty("data").GetArrayLength().ShouldBe(2);
    }
}
