namespace Platform.Model.Distillation;

/// <summary>Which layer of a teacher stands for each of a student's.</summary>
internal static class LayerMap
{
    /// <summary>Evenly spread; the first and the last are always among them.</summary>
    /// <remarks>Source: Sun et al. 2019, "Patient knowledge distillation", arXiv:1908.09355 (skip), with both ends kept.</remarks>
    public static int[] Of(int teacher, int student) => student == 1 ? [teacher - 1]
        : [.. Enumerable.Range(0, student).Select(i => (int)Math.Round(i * (teacher - 1) / (double)(student - 1), MidpointRounding.AwayFromZero))];
}
