namespace Platform.Scenarios.Practice.Figures;

/// <summary>How the criteria of a cohort moved: the mean share of each over equal steps of time.</summary>
/// <param name="Days">First day (UTC) of each step, without gaps; empty when nothing was scored.</param>
/// <param name="Step">Days in a step: one while all lies within a month, else seven.</param>
/// <param name="Shares">By criterion, from 0 to 1, one for each step; null where it was not scored in it.</param>
public sealed record CohortTrend(IReadOnlyList<DateOnly> Days, int Step, IReadOnlyDictionary<string, IReadOnlyList<double?>> Shares)
{
    private const int Month = 31;
    private const int Week = 7;

    /// <param name="sessions">When each began, and its share of each criterion; in any order.</param>
    internal static CohortTrend Of(IReadOnlyList<(DateTimeOffset At, Dictionary<string, double> Shares)> sessions)
    {
        if (sessions.Count == 0)
            return new CohortTrend([], 1, new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal));

        var (first, last) = (DayOf(sessions.Min(s => s.At)), DayOf(sessions.Max(s => s.At)));
        var step = last.DayNumber - first.DayNumber < Month ? 1 : Week;
        var count = ((last.DayNumber - first.DayNumber) / step) + 1;
        var shares = sessions.SelectMany(s => s.Shares.Select(share => (Criterion: share.Key, Share: share.Value, At: (DayOf(s.At).DayNumber - first.DayNumber) / step)))
            .GroupBy(one => one.Criterion, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Means(count, group.ToLookup(one => one.At, one => one.Share)), StringComparer.Ordinal);
        return new CohortTrend([.. Enumerable.Range(0, count).Select(at => first.AddDays(at * step))], step, shares);
    }

    private static IReadOnlyList<double?> Means(int count, ILookup<int, double> byStep) =>
        [.. Enumerable.Range(0, count).Select(at => byStep.Contains(at) ? byStep[at].Average() : (double?)null)];

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
