using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Keys, values (and what Yuan's filter reads) of many sequences, in blocks of <see cref="BlockTokens"/> positions that any sequence may hold.</summary>
/// <remarks>
/// Shapes: S = blocks · 16 slots, K key/value heads, D head size, C width. A position p of a sequence whose block table is b lies in slot b[p / 16] · 16 + p % 16.
/// Source: Kwon et al. 2023, "PagedAttention", arXiv:2309.06180, section 4.
/// </remarks>
internal sealed class KeyValueCache : IDisposable
{
    public const int BlockTokens = 16;

    private readonly CacheLayer[] _layers;

    /// <param name="filterWidth">Width of what the filter keeps for each position, 0 where there is no filter.</param>
    public KeyValueCache(int layers, int blocks, int keyValueHeads, int headSize, int filterWidth, ScalarType type, Device device)
    {
        Blocks = blocks;
        using var scope = NewDisposeScope();
        Tensor Empty(params long[] shape) => zeros(shape, type, device).DetachFromDisposeScope();
        var slots = (long)blocks * BlockTokens;
        _layers = [.. Enumerable.Range(0, layers).Select(_ => new CacheLayer(
            Empty(slots, keyValueHeads, headSize), Empty(slots, keyValueHeads, headSize), filterWidth > 0 ? Empty(slots, filterWidth) : null))];
    }

    public int Blocks { get; }

    public long Bytes => _layers.Sum(layer => layer.All.Sum(t => t.numel() * t.element_size()));

    public CacheLayer this[int layer] => _layers[layer];

    /// <summary>Copies a whole block, all layers.</summary>
    public void Copy(int from, int to)
    {
        using var scope = NewDisposeScope();
        foreach (var tensor in _layers.SelectMany(layer => layer.All))
            tensor.narrow(0, (long)to * BlockTokens, BlockTokens).copy_(tensor.narrow(0, (long)from * BlockTokens, BlockTokens));
    }

    public void Dispose()
    {
        foreach (var tensor in _layers.SelectMany(layer => layer.All))
            tensor.Dispose();
    }
}

/// <summary>One layer's part of the pool.</summary>
/// <param name="Keys">Shape (S, K, D), after the rotary turn.</param>
/// <param name="Values">Shape (S, K, D).</param>
/// <param name="Inputs">Shape (S, C): the filter's inputs; null where there is no filter.</param>
internal sealed record CacheLayer(Tensor Keys, Tensor Values, Tensor? Inputs)
{
    public IEnumerable<Tensor> All => Inputs is null ? [Keys, Values] : [Keys, Values, Inputs];
}

/// <summary>The rows of one sequence in a step: where they stand in the step, in the sequence and in the pool.</summary>
/// <param name="First">First row in the step.</param>
/// <param name="Count">T, its rows in the step.</param>
/// <param name="Start">Position of the first of them in its sequence.</param>
/// <param name="Slots">Slots of positions 0 … Start + T - 1, shape (Start + T), 64-bit whole numbers.</param>
internal sealed record SequenceRows(int First, int Count, int Start, Tensor Slots)
{
    /// <summary>Slots of the new rows only, shape (T).</summary>
    public Tensor NewSlots => Slots.narrow(0, Start, Count);
}
