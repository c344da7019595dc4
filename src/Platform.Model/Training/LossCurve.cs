using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Model.Training;

/// <summary>A run's losses as a picture: the smoothed loss of each step as a line, what is held out as dots.</summary>
internal static class LossCurve
{
    private const int Width = 720;
    private const int Height = 360;
    private const int Margin = 48;
    private const int MostPoints = 600;
    private const double Smoothing = 0.95;

    /// <param name="log">A run's trainer_log.jsonl.</param>
    public static void Write(string log, string path)
    {
        if (!File.Exists(log))
            return;
        var (steps, measured, smooth) = (new List<(double Step, double Loss)>(), new List<(double Step, double Loss)>(), double.NaN);
        foreach (var line in File.ReadLines(log))
        {
            using var read = JsonDocument.Parse(line);
            var (root, step) = (read.RootElement, read.RootElement.GetProperty("step").GetDouble());
            if (root.TryGetProperty("evalLoss", out var held))
                measured.Add((step, held.GetDouble()));
            else if (root.TryGetProperty("loss", out var loss) && loss.ValueKind == JsonValueKind.Number)
                steps.Add((step, smooth = double.IsNaN(smooth) ? loss.GetDouble() : smooth * Smoothing + loss.GetDouble() * (1 - Smoothing)));
        }

        if (steps.Count > 0)
            File.WriteAllText(path, Svg(steps, measured));
    }

    private static string Svg(List<(double Step, double Loss)> steps, List<(double Step, double Loss)> measured)
    {
        var (last, all) = (Math.Max(1, steps[^1].Step), steps.Concat(measured).Select(point => point.Loss).ToList());
        var (low, high) = (Math.Floor(all.Min() * 2) / 2, Math.Max(Math.Floor(all.Min() * 2) / 2 + 0.5, Math.Ceiling(all.Max() * 2) / 2));
        double X(double step) => Margin + step / last * (Width - 2 * Margin);
        double Y(double loss) => Height - Margin - (loss - low) / (high - low) * (Height - 2 * Margin);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">
            <title>Loss over {last} steps: from {steps[0].Loss:F2} to {steps[^1].Loss:F2} nats per token</title>
            <rect width="{Width}" height="{Height}" fill="#fff"/>

            """);
        for (var tick = 0; tick <= 4; tick++)
        {
            var (loss, step) = (low + (high - low) * tick / 4, last * tick / 4);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path d="M{Margin} {Y(loss):F1}H{Width - Margin}" stroke="#ddd"/><text x="{Margin - 6}" y="{Y(loss) + 4:F1}" text-anchor="end">{loss:0.##}</text><text x="{X(step):F1}" y="{Height - Margin + 18}" text-anchor="middle">{step:0}</text>

                """);
        }

        var every = Math.Max(1, steps.Count / MostPoints);
        var line = steps.Where((_, at) => at % every == 0 || at == steps.Count - 1).Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):F1},{Y(point.Loss):F1}"));
        svg.Append(CultureInfo.InvariantCulture, $"""
            <polyline fill="none" stroke="#1f6feb" stroke-width="1.5" points="{string.Join(' ', line)}"/>

            """);
        foreach (var (step, loss) in measured)
            svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{X(step):F1}" cy="{Y(loss):F1}" r="3.5" fill="#b35900"/>""");
        return svg.Append(CultureInfo.InvariantCulture, $"""

            <text x="{Margin}" y="24"><tspan fill="#1f6feb">training, smoothed</tspan> <tspan fill="#b35900">● held out</tspan> (nats per token, by step)</text>
            </svg>

            """).ToString();
    }
}
