using System.Collections.Concurrent;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Tests.Conversations;

/// <summary>A channel that keeps what it is handed, and can be told to fail first.</summary>
internal sealed class RecordingChannel : IReplyChannel
{
    private int _failures;

    /// <summary>Answers instead of the usual way; null for the usual one.</summary>
    public Func<OutgoingReply, Delivery?>? Answer { get; set; }

    public ConcurrentQueue<OutgoingReply> Sent { get; } = [];

    public ConcurrentQueue<ReplyEvent> Shown { get; } = [];

    public bool Serves(string channel) => channel == "recording";

    public void FailNext(int times) => _failures = times;

    public Task<Delivery> SendAsync(OutgoingReply reply, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
            throw new HttpRequestException("The channel was told to fail.");
        if (Answer?.Invoke(reply) is { } answer)
            return Task.FromResult(answer);
        Sent.Enqueue(reply);
        return Task.FromResult<Delivery>(new Delivery.Done("always-the-same-id"));
    }

    public void Show(OutgoingProgress progress) => Shown.Enqueue(progress.Step);
}
