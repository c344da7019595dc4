using Platform.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Reference;

/// <summary>One layer of a decoder: attention, then the feed-forward half, each added to the residual stream.</summary>
internal sealed class DecoderBlock
{
    private readonly RootMeanSquareNorm _inputNorm;
    private readonly LocalizedFiltering? _filter;
    private readonly GroupedQueryAttention _attention;
    private readonly RootMeanSquareNorm _postNorm;
    private readonly GatedFeedForward _feedForward;

    public DecoderBlock(DecoderConfig config, DecoderLayerWeights w)
    {
        RootMeanSquareNorm? Norm(Tensor? gain) => gain is null ? null : new RootMeanSquareNorm(gain, config.NormEpsilon);
        Projections = new Dictionary<string, Projection>(StringComparer.Ordinal)
        {
            ["self_attn.q_proj"] = new(w.Query, w.QueryBias),
            ["self_attn.k_proj"] = new(w.Key, w.KeyBias),
            ["self_attn.v_proj"] = new(w.Value, w.ValueBias),
            ["self_attn.o_proj"] = new(w.Output),
            ["mlp.gate_proj"] = new(w.Gate),
            ["mlp.up_proj"] = new(w.Up),
            ["mlp.down_proj"] = new(w.Down),
        };
        var maps = new AttentionProjections(Projections["self_attn.q_proj"], Projections["self_attn.k_proj"], Projections["self_attn.v_proj"], Projections["self_attn.o_proj"]);
        _inputNorm = new RootMeanSquareNorm(w.InputNorm, config.NormEpsilon);
        _filter = w.Filter is { } f ? new LocalizedFiltering(new LocalizedFilterWeights(f.First, f.FirstBias, f.Second, f.SecondBias), new RootMeanSquareNorm(f.Norm, DecoderConfig.FilterNormEpsilon)) : null;
        _attention = new GroupedQueryAttention(config.QueryHeads, config.KeyValueHeads, config.HeadSize, maps, Norm(w.QueryNorm), Norm(w.KeyNorm));
        _postNorm = new RootMeanSquareNorm(w.PostNorm, config.NormEpsilon);
        _feedForward = new GatedFeedForward(Projections["mlp.gate_proj"], Projections["mlp.up_proj"], Projections["mlp.down_proj"],
            config.Family == DecoderFamily.Yuan ? ActivatedBranch.Up : ActivatedBranch.Gate);
    }

    /// <summary>The linear maps by their names in a checkpoint, below the layer: what adapters address.</summary>
    public IReadOnlyDictionary<string, Projection> Projections { get; }

    /// <param name="h">Residual stream, shape (N, C).</param>
    /// <returns>Shape (N, C); the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor h, RotaryAngles angles, IReadOnlyList<SequenceRows> sequences, CacheLayer cache, RowAdapters adapters)
    {
        using var scope = NewDisposeScope();
        var x = _inputNorm.Forward(h);
        var filtered = _filter?.Forward(x, sequences, cache) ?? x;
        h += _attention.Forward(filtered, x, angles, sequences, cache, adapters);
        return (h + _feedForward.Forward(_postNorm.Forward(h), adapters)).MoveToOuterDisposeScope();
    }
}
