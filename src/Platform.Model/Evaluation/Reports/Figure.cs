using System.Text.Json.Serialization;
using Platform.Model.Evaluation.Measures;

namespace Platform.Model.Evaluation.Reports;

/// <summary>One measured number.</summary>
/// <param name="Task">What was asked: a data set or an ability.</param>
/// <param name="Measure">What the number is.</param>
/// <param name="Subject">Which model or baseline.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval; null without one.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Items">How many items it is a figure of.</param>
/// <param name="LessIsBetter">As with bits per character.</param>
/// <param name="Seeds">The figure for each seed, where chance has a part.</param>
public sealed record Figure(string Task, string Measure, string Subject, double Value, double? Low, double? High, int Items, bool LessIsBetter, IReadOnlyList<double>? Seeds = null)
{
    private const int Draws = 1000;

    /// <summary>The figure in each bootstrap draw, for comparing two subjects.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Resampled { get; init; } = [];

    /// <param name="value">The figure over some of the items.</param>
    /// <param name="draws">Bootstrap draws; 0 for figures such as distinct-n, which drawing an item twice would falsify.</param>
    internal static Figure Of(string task, string measure, string subject, int items, Func<IReadOnlyList<int>, double> value, bool lessIsBetter = false, int draws = Draws)
    {
        var drawn = items == 0 || draws == 0 ? [] : Bootstrap.Draw(items, draws, value);
        var (low, high) = Bootstrap.Interval(drawn);
        return new Figure(task, measure, subject, items == 0 ? double.NaN : value([.. Enumerable.Range(0, items)]), Number(low), Number(high), items, lessIsBetter) { Resampled = drawn };
    }

    /// <summary>The mean of figures of the same items with several seeds; the interval is that of all their draws.</summary>
    internal static Figure OfSeeds(IReadOnlyList<Figure> runs)
    {
        if (runs.Count == 1)
            return runs[0];
        var (low, high) = Bootstrap.Interval(runs.SelectMany(run => run.Resampled));
        return runs[0] with
        {
            Value = runs.Average(run => run.Value),
            Low = Number(low),
            High = Number(high),
            Seeds = [.. runs.Select(run => run.Value)],
            Resampled = [.. Enumerable.Range(0, runs.Min(run => run.Resampled.Count)).Select(draw => runs.Average(run => run.Resampled[draw]))],
        };
    }

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}
