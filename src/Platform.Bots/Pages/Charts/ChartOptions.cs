using System.Text.Encodings.Web;
using System.Text.Json;

namespace Platform.Bots.Pages.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Values">By category; fewer than there are categories when it ends before.</param>
internal sealed record ChartLine(string Name, IEnumerable<int> Values);

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
