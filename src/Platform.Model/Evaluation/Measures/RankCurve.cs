namespace Platform.Model.Evaluation.Measures;

/// <summary>How well scores put the positive items before the negative ones.</summary>
internal static class RankCurve
{
    /// <returns>Probability that a positive item has a higher score than a negative one, equal scores counting half; NaN without both.</returns>
    public static double Area(IEnumerable<(double Score, bool Positive)> items)
    {
        var sorted = items.OrderBy(item => item.Score).ToList();
        var (positives, sum) = (0L, 0.0);
        for (var at = 0; at < sorted.Count;)
        {
            var end = at + 1;
            while (end < sorted.Count && sorted[end].Score.Equals(sorted[at].Score))
                end++;
            var right = sorted[at..end].Count(item => item.Positive);
            sum += right * (at + end + 1) / 2.0; // mean rank of equals, from 1
            positives += right;
            at = end;
        }

        var negatives = sorted.Count - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (sum - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }
}
