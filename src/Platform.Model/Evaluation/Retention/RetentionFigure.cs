using Platform.Model.Evaluation.Measures;
using Platform.Model.Evaluation.Reports;

namespace Platform.Model.Evaluation.Retention;

/// <summary>A number and what it would be in each bootstrap draw of the items it was measured on, so that quotients of numbers have intervals too.</summary>
/// <param name="Draws">The same draws of the same items in every subject.</param>
internal sealed record RetentionFigure(double Value, IReadOnlyList<double> Draws)
{
    /// <summary>The unweighted mean of several tasks' figures.</summary>
    public static RetentionFigure Mean(IReadOnlyList<Figure> figures) => Mean([.. figures.Select(figure => new RetentionFigure(figure.Value, figure.Resampled))]);

    public static RetentionFigure Mean(IReadOnlyList<RetentionFigure> figures) => new(
        figures.Average(figure => figure.Value), [.. Enumerable.Range(0, figures.Min(figure => figure.Draws.Count)).Select(draw => figures.Average(figure => figure.Draws[draw]))]);

    public static RetentionFigure Of(Func<double, double, double, double> value, RetentionFigure a, RetentionFigure b, RetentionFigure c) => new(
        value(a.Value, b.Value, c.Value), [.. a.Draws.Zip(b.Draws, c.Draws).Select(draw => value(draw.First, draw.Second, draw.Third))]);

    /// <summary>The middle 95 % of the draws.</summary>
    public (double Low, double High) Interval => Bootstrap.Interval(Draws);
}
