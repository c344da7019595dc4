using System.Runtime.InteropServices;
using Platform.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.jit;

namespace Platform.Model.Architectures.TorchScript;

/// <summary>A decoder whose whole step is one TorchScript call: the fast path on graphics cards, and the peer of the managed one on processors.</summary>
/// <remarks>
/// Sequences with one new token run as one batch, padded to the longest with a mask; longer slices run one by one. Yuan's
/// filter is not in the script: its checkpoints take another engine.
/// </remarks>
internal sealed class ScriptedDecoder : IDecoderEngine
{
    private readonly ScriptFormat _format;
    private readonly Device _device;
    private readonly CompilationUnit _script;
    private readonly ScriptWeights _weights;
    private readonly KeyValueCache _cache;
    private readonly Tensor[] _vectors;
    private readonly Tensor[] _matrices;
    private readonly Tensor[] _scales;
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;
    private readonly RotaryEmbedding _rotary;
    private readonly Tensor _epsilon;

    public ScriptedDecoder(DecoderWeights weights, ScriptFormat format, int blocks, Device? device = null)
    {
        if (weights.Config.LocalizedFilter)
            throw new NotSupportedException("The TorchScript step has no localized filtering. Use the managed or the reference engine for Yuan.");
        _device = device ?? CPU;
        if (_device.type != DeviceType.CPU && format is ScriptFormat.Int8 or ScriptFormat.Int4)
            throw new NotSupportedException($"The {format} step is made for processors. Use BFloat16 on {_device}.");
        if (!format.Fits(weights.Config))
            throw new NotSupportedException($"The {format} step needs widths (residual {weights.Config.Width}, heads {weights.Config.QueryHeads * weights.Config.HeadSize}, feed-forward {weights.Config.FeedForwardWidth}) that are multiples of 32. Use the managed engine.");
        Config = weights.Config;
        _format = format;
        _script = StepScript.Of(format);
        _weights = new ScriptWeights(weights, format, _device);
        _cache = new KeyValueCache(Config.Layers, blocks, Config.KeyValueHeads, Config.HeadSize, 0, format.Activations(), _device);
        (_vectors, _matrices, _scales) = ([.. _weights.Vectors], [.. _weights.Matrices], [.. _weights.Scales]);
        _keys = [.. Enumerable.Range(0, Config.Layers).Select(layer => _cache[layer].Keys)];
        _values = [.. Enumerable.Range(0, Config.Layers).Select(layer => _cache[layer].Values)];
        _epsilon = tensor(Config.NormEpsilon).DetachFromDisposeScope();
        _rotary = new RotaryEmbedding(Config.HeadSize, Config.RotaryBase, Config.RotaryScaling, _device);
    }

    public DecoderConfig Config { get; }

    public string Name => _format.EngineName();

    public int BlockTokens => KeyValueCache.BlockTokens;

    public int Blocks => _cache.Blocks;

    public long Bytes => _weights.Bytes + _cache.Bytes;

    public void Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits) => Run(slices, logits, Config.VocabularySize, head: true);

    public void Hidden(ReadOnlySpan<SequenceSlice> slices, Span<float> states) => Run(slices, states, Config.Width, head: false);

    public void CopyBlock(int from, int to) => _cache.Copy(from, to);

    public void Dispose()
    {
        _weights.Dispose();
        _cache.Dispose();
        _rotary.Dispose();
        _epsilon.Dispose();
    }

    private void Run(ReadOnlySpan<SequenceSlice> slices, Span<float> results, int width, bool head)
    {
        SliceChecks.Check(slices, Config, Blocks, results.Length, width);
        using var inference = inference_mode();
        var at = 0;
        while (at < slices.Length)
        {
            var together = 1;
            while (slices[at].Tokens.Length == 1 && at + together < slices.Length && slices[at + together].Tokens.Length == 1)
                together++;
            results = Call(slices.Slice(at, together), results, width, head);
            at += together;
        }
    }

    /// <summary>Slices of one length.</summary>
    private Span<float> Call(ReadOnlySpan<SequenceSlice> slices, Span<float> results, int width, bool head)
    {
        using var scope = NewDisposeScope();
        var rows = ScriptRows.Of(slices);
        Tensor On(Array values, params long[] shape) => (values is long[] whole ? tensor(whole) : tensor((float[])values)).reshape(shape).to(_device);
        var angles = _rotary.Angles(On(rows.Positions, rows.Positions.Length), _format.Activations());
        long[] angleShape = [rows.Sequences, rows.Tokens, 1, Config.HeadSize / 2];
        var result = (Tensor)_script.invoke("step",
            On(rows.Ids, rows.Sequences, rows.Tokens), angles.Cosines.view(angleShape), angles.Sines.view(angleShape), On(rows.Slots, rows.Slots.Length),
            On(rows.Gather, rows.Gather.Length), On(rows.Mask, rows.Sequences, 1, rows.Tokens, rows.Longest).to(_format.Activations()),
            On(rows.Wanted, rows.Wanted.Length), _weights.Embedding, _vectors, _matrices, _scales, _keys, _values,
            Config.QueryHeads, Config.KeyValueHeads, Config.HeadSize, _epsilon, head);
        var values = result.to(ScalarType.Float32).cpu().contiguous();
        var count = rows.Wanted.Length * width;
        if (count > 0)
            MemoryMarshal.Cast<byte, float>(values.bytes).CopyTo(results);
        return results[count..];
    }
}
