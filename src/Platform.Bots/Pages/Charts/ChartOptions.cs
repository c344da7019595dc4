using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Bots.Pages.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Values">By category; fewer than there are categories when it ends before.</param>
internal sealed record ChartLine(string Name, IEnumerable<int> Values);

/// <summary>A line that may have gaps.</summary>
/// <param name="Values">One for each category; null where nothing is known.</param>
internal sealed record ChartTrend(string Name, IEnumerable<int?> Values);

/// <summary>A value and its interval; null where too little is known.</summary>
internal sealed record ChartInterval(string Name, double? Low, double? Value, double? High);

/// <summary>Options of the charts that pages draw, as ECharts reads them.</summary>
internal static class ChartOptions
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines over categories, on a scale from 0 to 100.</summary>
    public static string Lines(IEnumerable<string> categories, IEnumerable<ChartLine> lines) => JsonSerializer.Serialize(
        new
        {
            tooltip = new { trigger = "axis" },
            legend = new { top = 0 },
            grid = new { left = 36, right = 12, top = 48, bottom = 24 },
            xAxis = new { type = "category", boundaryGap = false, data = categories },
            yAxis = new { type = "value", min = 0, max = 100, interval = 50 },
            series = lines.Select(line => new { type = "line", name = line.Name, data = line.Values, symbolSize = 5 }),
        },
        Format);

    /// <summary>Lines over time, on a scale from 0 to 100; a gap is bridged.</summary>
    public static string Trend(IEnumerable<string> categories, IEnumerable<ChartTrend> lines) => JsonSerializer.Serialize(
        new
        {
            tooltip = new { trigger = "axis" },
            legend = new { type = "scroll", top = 0 },
            grid = new { left = 36, right = 24, top = 48, bottom = 24 },
            xAxis = new { type = "category", boundaryGap = false, data = categories },
            yAxis = new { type = "value", min = 0, max = 100, interval = 50 },
            series = lines.Select(line => new { type = "line", name = line.Name, data = line.Values, symbolSize = 5, connectNulls = true }),
        },
        Format);

    /// <summary>Values with their intervals, one below the other, and where zero is.</summary>
    public static string Intervals(IReadOnlyList<ChartInterval> values) => JsonSerializer.Serialize(
        new
        {
            tooltip = new { },
            grid = new { left = 36, right = 24, top = 12, bottom = 24 },
            xAxis = new { type = "value" },
            yAxis = new { type = "category", inverse = true, data = values.Select(value => value.Name) },
            series = new object[]
            {
                new { type = "line", silent = true, symbol = "none", data = values.SelectMany((value, at) => Range(value, at)) },
                new
                {
                    type = "scatter",
                    symbolSize = 9,
                    data = values.Select((value, at) => new double?[] { Rounded(value.Value), at }),
                    markLine = new { silent = true, symbol = "none", label = new { show = false }, lineStyle = new { type = "solid", color = "#808080" }, data = new[] { new { xAxis = 0 } } },
                },
            },
        },
        Format);

    /// <summary>From end to end, and a gap before the next.</summary>
    private static IEnumerable<double?[]> Range(ChartInterval value, int at) => [[Rounded(value.Low), at], [Rounded(value.High), at], [null, null]];

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 2) : null;

    /// <summary>Shares from 0 to 1 around a circle, each under its number from 1.</summary>
    public static string Radar(string name, IReadOnlyList<double> shares) => JsonSerializer.Serialize(
        new
        {
            tooltip = new { },
            radar = new { radius = "70%", indicator = shares.Select((_, at) => new { name = $"{at + 1}", max = 1 }) },
            series = new[] { new { type = "radar", areaStyle = new { opacity = 0.25 }, data = new[] { new { name, value = shares.Select(share => Math.Round(share, 3)) } } } },
        },
        Format);
}
