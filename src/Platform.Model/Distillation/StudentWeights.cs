using Platform.Model.Architectures;
using Platform.Model.Recipes;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>A student made of its teacher: fewer layers, and of each the channels, heads and neurons that matter most.</summary>
/// <remarks>
/// One projection P (d of the teacher × d of the student) serves the whole residual stream, because additions tie all layers together.
/// Sources: Samragh et al. 2023, "Weight subcloning", arXiv:2312.09299; Muralidharan et al. 2024, "Minitron", arXiv:2407.14679;
/// Ashkboos et al. 2024, "SliceGPT", arXiv:2401.15024. How they are put together is this project's own.
/// </remarks>
internal static class StudentWeights
{
    /// <summary>Some of the teacher's layers, everything else as it is.</summary>
    /// <returns>Copies; the caller disposes them.</returns>
    /// <exception cref="RecipeException">The sizes differ in more than the number of layers.</exception>
    public static DecoderWeights Skip(DecoderWeights teacher, DecoderConfig student)
    {
        var config = teacher.Config with { Layers = student.Layers };
        if ((student.Width, student.QueryHeads, student.KeyValueHeads, student.HeadSize, student.FeedForwardWidth) != (config.Width, config.QueryHeads, config.KeyValueHeads, config.HeadSize, config.FeedForwardWidth) || student.Layers > teacher.Config.Layers)
            throw new RecipeException($"distill.start: Skip leaves out layers only, but the student differs in other sizes: {Sizes(student)} of {Sizes(teacher.Config)}. Take distill.start: Width.");
        var map = LayerMap.Of(teacher.Config.Layers, student.Layers);
        return (teacher with { Config = config, Layers = [.. map.Select(layer => teacher.Layers[layer])] }).Map(tensor => tensor.detach().clone().DetachFromDisposeScope());
    }

    /// <param name="calibration">Text that shows what matters.</param>
    /// <returns>The caller disposes them.</returns>
    /// <exception cref="RecipeException">The student is no part of the teacher.</exception>
    public static DecoderWeights Width(DecoderWeights teacher, DecoderConfig student, ChannelChoice channels, IReadOnlyList<TokenBlock> calibration)
    {
        Check(teacher.Config, student, channels);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var network = new TrainedNetwork(channels == ChannelChoice.Pca ? Folded(teacher) : teacher, trainable: false);
        var batches = calibration.Chunk(8).Select(blocks => TokenBatch.Of(blocks)).ToList();
        using var observed = TeacherObservation.Of(network, batches);
        var projection = channels == ChannelChoice.Pca ? Leading(observed.Directions, student.Width) : Kept(observed.Channels, student.Width);
        var config = network.Config with
        {
            Width = student.Width,
            Layers = student.Layers,
            QueryHeads = student.QueryHeads,
            KeyValueHeads = student.KeyValueHeads,
            FeedForwardWidth = student.FeedForwardWidth,
            Context = Math.Min(student.Context, network.Config.Context),
        };
        var map = LayerMap.Of(network.Config.Layers, student.Layers);
        var (from, last) = (network.Weights, 2 * network.Config.Layers);
        var embedding = matmul(from.Embedding, projection);
        var weights = new DecoderWeights(config, embedding, Gain(from.FinalNorm, last), config.TiedHead ? embedding : matmul(from.Head, projection), [.. map.Select(Layer)]);
        foreach (var tensor in weights.All)
            tensor.DetachFromDisposeScope();
        BlockEnergy.Match(weights, network, projection, map, batches[0]);
        return weights;

        Tensor Gain(Tensor gain, int place) => (matmul(projection.t() * gain, projection).diagonal() * observed.Shrink(place, projection)).clone();

        DecoderLayerWeights Layer(int at)
        {
            var layer = from.Layers[at];
            var (groups, heads) = HeadChoice.Of(observed.Heads[at], network.Config, config);
            var (queries, keys) = (Rows(heads, config.HeadSize), Rows(groups, config.HeadSize));
            var neurons = Most(observed.Neurons[at], config.FeedForwardWidth);
            return new DecoderLayerWeights
            {
                InputNorm = Gain(layer.InputNorm, 2 * at),
                Query = In(layer.Query, queries),
                Key = In(layer.Key, keys),
                Value = In(layer.Value, keys),
                Output = matmul(projection.t(), layer.Output.index_select(1, queries)),
                QueryBias = layer.QueryBias?.index_select(0, queries),
                KeyBias = layer.KeyBias?.index_select(0, keys),
                ValueBias = layer.ValueBias?.index_select(0, keys),
                QueryNorm = layer.QueryNorm?.clone(),
                KeyNorm = layer.KeyNorm?.clone(),
                PostNorm = Gain(layer.PostNorm, 2 * at + 1),
                Gate = In(layer.Gate, neurons),
                Up = In(layer.Up, neurons),
                Down = matmul(projection.t(), layer.Down.index_select(1, neurons)),
            };
        }

        Tensor In(Tensor weight, Tensor rows) => matmul(weight.index_select(0, rows), projection);
    }

    /// <summary>The same network with every norm's gain in the maps behind it: only then does a rotation of the stream change nothing.</summary>
    /// <remarks>The final gain goes into a head of its own; a tied head keeps it, and mixed channels then meet its average.</remarks>
    private static DecoderWeights Folded(DecoderWeights teacher)
    {
        var tied = ReferenceEquals(teacher.Head, teacher.Embedding);
        return teacher with
        {
            FinalNorm = tied ? teacher.FinalNorm : ones_like(teacher.FinalNorm),
            Head = tied ? teacher.Head : teacher.Head * teacher.FinalNorm,
            Layers = [.. teacher.Layers.Select(layer => layer with
            {
                InputNorm = ones_like(layer.InputNorm),
                Query = layer.Query * layer.InputNorm,
                Key = layer.Key * layer.InputNorm,
                Value = layer.Value * layer.InputNorm,
                PostNorm = ones_like(layer.PostNorm),
                Gate = layer.Gate * layer.PostNorm,
                Up = layer.Up * layer.PostNorm,
            })],
        };
    }

    private static Tensor Leading(Tensor moments, int width) => linalg.eigh(moments.to(ScalarType.Float64)).Item2.flip(1).narrow(1, 0, width).to(ScalarType.Float32);

    private static Tensor Kept(Tensor channels, int width) => eye(channels.shape[0]).index_select(1, Most(channels, width));

    /// <returns>Numbers of the largest, in their order.</returns>
    private static Tensor Most(Tensor sizes, int count) => sizes.topk(count).indexes.sort().Values;

    /// <summary>Rows of whole heads.</summary>
    private static Tensor Rows(int[] heads, int size) => tensor(heads.SelectMany(head => Enumerable.Range(head * size, size)).Select(row => (long)row).ToArray());

    private static void Check(DecoderConfig teacher, DecoderConfig student, ChannelChoice channels)
    {
        if (student.HeadSize != teacher.HeadSize)
            throw new RecipeException($"The student's heads have {student.HeadSize} channels and the teacher's {teacher.HeadSize}: heads are kept or left out whole. Take the same head size, or distill.start: Random.");
        if (student.Width > teacher.Width || student.Layers > teacher.Layers || student.KeyValueHeads > teacher.KeyValueHeads || student.FeedForwardWidth > teacher.FeedForwardWidth
            || student.QueryHeads / student.KeyValueHeads > teacher.QueryHeads / teacher.KeyValueHeads)
            throw new RecipeException($"The student ({Sizes(student)}) is larger than the teacher ({Sizes(teacher)}) in some part, so it cannot be cut out of it with distill.start: Width.");
    }

    private static string Sizes(DecoderConfig config) => $"{config.Layers} layers of width {config.Width}, {config.QueryHeads}/{config.KeyValueHeads} heads of {config.HeadSize}, feed-forward {config.FeedForwardWidth}";
}
