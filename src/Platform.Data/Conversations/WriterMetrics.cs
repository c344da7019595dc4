using System.Diagnostics.Metrics;

namespace Platform.Data.Conversations;

/// <summary>How well the batching of writes works, on the meter <c>Platform</c>.</summary>
internal static class WriterMetrics
{
    private static readonly Meter Meter = new("Platform");
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram("platform.writer.batch", "{write}", "Writes that shared one transaction.",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });

    public static void Saving(int writes) => BatchSize.Record(writes);
}
