using System.Diagnostics;
using System.Diagnostics.Metrics;
using Platform.Data.Conversations;
using Platform.Scenarios.Pipeline;

namespace Platform.Scenarios.Conversations;

/// <summary>Counts and times of turns, on the meter <c>Platform</c>.</summary>
internal static class TurnMetrics
{
    private static readonly Meter Meter = new(Traces.SourceName);
    private static readonly Counter<long> AnsweredTurns = Meter.CreateCounter<long>("platform.turns.answered", "{turn}", "Turns that were answered and stored.");
    private static readonly Counter<long> FailedTurns = Meter.CreateCounter<long>("platform.turns.failed", "{turn}", "Turns whose scenario failed or took too long.");
    private static readonly UpDownCounter<int> WaitingTurns = Meter.CreateUpDownCounter<int>("platform.turns.waiting", "{turn}", "Turns that were accepted and wait to be answered.");
    private static readonly Histogram<double> TurnDuration = Meter.CreateHistogram("platform.turns.duration", "s", "From accepted to the answer stored.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120] });

    public static void Queued() => WaitingTurns.Add(1);

    public static void Begun(int turns = 1) => WaitingTurns.Add(-turns);

    public static void Ended(Conversation conversation, bool failed, TimeSpan took)
    {
        var tags = new TagList { { "channel", conversation.Channel }, { "scenario", conversation.Scenario } };
        (failed ? FailedTurns : AnsweredTurns).Add(1, tags);
        TurnDuration.Record(took.TotalSeconds, tags);
    }
}
