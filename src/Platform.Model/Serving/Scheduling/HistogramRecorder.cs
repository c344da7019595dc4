namespace Platform.Model.Serving.Scheduling;

/// <summary>Counts durations by size. One thread writes; the snapshot is taken under the recorder's lock.</summary>
internal sealed class HistogramRecorder(double[] bounds)
{
    /// <summary>For times up to a first token or a whole answer, as vLLM has them.</summary>
    public static readonly double[] Requests = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640];

    /// <summary>For times between tokens.</summary>
    public static readonly double[] Tokens = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10];

    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public void Add(double seconds)
    {
        var at = Array.BinarySearch(bounds, seconds);
        _counts[at < 0 ? ~at : at]++;
        _sum += seconds;
    }

    public Histogram Snapshot() => new(bounds, [.. _counts], _sum);
}
