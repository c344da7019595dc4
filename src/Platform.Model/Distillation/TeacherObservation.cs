using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>What matters in a teacher, seen on some blocks of text.</summary>
/// <remarks>Shapes: d width, H heads, f feed-forward width. All on the processor; the object owns them.</remarks>
internal sealed class TeacherObservation : IDisposable
{
    private readonly List<Tensor> _streams; // at each norm, second moments of the residual stream, shape (d, d): two a layer, and the final one

    private TeacherObservation(TrainedNetwork teacher)
    {
        var config = teacher.Config;
        _streams = [.. Enumerable.Range(0, 2 * config.Layers + 1).Select(_ => Kept(config.Width, config.Width))];
        Channels = Kept(config.Width);
        Directions = Kept(config.Width, config.Width);
        Heads = [.. Enumerable.Range(0, config.Layers).Select(_ => Kept(config.QueryHeads))];
        Neurons = [.. Enumerable.Range(0, config.Layers).Select(_ => Kept(config.FeedForwardWidth))];
    }

    /// <summary>Summed size of each channel of what goes into attention and feed-forward, norm gains included; shape (d).</summary>
    public Tensor Channels { get; }

    /// <summary>Second moments of the same without the gains; shape (d, d).</summary>
    public Tensor Directions { get; }

    /// <summary>By layer, the summed norm of each head's output; shape (H).</summary>
    public IReadOnlyList<Tensor> Heads { get; }

    /// <summary>By layer, the summed size of each neuron's activation; shape (f).</summary>
    public IReadOnlyList<Tensor> Neurons { get; }

    public static TeacherObservation Of(TrainedNetwork teacher, IEnumerable<TokenBatch> batches)
    {
        var observation = new TeacherObservation(teacher);
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            observation.Add(teacher, teacher.States(batch, KeptStates.All, teacher.Config.Layers));
        }

        return observation;
    }

    /// <summary>How much larger a norm's divisor is in the projected stream, by place: twice the layer, plus one for its second norm; twice the layers for the last.</summary>
    /// <param name="projection">Shape (d, d of the student).</param>
    public double Shrink(int place, Tensor projection)
    {
        using var scope = NewDisposeScope();
        var inner = (matmul(_streams[place], projection) * projection).sum().item<float>() / projection.shape[1];
        var whole = _streams[place].trace().item<float>() / projection.shape[0];
        return Math.Sqrt(inner / whole);
    }

    public void Dispose()
    {
        foreach (var tensor in _streams.Concat(Heads).Concat(Neurons).Append(Channels).Append(Directions))
            tensor.Dispose();
    }

    private void Add(TrainedNetwork teacher, Tensor[] states)
    {
        var config = teacher.Config;
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (input, heads, second, neurons) = (states[layer * 6], states[layer * 6 + 1], states[layer * 6 + 3], states[layer * 6 + 4]);
            Stream(2 * layer, input, teacher.Weights.Layers[layer].InputNorm);
            Stream(2 * layer + 1, second, teacher.Weights.Layers[layer].PostNorm);
            Heads[layer].add_(heads.view(-1, config.QueryHeads, config.HeadSize).norm(2, false, 2f).sum(0));
            Neurons[layer].add_(neurons.flatten(0, 1).abs().sum(0));
        }

        Stream(2 * config.Layers, states[^2], null);

        void Stream(int place, Tensor stream, Tensor? gain)
        {
            var x = stream.flatten(0, 1);
            _streams[place].add_(matmul(x.t(), x));
            if (gain is null)
                return;
            var normal = x * (x.square().mean([1], keepdim: true) + config.NormEpsilon).rsqrt();
            Directions.add_(matmul(normal.t(), normal));
            Channels.add_((normal * gain).abs().sum(0));
        }
    }

    private static Tensor Kept(params long[] shape) => zeros(shape).DetachFromDisposeScope();
}
