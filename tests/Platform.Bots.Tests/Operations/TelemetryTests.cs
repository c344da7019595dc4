using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Pipeline;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>Listens to the platform's own spans and figures, which belong to the whole process.</summary>
[Collection(nameof(TelemetryTests))]
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
public sealed class TelemetryTests
{
    private static readonly (string, string?)[] Settings = [("Conversations:Scenario", "channel-check"), ("Telemetry:OtlpEndpoint", "http://127.0.0.1:9")];

    [Fact]
    public async Task The_spans_of_a_turn_hang_together_from_channel_in_to_channel_out()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new TestHost(Settings) { Replace = services => services.Insert(0, ServiceDescriptor.Singleton<IReplyChannel, Sink>()) };

        await HearAsync(host, "hello");
        await Eventually(() => spans.Any(s => s.OperationName == Traces.ChannelOut));

        var turn = spans.Single(s => s.OperationName == Traces.Turn);
        var channelIn = spans.Single(s => s.OperationName == Traces.ChannelIn);
        turn.ParentSpanId.ShouldBe(channelIn.SpanId);
        spans.Single(s => s.OperationName == Traces.Compose).ParentSpanId.ShouldBe(turn.SpanId);
        spans.Single(s => s.OperationName == Traces.ChannelOut).ParentSpanId.ShouldBe(turn.SpanId);
        spans.Single(s => s.OperationName == nameof(HearActivity)).TraceId.ShouldBe(turn.TraceId);
        turn.GetTagItem("platform.scenario").ShouldBe("channel-check");
        spans.SelectMany(s => s.TagObjects).Select(tag => $"{tag.Value}").ShouldNotContain(value => value.Contains("hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_has_a_span_for_what_was_retrieved_within_its_turn()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new TestHost();

        await HearAsync(host, "Where can I park my bicycle?");
        await Eventually(() => spans.Any(s => s.OperationName == Traces.Turn));

        var retrieve = spans.Single(s => s.OperationName == Traces.Retrieve);
        retrieve.TraceId.ShouldBe(spans.Single(s => s.OperationName == Traces.Turn).TraceId);
        retrieve.GetTagItem("platform.decision").ShouldBe("Decline");
        spans.SelectMany(s => s.TagObjects).Select(tag => $"{tag.Value}").ShouldNotContain(value => value.Contains("bicycle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Turns_are_counted_and_timed()
    {
        var figures = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Traces.SourceName)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();
        await using var host = new TestHost(Settings);

        await HearAsync(host, "one");
        await HearAsync(host, "two");
        await HearAsync(host, "check error");
        await Eventually(() => figures.GetValueOrDefault("platform.turns.failed") == 1);

        figures["platform.turns.answered"].ShouldBe(2);
        figures["platform.turns.waiting"].ShouldBe(0);
        figures["platform.turns.duration"].ShouldBeInRange(0.0001, 30);
        figures["platform.writer.batch"].ShouldBeGreaterThanOrEqualTo(6); // each turn is heard and answered

        void Add(Instrument instrument, double value) => figures.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
    }

    private static async Task HearAsync(TestHost host, string text)
    {
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
            new HearActivity("test", "c1", new Heard("message", text) { Content = "{}" }), TestContext.Current.CancellationToken)).ShouldBeOfType<HearOutcome.Accepted>();
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private sealed class Sink : IReplyChannel
    {
        public bool Serves(string channel) => channel == "test";

        public Task<Delivery> SendAsync(OutgoingReply reply, CancellationToken cancellationToken) => Task.FromResult<Delivery>(new Delivery.Done(null));

        public void Show(OutgoingProgress progress)
        {
        }
    }
}
