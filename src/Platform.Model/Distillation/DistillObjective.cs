using System.Globalization;
using Platform.Model.Architectures;
using Platform.Model.Recipes;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Distillation;

/// <summary>A student learns what its teacher predicts, how the teacher's layers relate the tokens of a text, and the text itself.</summary>
/// <remarks>Relations: Wang et al. 2020, "MiniLMv2", arXiv:2012.15828, for decoders: before positions are turned in, within what a token may see. Predictions: Agarwal et al. 2023, "GKD", arXiv:2306.13649.</remarks>
internal sealed class DistillObjective : IObjective
{
    private const int RowsAtOnce = 512;
    private readonly TrainingTask _task;
    private readonly DistillPart _part;
    private readonly TokenBlocks _blocks;
    private readonly Teacher _teacher;
    private readonly DistillPlan _plan;
    private readonly StoredPredictions? _stored;
    private readonly OwnAnswers? _own;
    private readonly DecoderConfig _student;

    /// <exception cref="RecipeException">Teacher, student and recipe do not fit together.</exception>
    public DistillObjective(TrainingTask task)
    {
        (_task, _part) = (task, task.Recipe.Distill!);
        _blocks = TrainingRows.Blocks(task.Recipe.Data, task.Encoder);
        _teacher = Teacher.Open(_part.Teacher, task.Encoder.Tokenizer);
        _student = _part.Start == StudentStart.Pretrained
            ? Checkpoints.CheckpointReader.Open(task.Recipe.Model.From ?? throw new RecipeException("distill.start: Pretrained needs model.from, the student's checkpoint.")).Config
            : StartingWeights.ConfigOf(task.Recipe.Model, task.Encoder.VocabularySize);
        _plan = new DistillPlan(_part, task.Recipe.Train, _teacher.Weights.Config.Layers, _student.Layers);
        var heads = _part.Relations.Heads;
        foreach (var (who, config) in new[] { ("teacher", _teacher.Weights.Config), ("student", _student) })
            if (_part.Relations.Weight > 0 && (heads < 1 || config.KeyValueHeads * config.HeadSize % heads != 0 || config.QueryHeads * config.HeadSize % heads != 0))
                throw new RecipeException($"distill.relations.heads is {heads}; it must divide the {who}'s {config.QueryHeads * config.HeadSize} channels of queries and {config.KeyValueHeads * config.HeadSize} of keys.");
        if (_part.OnPolicy is not null && task.Recipe.Model.Adapter is not null)
            throw new RecipeException("distill.onPolicy lets the student write, which an adapter in training cannot. Leave out model.adapter or distill.onPolicy.");
        _own = _part.OnPolicy is { } own ? new OwnAnswers(own, task.Encoder.Tokenizer.EndTokens, task.Recipe.Train) : null;
        _stored = _part.Logits.Cache is { } cache ? StoredPredictions.Open(cache, CacheIdentity.Of(_part, task.Recipe, _blocks)) : null;
    }

    public int Examples => _blocks.Count;

    public string Description => $"teacher of {_teacher.Weights.Config.Parameters / 1e6:N1} M, {_part.Schedule}; {_blocks.Count:N0} blocks ({_blocks.Targets:N0} tokens count)";

    public DecoderWeights? Start(Action<string> tell)
    {
        var seed = _task.Recipe.Train.Seed;
        using var random = TrainedNetwork.Fresh(_student, seed);
        var start = _part.Start switch
        {
            StudentStart.Random => random.Map(tensor => tensor.clone().DetachFromDisposeScope()),
            StudentStart.Skip => StudentWeights.Skip(_teacher.Weights, _student),
            StudentStart.Width => StudentWeights.Width(_teacher.Weights, _student, _part.Channels, Calibration()),
            _ => StartingWeights.Of(_task.Recipe.Model, _task.Encoder.VocabularySize, seed),
        };
        var (teacher, student, nothing) = (HeldOut(_teacher.Weights), HeldOut(start), HeldOut(random));
        tell(string.Create(CultureInfo.InvariantCulture, $"held out at step 0: teacher {teacher:F3}, student ({_part.Start}) {student:F3}, random {nothing:F3} nats/token"));
        if (teacher > (_part.Gate ?? student))
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"The teacher needs {teacher:F3} nats per token of the held-out documents, more than {_part.Gate ?? student:F3}: nothing could be learned from it. Take a better teacher, or set distill.gate higher."));
        return start;
    }

    public StepPlan At(int step, TrainedNetwork network)
    {
        var stage = _plan.At(step);
        if (stage.Layer is not { } layer)
            return new StepPlan(_plan.Rate(stage));
        var moves = new HashSet<Tensor>(network.Weights.Layers[layer].All.Concat(layer == 0 ? [network.Weights.Embedding] : []), ReferenceEqualityComparer.Instance);
        return new StepPlan(_plan.Rate(stage), moves.Contains);
    }

    public StepTotals Totals(IReadOnlyList<int> examples) => new(examples.Sum(at => _blocks[at].Counted), examples.Sum(at => _blocks[at].Filled));

    public Tensor? Loss(TrainedNetwork network, IReadOnlyList<int> examples, StepTotals totals, int step, LossParts parts)
    {
        var stage = _plan.At(step);
        if (stage.Predicts && _own?.IsAt(step) == true)
            return OnOwnAnswers(network, _own, examples, step, parts);
        var batch = TokenBatch.Of([.. examples.Select(at => _blocks[at])]);
        var keep = stage.Pairs.Count > 0 ? KeptStates.Relations : KeptStates.None;
        var needsTeacher = stage.Predicts && _stored is null && _part.Logits.Weight > 0;
        var taught = keep == KeptStates.None && !needsTeacher ? [] : Taught(batch, keep, needsTeacher ? _teacher.Weights.Config.Layers : stage.Pairs.Max(pair => pair.Teacher) + 1);
        var learned = network.States(batch, keep, stage.Predicts ? network.Config.Layers : stage.Pairs.Max(pair => pair.Student) + 1);
        Tensor? loss = null;
        foreach (var pair in stage.Pairs)
        {
            var relation = QueryKeyValueRelations.Of(taught, pair.Teacher, learned, pair.Student, MaskOf(batch), _part.Relations.Heads).div(totals.Tokens);
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"relation{pair.Student}"), relation.item<float>());
            loss = Plus(loss, relation * (stage.Weight * pair.Weight));
        }

        if (stage.Predicts && batch.Counted > 0)
        {
            var (labels, logits) = Predictions(network, batch, examples, taught, learned[^1]);
            parts.Add("labels", labels.item<float>() / totals.Counted);
            loss = Plus(loss, labels * (_part.Labels / totals.Counted));
            if (_part.Logits.Weight > 0)
            {
                parts.Add("logits", logits.item<float>() / totals.Counted);
                loss = Plus(loss, logits * (_part.Logits.Weight / totals.Counted));
            }
        }

        return loss;
    }

    public void Dispose() => _teacher.Dispose();

    /// <summary>No gradient goes through what was written. The window's other parts are not known yet, so that each part counts alike.</summary>
    private Tensor OnOwnAnswers(TrainedNetwork network, OwnAnswers own, IReadOnlyList<int> examples, int step, LossParts parts)
    {
        var batch = TokenBatch.Of(own.Write(network, [.. examples.Select(at => _blocks[at])], step));
        var taught = Taught(batch, KeptStates.None, _teacher.Weights.Config.Layers);
        var learned = network.States(batch, KeptStates.None, network.Config.Layers);
        var loss = LogitDivergence.Of(Chosen(taught[^1], batch), _teacher.Network.Weights.Head, Chosen(learned[^1], batch), network.Weights.Head, batch.Targets, temperature: 1, own.Beta, RowsAtOnce)[1]
            / ((double)batch.Counted * _task.Recipe.Train.Accumulation);
        parts.Add("own", loss.item<float>());
        return loss;
    }

    private Tensor[] Taught(TokenBatch batch, KeptStates keep, int layers)
    {
        using var none = no_grad();
        return _teacher.Network.States(batch, keep, layers);
    }

    private (Tensor Labels, Tensor Logits) Predictions(TrainedNetwork network, TokenBatch batch, IReadOnlyList<int> examples, Tensor[] taught, Tensor hidden)
    {
        var student = Chosen(hidden, batch);
        var part = _part.Logits;
        Tensor both;
        if (part.Weight <= 0)
            both = cat([nn.functional.cross_entropy(nn.functional.linear(student, network.Weights.Head), batch.Targets, reduction: nn.Reduction.Sum).view(1), zeros(1)]);
        else if (_stored is { } stored)
        {
            var (row, id, share) = stored.Of(examples, _blocks);
            both = (Tensor)DistillScript.Unit.invoke(stored.Codec == PredictionCodec.Top ? "likeliest" : "drawn", student, network.Weights.Head, batch.Targets, row, id, share, tensor(part.Temperature))!;
        }
        else
            both = LogitDivergence.Of(Chosen(taught[^1], batch), _teacher.Network.Weights.Head, student, network.Weights.Head, batch.Targets, part.Temperature, part.Beta, RowsAtOnce);
        return (both[0], both[1]);
    }

    private IReadOnlyList<TokenBlock> Calibration() => [.. Enumerable.Range(0, Math.Min(Math.Max(1, _part.Calibration), _blocks.Count)).Select(i => _blocks[(int)((long)i * _blocks.Count / Math.Min(Math.Max(1, _part.Calibration), _blocks.Count))])];

    private double HeldOut(DecoderWeights weights)
    {
        using var network = new TrainedNetwork(weights, trainable: false);
        return _task.HeldOut.Mean(network, CancellationToken.None);
    }

    private static Tensor Chosen(Tensor hidden, TokenBatch batch) => batch.Rows.numel() > 0 ? hidden.flatten(0, 1).index_select(0, batch.Rows) : hidden.flatten(0, 1);

    /// <summary>What a token may see, shape (B or 1, T, T).</summary>
    private static Tensor MaskOf(TokenBatch batch) => batch.Mask.numel() > 0 ? batch.Mask.squeeze(1) : ones(1, batch.Tokens, batch.Tokens, ScalarType.Bool).tril();

    private static Tensor Plus(Tensor? sum, Tensor share) => sum is null ? share : sum + share;
}
