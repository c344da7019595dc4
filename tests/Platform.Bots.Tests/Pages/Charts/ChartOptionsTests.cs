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
}
