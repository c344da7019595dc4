using Platform.Model.Architectures;

namespace Platform.Model.Tests.Serving;

/// <summary>Looks at every step on its way to the real engine, and can hold it up or let it fail.</summary>
internal sealed class WatchedEngine(IDecoderEngine inner, Action<SequenceSlice[]> before) : IDecoderEngine
{
    public DecoderConfig Config => inner.Config;

    public string Name => inner.Name;

    public int BlockTokens => inner.BlockTokens;

    public int Blocks => inner.Blocks;

    public long Bytes => inner.Bytes;

    public bool IsDisposed { get; private set; }

    public void Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits)
    {
        before(slices.ToArray());
        inner.Step(slices, logits);
    }

    public void Hidden(ReadOnlySpan<SequenceSlice> slices, Span<float> states)
    {
        before(slices.ToArray());
        inner.Hidden(slices, states);
    }

    public void CopyBlock(int from, int to) => inner.CopyBlock(from, to);

    public void Dispose()
    {
        IsDisposed = true;
        inner.Dispose();
    }
}
