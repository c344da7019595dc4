namespace Platform.Scenarios.Knowledge.Evaluation;

/// <summary>How well a score tells two groups apart.</summary>
internal static class RankingQuality
{
    /// <summary>The chance that a positive scores above a negative, ties counted half.</summary>
    public static double Auroc(double[] positives, double[] negatives)
    {
        var sorted = negatives.Order().ToArray();
        var wins = positives.Sum(score => (Below(sorted, score, orEqual: false) + Below(sorted, score, orEqual: true)) / 2.0);
        return wins / positives.Length / negatives.Length;
    }

    private static int Below(double[] sorted, double score, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < score || (orEqual && sorted[middle] <= score)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

/// <summary>A mean and the interval it lies in with 95 % confidence, by the bootstrap with a fixed seed.</summary>
public sealed record BootstrapInterval(double Mean, double Low, double High)
{
    private const int Draws = 1_000;

    public static BootstrapInterval Of(double[] values)
    {
        if (values.Length == 0) return new BootstrapInterval(double.NaN, double.NaN, double.NaN);

        var random = new Random(1);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++) sum += values[random.Next(values.Length)];
            means[draw] = sum / values.Length;
        }

        Array.Sort(means);
        return new BootstrapInterval(values.Average(), means[Draws * 25 / 1000], means[Draws * 975 / 1000]);
    }

    /// <summary>Of a figure that is no mean of its items' values, such as a share of sums.</summary>
    public static BootstrapInterval Of<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> figure)
    {
        if (items.Count == 0) return new BootstrapInterval(double.NaN, double.NaN, double.NaN);

        var random = new Random(1);
        var drawn = new T[items.Count];
        var figures = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = items[random.Next(drawn.Length)];
            figures[draw] = figure(drawn);
        }

        Array.Sort(figures);
        return new BootstrapInterval(figure(items), figures[Draws * 25 / 1000], figures[Draws * 975 / 1000]);
    }
}
