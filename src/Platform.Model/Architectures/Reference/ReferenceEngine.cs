using Platform.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Reference;

/// <summary>The network as it is written down, layer by layer, on any device and in any number type: what every faster engine is measured against.</summary>
internal sealed class ReferenceEngine : IAdaptableEngine
{
    private readonly DecoderWeights _weights;
    private readonly RotaryEmbedding _rotary;
    private readonly DecoderBlock[] _layers;
    private readonly RootMeanSquareNorm _finalNorm;
    private readonly KeyValueCache _cache;
    private readonly Dictionary<int, DecoderAdapter> _adapters = [];

    /// <param name="weights">Shared, not copied: device and number type of the engine are theirs.</param>
    /// <param name="blocks">Size of the pool in blocks of 16 positions.</param>
    public ReferenceEngine(DecoderWeights weights, int blocks)
    {
        _weights = weights.Share();
        _rotary = new RotaryEmbedding(Config.HeadSize, Config.RotaryBase, Config.RotaryScaling, _weights.Device);
        _layers = [.. _weights.Layers.Select(layer => new DecoderBlock(Config, layer))];
        _finalNorm = new RootMeanSquareNorm(_weights.FinalNorm, Config.NormEpsilon);
        _cache = new KeyValueCache(Config.Layers, blocks, Config.KeyValueHeads, Config.HeadSize, Config.LocalizedFilter ? Config.Width : 0, _weights.Type, _weights.Device);
    }

    public DecoderConfig Config => _weights.Config;

    public string Name => _weights.Type switch
    {
        ScalarType.BFloat16 => "reference-bf16",
        ScalarType.Float16 => "reference-fp16",
        _ => "reference-fp32",
    };

    public int BlockTokens => KeyValueCache.BlockTokens;

    public int Blocks => _cache.Blocks;

    public long Bytes => _weights.Bytes + _cache.Bytes + _adapters.Values.Sum(adapter => adapter.Bytes);

    public void Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits)
    {
        using var inference = inference_mode(true);
        using var scope = NewDisposeScope();
        if (Forward(slices) is { } states)
            Give(nn.functional.linear(states, _weights.Head), logits); // (wanted rows, V)
    }

    public void Hidden(ReadOnlySpan<SequenceSlice> slices, Span<float> states)
    {
        using var inference = inference_mode(true);
        using var scope = NewDisposeScope();
        if (Forward(slices) is { } wanted)
            Give(wanted, states);
    }

    public void CopyBlock(int from, int to)
    {
        using var inference = inference_mode(true);
        _cache.Copy(from, to);
    }

    public void Adapt(int number, DecoderAdapter? adapter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        if (_adapters.Remove(number, out var former))
        {
            foreach (var (layer, map) in former.Changes.Keys)
                _layers[layer].Projections[map].Adapt(number, null);
            former.Dispose();
        }

        if (adapter is null)
            return;
        Tensor Own(Tensor tensor) => tensor.to(_weights.Type, _weights.Device, copy: true).DetachFromDisposeScope();
        var own = new DecoderAdapter(adapter.Changes.ToDictionary(change => change.Key, change => new LowRankAdapter(Own(change.Value.A), Own(change.Value.B), change.Value.Scale)));
        _adapters.Add(number, own);
        foreach (var ((layer, map), change) in own.Changes)
            _layers[layer].Projections[map].Adapt(number, change);
    }

    public void Dispose()
    {
        foreach (var adapter in _adapters.Values)
            adapter.Dispose();
        _cache.Dispose();
        _rotary.Dispose();
        _weights.Dispose();
    }

    /// <returns>Final states of the wanted rows, shape (wanted rows, C), or null where none is wanted.</returns>
    private Tensor? Forward(ReadOnlySpan<SequenceSlice> slices)
    {
        foreach (var slice in slices)
            if (slice.Adapter != 0 && !_adapters.ContainsKey(slice.Adapter))
                throw new ArgumentException($"A slice asks for the adapter {slice.Adapter}, which this engine was not given.", nameof(slices));
        var step = StepRows.Of(slices, Config, Blocks, _weights.Device);
        var h = _weights.Embedding.index_select(0, step.Tokens); // (N, C)
        var angles = _rotary.Angles(step.Positions, _weights.Type);
        for (var i = 0; i < _layers.Length; i++)
        {
            var next = _layers[i].Forward(h, angles, step.Sequences, _cache[i], step.Adapters);
            h.Dispose();
            h = next;
        }

        return step.Wanted is null ? null : _finalNorm.Forward(h.index_select(0, step.Wanted));
    }

    private static void Give(Tensor rows, Span<float> into)
    {
        var values = rows.to(ScalarType.Float32).cpu().contiguous().data<float>();
        if (into.Length < values.Count)
            throw new ArgumentException($"{values.Count} values are wanted, but there is room for {into.Length}.", nameof(into));
        values.CopyTo(into);
    }
}
