using Platform.Model.Layers;

namespace Platform.Model.Architectures;

/// <summary>A low-rank adapter of a decoder: changes of linear maps by layer and name (<c>self_attn.q_proj</c>, <c>mlp.down_proj</c> …).</summary>
internal sealed record DecoderAdapter(IReadOnlyDictionary<(int Layer, string Map), LowRankAdapter> Changes) : IDisposable
{
    public long Bytes => Changes.Values.Sum(change => change.A.numel() * change.A.element_size() + change.B.numel() * change.B.element_size());

    public void Dispose()
    {
        foreach (var change in Changes.Values)
            change.Dispose();
    }
}

/// <summary>An engine that applies low-rank adapters by slice: <see cref="SequenceSlice.Adapter"/> is the number an adapter was given here.</summary>
internal interface IAdaptableEngine : IDecoderEngine
{
    /// <summary>Takes an adapter in under its number, in place of another of that number; null takes it out. The adapter may be disposed afterwards.</summary>
    /// <param name="number">From 1 on.</param>
    void Adapt(int number, DecoderAdapter? adapter);
}
