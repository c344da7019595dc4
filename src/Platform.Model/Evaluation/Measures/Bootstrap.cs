namespace Platform.Model.Evaluation.Measures;

/// <summary>How far a figure would move with other items: drawn again with replacement, the same draws for everything of equal size, so that two models can be compared item by item.</summary>
internal static class Bootstrap
{
    private const int Seed = 20_260_101;

    /// <param name="value">The figure over the items with these numbers.</param>
    /// <returns>The figure for each draw.</returns>
    public static double[] Draw(int items, int draws, Func<IReadOnlyList<int>, double> value)
    {
        var random = new Random(Seed);
        var chosen = new int[items];
        var values = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            for (var i = 0; i < items; i++)
                chosen[i] = random.Next(items);
            values[draw] = value(chosen);
        }

        return values;
    }

    /// <returns>The middle 95 % of the draws that have a value; NaN without any.</returns>
    public static (double Low, double High) Interval(IEnumerable<double> draws)
    {
        var sorted = draws.Where(double.IsFinite).Order().ToList();
        if (sorted.Count == 0)
            return (double.NaN, double.NaN);
        return (At(sorted, 0.025), At(sorted, 0.975));
    }

    private static double At(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var low = (int)place;
        return low + 1 < sorted.Count ? sorted[low] + ((place - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
    }
}
