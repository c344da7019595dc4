using System.Runtime.CompilerServices;

namespace Platform.Model.Architectures.Managed;

/// <summary>Keys and values of all sequences in blocks of 16 positions, laid out as the panels that the attention's kernel reads.</summary>
/// <remarks>
/// Within a block of one layer and one head, keys stand as [channel][position] and values as [position][channel]: scores are
/// then queries times a panel of 16 positions, and the mix is scores times panels of 16 channels. For Yuan a block also keeps,
/// for each position, the two things that the localized filter of the next one needs.
/// </remarks>
internal sealed unsafe class PagedKeyValues : IDisposable
{
    /// <summary>Positions of a block.</summary>
    public const int BlockTokens = 16;

    private readonly int _layers;
    private readonly int _headFloats;
    private readonly long _blockFloats;
    private readonly long _layerFloats;
    private readonly int _keyFloats;
    private readonly int _filterOffset;
    private readonly int _filterFloats;
    private readonly NativeBuffer _pool;

    /// <param name="filterFloats">Numbers kept for each position for the filter; 0 without one.</param>
    public PagedKeyValues(int layers, int blocks, int heads, int headSize, int filterFloats)
    {
        _layers = layers;
        Blocks = blocks;
        HeadStride = PackedMatrix.Padded(headSize);
        _keyFloats = headSize * BlockTokens;
        _headFloats = _keyFloats + (BlockTokens * HeadStride);
        _filterOffset = heads * _headFloats;
        _filterFloats = filterFloats;
        _blockFloats = _filterOffset + ((long)filterFloats * BlockTokens);
        _layerFloats = _blockFloats * blocks;
        // Cleared where rows are padded: the padding is read. Otherwise nothing is read before it was written.
        _pool = new NativeBuffer(layers * _layerFloats * sizeof(float), clear: HeadStride != headSize);
    }

    public int Blocks { get; }

    /// <summary>Floats from one position's values to the next.</summary>
    public int HeadStride { get; }

    public long Bytes => _pool.Bytes;

    /// <summary>[channel][position]</summary>
    public float* Keys(int layer, int block, int head) =>
        _pool.As<float>() + (layer * _layerFloats) + (block * _blockFloats) + ((long)head * _headFloats);

    /// <summary>[position][channel], each row padded to <see cref="HeadStride"/>.</summary>
    public float* Values(int layer, int block, int head) => Keys(layer, block, head) + _keyFloats;

    /// <summary>What the filter keeps of one position.</summary>
    public float* FilterState(int layer, int block, int positionInBlock) =>
        _pool.As<float>() + (layer * _layerFloats) + (block * _blockFloats) + _filterOffset + ((long)positionInBlock * _filterFloats);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(int layer, int block, int positionInBlock, int head, float* key, float* value, int headSize)
    {
        var keys = Keys(layer, block, head) + positionInBlock;
        for (var channel = 0; channel < headSize; channel++)
            keys[channel * BlockTokens] = key[channel];
        Buffer.MemoryCopy(value, Values(layer, block, head) + ((nint)positionInBlock * HeadStride), headSize * sizeof(float), headSize * sizeof(float));
    }

    public void Copy(int from, int to)
    {
        var bytes = _blockFloats * sizeof(float);
        for (var layer = 0; layer < _layers; layer++)
            Buffer.MemoryCopy(Keys(layer, from, 0), Keys(layer, to, 0), bytes, bytes);
    }

    public void Dispose() => _pool.Dispose();
}
