using Microsoft.Extensions.Caching.Memory;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Which answers were shown in parts, so that the final message takes the place of the parts, also for a client that reconnects meanwhile.</summary>
internal sealed class StreamedAnswers : IDisposable
{
    private static readonly MemoryCacheEntryOptions Remembered = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) };

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    public void Began(string conversation, int inReplyTo)
    {
        if (!_cache.TryGetValue((conversation, inReplyTo), out _))
            _cache.Set((conversation, inReplyTo), new Answer(), Remembered);
    }

    /// <summary>Whether this is the message that ends a streamed answer: the first of the answer.</summary>
    public bool Ends(string conversation, KeptTurn turn)
    {
        if (turn is not { Speaker: Speaker.Bot, Kind: "message", InReplyTo: { } place } || !_cache.TryGetValue((conversation, place), out Answer? answer) || answer is null)
            return false;
        lock (answer)
            answer.Final = Math.Min(answer.Final, turn.Sequence);
        return answer.Final == turn.Sequence;
    }

    public void Dispose() => _cache.Dispose();

    private sealed class Answer
    {
        public int Final { get; set; } = int.MaxValue;
    }
}
