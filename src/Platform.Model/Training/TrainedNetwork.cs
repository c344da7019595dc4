using Platform.Model.Architectures;
using Platform.Model.Layers;
using Platform.Model.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>A decoder whose weights learn: fp32 copies with gradients, in the order of <see cref="TrainingScript"/>.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    private readonly Tensor _none = zeros(0).DetachFromDisposeScope();
    private readonly RotaryEmbedding _rotary;
    private readonly Tensor _epsilon;
    private bool _isPlain;

    /// <param name="weights">Copied; stay the caller's.</param>
    /// <param name="adapter">Learns in place of the weights, or null; belongs to the network then.</param>
    /// <exception cref="RecipeException">The family cannot be trained.</exception>
    public TrainedNetwork(DecoderWeights weights, bool trainable = true, TrainedAdapter? adapter = null)
    {
        if (weights.Config.LocalizedFilter)
            throw new RecipeException("Networks with localized filtering (Yuan) can be served but not trained yet. Take a Llama, Qwen2 or Qwen3 checkpoint.");
        (Config, Adapter) = (weights.Config, adapter);
        _rotary = new RotaryEmbedding(Config.HeadSize, Config.RotaryBase, Config.RotaryScaling, CPU);
        Weights = weights.Map(tensor => tensor.detach().to(ScalarType.Float32, copy: true).requires_grad_(trainable && adapter is null).DetachFromDisposeScope());
        _epsilon = tensor(Config.NormEpsilon).DetachFromDisposeScope();
    }

    public DecoderConfig Config { get; }

    public DecoderWeights Weights { get; }

    public TrainedAdapter? Adapter { get; }

    /// <summary>Each tensor that learns, once.</summary>
    public IReadOnlyList<Tensor> Parameters => Adapter?.Parameters ?? [.. Weights.All];

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

    /// <summary>The negative log-likelihood (nats) of each target that counts, shape (rows).</summary>
    public Tensor Surprise(TokenBatch batch) => (Tensor)TrainingScript.Unit.invoke("surprise", [.. Inputs(batch), batch.Rows, batch.Targets, .. Rest()])!;

    /// <summary>What goes on inside; see <see cref="TrainingScript"/> for the order.</summary>
    /// <param name="layers">How many of the first layers are computed.</param>
    public Tensor[] States(TokenBatch batch, KeptStates keep, int layers) =>
        (Tensor[])TrainingScript.Unit.invoke("states", [.. Inputs(batch), Effective(), layers, Config.QueryHeads, Config.KeyValueHeads, Config.HeadSize, _epsilon, (int)keep])!;

    /// <summary>The negative log-likelihoods as they are without the adapter.</summary>
    public Tensor SurpriseWithoutAdapter(TokenBatch batch)
    {
        _isPlain = true;
        try
        {
            return Surprise(batch);
        }
        finally
        {
            _isPlain = false;
        }
    }

    /// <summary>Logits of the rows that count, shape (rows, V).</summary>
    public Tensor Logits(TokenBatch batch) => (Tensor)TrainingScript.Unit.invoke("logits", [.. Inputs(batch), batch.Rows, .. Rest()])!;

    public void Dispose()
    {
        Weights.Dispose();
        _rotary.Dispose();
        _none.Dispose();
        _epsilon.Dispose();
        Adapter?.Dispose();
    }

    private object[] Inputs(TokenBatch batch)
    {
        var angles = _rotary.Angles(batch.Positions, ScalarType.Float32);
        long[] shape = [batch.Blocks, batch.Tokens, 1, Config.HeadSize / 2];
        return [batch.Inputs, angles.Cosines.view(shape), angles.Sines.view(shape), batch.Mask];
    }

    /// <summary>The weights in the script's order, with empty ones where a network has none, the embedding again as a tied head, and the adapter's changes added.</summary>
    private Tensor[] Effective() =>
    [
        Weights.Embedding,
        .. Weights.Layers.SelectMany((stored, at) =>
        {
            var layer = _isPlain ? stored : Adapter?.On(at, stored) ?? stored;
            return new[]
            {
                layer.InputNorm, layer.Query, layer.Key, layer.Value, layer.Output, layer.QueryNorm ?? _none, layer.KeyNorm ?? _none,
                layer.PostNorm, layer.Gate, layer.Up, layer.Down, layer.QueryBias ?? _none, layer.KeyBias ?? _none, layer.ValueBias ?? _none,
            };
        }),
        Weights.FinalNorm,
        Weights.Head,
    ];

    private object[] Rest() => [Effective(), Config.Layers, Config.QueryHeads, Config.KeyValueHeads, Config.HeadSize, _epsilon];
}

/// <summary>What of a pass is kept besides its result.</summary>
internal enum KeptStates
{
    None,

    /// <summary>Queries, keys and values of each layer.</summary>
    Relations,

    /// <summary>Everything that a layer takes in and gives out.</summary>
    All,
}
