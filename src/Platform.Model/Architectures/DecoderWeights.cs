using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures;

/// <summary>The tensors of a decoder by their role, whatever their names in a checkpoint: what every engine is built from.</summary>
/// <remarks>Shapes: V vocabulary, d width, H query heads, K key/value heads, D head size, f feed-forward width.</remarks>
/// <param name="Embedding">Shape (V, d).</param>
/// <param name="FinalNorm">Shape (d).</param>
/// <param name="Head">Shape (V, d); the same object as <paramref name="Embedding"/> where they are tied.</param>
internal sealed record DecoderWeights(DecoderConfig Config, Tensor Embedding, Tensor FinalNorm, Tensor Head, IReadOnlyList<DecoderLayerWeights> Layers) : IDisposable
{
    /// <summary>Number type of all of them.</summary>
    public ScalarType Type => Embedding.dtype;

    public Device Device => Embedding.device;

    public long Bytes => All.Sum(tensor => tensor.numel() * tensor.element_size());

    /// <summary>Every tensor once.</summary>
    public IEnumerable<Tensor> All => (ReferenceEquals(Head, Embedding) ? [Embedding, FinalNorm] : new[] { Embedding, FinalNorm, Head }).Concat(Layers.SelectMany(layer => layer.All));

    /// <summary>Random weights of sane size on the processor, for tests and benchmarks: every part of the network matters to the logits.</summary>
    public static DecoderWeights Random(DecoderConfig config, int seed, ScalarType type = ScalarType.Float32)
    {
        using var random = new RandomTensors((ulong)seed, type);
        int d = config.Width, heads = config.QueryHeads * config.HeadSize, keyValues = config.KeyValueHeads * config.HeadSize, f = config.FeedForwardWidth;
        Tensor? Bias(bool wanted, int size) => wanted ? random.Around(0, 0.3, size) : null;
        Tensor? Norm(bool wanted, int size) => wanted ? random.Around(1, 0.2, size) : null;
        var embedding = random.Matrix(config.VocabularySize, d, 2);
        var layers = Enumerable.Range(0, config.Layers).Select(_ => new DecoderLayerWeights
        {
            InputNorm = random.Around(1, 0.2, d),
            Query = random.Matrix(heads, d, 1.5),
            Key = random.Matrix(keyValues, d, 1.5),
            Value = random.Matrix(keyValues, d),
            Output = random.Matrix(d, heads),
            QueryBias = Bias(config.QueryKeyValueBias, heads),
            KeyBias = Bias(config.QueryKeyValueBias, keyValues),
            ValueBias = Bias(config.QueryKeyValueBias, keyValues),
            QueryNorm = Norm(config.QueryKeyNorm, config.HeadSize),
            KeyNorm = Norm(config.QueryKeyNorm, config.HeadSize),
            PostNorm = random.Around(1, 0.2, d),
            Gate = random.Matrix(f, d),
            Up = random.Matrix(f, d),
            Down = random.Matrix(d, f),
            Filter = config.LocalizedFilter ? DecoderFilterWeights.Random(random, d) : null,
        }).ToList();
        return new DecoderWeights(config, embedding, random.Around(1, 0.2, d), config.TiedHead ? embedding : random.Matrix(config.VocabularySize, d, 2), layers);
    }

    /// <summary>The same memory under new handles: either may be disposed before the other.</summary>
    public DecoderWeights Share() => Map(tensor => tensor.detach().DetachFromDisposeScope());

    /// <summary>The same roles with each tensor replaced; a tied head stays tied.</summary>
    public DecoderWeights Map(Func<Tensor, Tensor> change)
    {
        var embedding = change(Embedding);
        return new DecoderWeights(Config, embedding, change(FinalNorm), ReferenceEquals(Head, Embedding) ? embedding : change(Head), [.. Layers.Select(layer => layer.Map(change))]);
    }

    public void Dispose()
    {
        foreach (var tensor in All)
            tensor.Dispose();
    }
}

/// <summary>One block's tensors.</summary>
internal sealed record DecoderLayerWeights
{
    /// <summary>Shape (d).</summary>
    public required Tensor InputNorm { get; init; }

    /// <summary>Shape (H·D, d). Yuan's interleaved heads are already apart.</summary>
    public required Tensor Query { get; init; }

    /// <summary>Shape (K·D, d).</summary>
    public required Tensor Key { get; init; }

    /// <summary>Shape (K·D, d).</summary>
    public required Tensor Value { get; init; }

    /// <summary>Shape (d, H·D).</summary>
    public required Tensor Output { get; init; }

    /// <summary>Shape (H·D), or none.</summary>
    public Tensor? QueryBias { get; init; }

    /// <summary>Shape (K·D), or none.</summary>
    public Tensor? KeyBias { get; init; }

    /// <summary>Shape (K·D), or none.</summary>
    public Tensor? ValueBias { get; init; }

    /// <summary>Shape (D), or none.</summary>
    public Tensor? QueryNorm { get; init; }

    /// <summary>Shape (D), or none.</summary>
    public Tensor? KeyNorm { get; init; }

    /// <summary>Before the feed-forward half, shape (d).</summary>
    public required Tensor PostNorm { get; init; }

    /// <summary>Shape (f, d).</summary>
    public required Tensor Gate { get; init; }

    /// <summary>Shape (f, d).</summary>
    public required Tensor Up { get; init; }

    /// <summary>Shape (d, f).</summary>
    public required Tensor Down { get; init; }

    /// <summary>Yuan only.</summary>
    public DecoderFilterWeights? Filter { get; init; }

    public DecoderLayerWeights Map(Func<Tensor, Tensor> change)
    {
        Tensor? Maybe(Tensor? tensor) => tensor is null ? null : change(tensor);
        return new DecoderLayerWeights
        {
            InputNorm = change(InputNorm),
            Query = change(Query),
            Key = change(Key),
            Value = change(Value),
            Output = change(Output),
            QueryBias = Maybe(QueryBias),
            KeyBias = Maybe(KeyBias),
            ValueBias = Maybe(ValueBias),
            QueryNorm = Maybe(QueryNorm),
            KeyNorm = Maybe(KeyNorm),
            PostNorm = change(PostNorm),
            Gate = change(Gate),
            Up = change(Up),
            Down = change(Down),
            Filter = Filter is { } f ? new DecoderFilterWeights(change(f.First), change(f.FirstBias), change(f.Second), change(f.SecondBias), change(f.Norm)) : null,
        };
    }

    public IEnumerable<Tensor> All => new[]
    {
        InputNorm, Query, Key, Value, Output, QueryBias, KeyBias, ValueBias, QueryNorm, KeyNorm, PostNorm, Gate, Up, Down,
        Filter?.First, Filter?.FirstBias, Filter?.Second, Filter?.SecondBias, Filter?.Norm,
    }.OfType<Tensor>();
}

/// <summary>Yuan's localized filter; slice 0 of a kernel meets the position before, slice 1 the position itself.</summary>
/// <param name="First">Shape (d/2, d, 2).</param>
/// <param name="FirstBias">Shape (d/2).</param>
/// <param name="Second">Shape (d, d/2, 2).</param>
/// <param name="SecondBias">Shape (d).</param>
/// <param name="Norm">Shape (d).</param>
internal sealed record DecoderFilterWeights(Tensor First, Tensor FirstBias, Tensor Second, Tensor SecondBias, Tensor Norm)
{
    public static DecoderFilterWeights Random(RandomTensors random, int d) => new(
        random.Around(0, Math.Sqrt(0.5 / d), d / 2, d, 2), random.Around(0, 0.3, d / 2),
        random.Around(0, Math.Sqrt(1.0 / d), d, d / 2, 2), random.Around(0, 0.3, d), random.Around(1, 0.2, d));
}
