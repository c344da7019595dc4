using Platform.Model.Architectures;
using Platform.Model.Layers;
using Platform.Model.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>A decoder whose weights learn: fp32 copies with gradients, in the order of <see cref="TrainingScript"/>.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    private readonly Tensor[] _all; // with empty ones where a network has none, and the embedding again as a tied head
    private readonly RotaryEmbedding _rotary;
    private readonly Tensor _epsilon;

    /// <param name="weights">Copied; stay the caller's.</param>
    /// <exception cref="RecipeException">The family cannot be trained.</exception>
    public TrainedNetwork(DecoderWeights weights, bool trainable = true)
    {
        if (weights.Config.LocalizedFilter)
            throw new RecipeException("Networks with localized filtering (Yuan) can be served but not trained yet. Take a Llama, Qwen2 or Qwen3 checkpoint.");
        Config = weights.Config;
        _rotary = new RotaryEmbedding(Config.HeadSize, Config.RotaryBase, Config.RotaryScaling, CPU);
        Weights = weights.Map(tensor => tensor.detach().to(ScalarType.Float32, copy: true).requires_grad_(trainable).DetachFromDisposeScope());
        _epsilon = tensor(Config.NormEpsilon).DetachFromDisposeScope();
        var none = zeros(0).DetachFromDisposeScope();
        _all =
        [
            Weights.Embedding,
            .. Weights.Layers.SelectMany(layer => new[]
            {
                layer.InputNorm, layer.Query, layer.Key, layer.Value, layer.Output, layer.QueryNorm ?? none, layer.KeyNorm ?? none,
                layer.PostNorm, layer.Gate, layer.Up, layer.Down, layer.QueryBias ?? none, layer.KeyBias ?? none, layer.ValueBias ?? none,
            }),
            Weights.FinalNorm,
            Weights.Head,
        ];
    }

    public DecoderConfig Config { get; }

    public DecoderWeights Weights { get; }

    /// <summary>Each tensor that learns, once.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. Weights.All];

    /// <summary>Small random weights for a network that knows nothing: normal with 0.02, less on what is added to the residual stream.</summary>
    /// <remarks>Source: Radford et al. 2019, "GPT-2", section 2.3.</remarks>
    public static DecoderWeights Fresh(DecoderConfig config, int seed)
    {
        random.manual_seed(seed);
        using var scope = NewDisposeScope();
        Tensor Matrix(int rows, int columns, double deviation = 0.02) => randn(rows, columns).mul_(deviation);
        Tensor Ones(int size) => ones(size);
        var (d, heads, keyValues, f) = (config.Width, config.QueryHeads * config.HeadSize, config.KeyValueHeads * config.HeadSize, config.FeedForwardWidth);
        var added = 0.02 / Math.Sqrt(2 * config.Layers);
        var embedding = Matrix(config.VocabularySize, d);
        var weights = new DecoderWeights(config, embedding, Ones(d), config.TiedHead ? embedding : Matrix(config.VocabularySize, d), [.. Enumerable.Range(0, config.Layers).Select(_ => new DecoderLayerWeights
        {
            InputNorm = Ones(d),
            Query = Matrix(heads, d),
            Key = Matrix(keyValues, d),
            Value = Matrix(keyValues, d),
            Output = Matrix(d, heads, added),
            QueryNorm = config.QueryKeyNorm ? Ones(config.HeadSize) : null,
            KeyNorm = config.QueryKeyNorm ? Ones(config.HeadSize) : null,
            PostNorm = Ones(d),
            Gate = Matrix(f, d),
            Up = Matrix(f, d),
            Down = Matrix(d, f, added),
        })]);
        foreach (var tensor in weights.All)
            tensor.DetachFromDisposeScope();
        return weights;
    }

    /// <summary>Sum of the negative log-likelihoods (nats) of all targets that count.</summary>
    public Tensor Loss(TokenBatch batch) => (Tensor)TrainingScript.Unit.invoke("loss", [.. Inputs(batch), batch.Rows, batch.Targets, .. Rest()])!;

    /// <summary>Logits of the rows that count, shape (rows, V).</summary>
    public Tensor Logits(TokenBatch batch) => (Tensor)TrainingScript.Unit.invoke("logits", [.. Inputs(batch), batch.Rows, .. Rest()])!;

    public void Dispose()
    {
        Weights.Dispose();
        _rotary.Dispose();
        _epsilon.Dispose();
        foreach (var tensor in _all)
            tensor.Dispose();
    }

    private object[] Inputs(TokenBatch batch)
    {
        var angles = _rotary.Angles(batch.Positions, ScalarType.Float32);
        long[] shape = [batch.Blocks, batch.Tokens, 1, Config.HeadSize / 2];
        return [batch.Inputs, angles.Cosines.view(shape), angles.Sines.view(shape), batch.Mask];
    }

    private object[] Rest() => [_all, Config.Layers, Config.QueryHeads, Config.KeyValueHeads, Config.HeadSize, _epsilon];
}
