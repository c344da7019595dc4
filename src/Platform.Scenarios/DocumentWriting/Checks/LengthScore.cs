namespace Platform.Scenarios.DocumentWriting.Checks;

/// <summary>How well a length was met. Source: LongWriter, arXiv:2408.07055, <c>evaluation/eval_length.py</c>.</summary>
public static class LengthScore
{
    /// <param name="asked">Characters, more than 0.</param>
    /// <returns>From 0 to 100.</returns>
    public static double Of(int asked, int written)
    {
        if (written <= 0)
            return 0;
        double x = asked, y = written;
        return 100 * Math.Max(0, y > x ? 1 - (y / x - 1) / 3 : 1 - (x / y - 1) / 2);
    }
}
