namespace Platform.Scenarios.Practice;

/// <summary>A skill before and after practice.</summary>
/// <param name="Before">Mean share before, from 0 to 1.</param>
/// <param name="D">Difference of the means over the pooled standard deviation (Cohen's d with Hedges' small-sample factor); null while there is too little to say or no spread.</param>
/// <param name="Count">Values on each side.</param>
public sealed record SkillEffect(string Skill, double Before, double After, double? D, int Count)
{
    private const int Fewest = 2;

    /// <summary>Lower end of the 95 % interval of <see cref="D"/>, both sides taken as independent (Hedges and Olkin 1985, large-sample variance); null where it is.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    public static SkillEffect Of(string skill, IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        var (first, last) = (before.Count == 0 ? 0 : before.Average(), after.Count == 0 ? 0 : after.Average());
        var effect = new SkillEffect(skill, first, last, D: null, Math.Min(before.Count, after.Count));
        if (effect.Count < Fewest)
            return effect;

        double all = before.Count + after.Count;
        var free = all - 2;
        var spread = Math.Sqrt((before.Sum(v => (v - first) * (v - first)) + after.Sum(v => (v - last) * (v - last))) / free);
        if (spread <= 1e-9)
            return effect;
        var (cohen, factor) = ((last - first) / spread, 1 - (3.0 / ((4.0 * free) - 1)));
        var half = 1.96 * factor * Math.Sqrt((all / (before.Count * after.Count)) + (cohen * cohen / (2 * all)));
        return effect with { D = cohen * factor, Low = (cohen * factor) - half, High = (cohen * factor) + half };
    }
}
