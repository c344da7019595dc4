using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Preferences;

/// <summary>Makes answers that people preferred likelier than the others. Examples are pairs, or for KTO single marked answers.</summary>
internal sealed class PreferenceObjective : IObjective
{
    private readonly PreferencePart _part;
    private readonly TrainPart _train;
    private readonly bool _adapted;
    private readonly List<TokenBlock[]> _examples = [];
    private readonly List<bool> _good = [];
    private readonly List<TokenBlock[]> _strangers = []; // each question with the answer to the next one
    private readonly TrainedNetwork? _reference;

    /// <exception cref="RecipeException">The recipe or its files cannot be used.</exception>
    public PreferenceObjective(TrainingTask task)
    {
        (_part, _train, _adapted) = (task.Recipe.Preference!, task.Recipe.Train, task.Recipe.Model.Adapter is not null);
        var isKto = _part.Loss == PreferenceLoss.Kto;
        var documents = task.Recipe.Data.Train.SelectMany(PreferenceDocument.Read).ToList();
        if (documents.Count == 0)
            throw new RecipeException("data.train names no file with preferences.");
        if (documents.Exists(document => document.Answers.Count != (isKto ? 1 : 2)))
            throw new RecipeException(isKto ? "KTO learns from single answers ({messages, answer, good}), but the files hold pairs. Take Dpo, SimPo or Orpo." : $"{_part.Loss} learns from pairs ({{messages, chosen, rejected}}), but the files hold single answers. Take Kto.");
        if (isKto && _train.Batch < 2)
            throw new RecipeException("KTO compares answers with those to other questions: train.batch must be 2 or more, better 4.");
        var encoder = new RowEncoder(task.Recipe.Model.Tokenizer ?? task.Recipe.Model.From!, new DataPart { Learn = LearnedTurns.Last, System = task.Recipe.Data.System });
        foreach (var document in documents)
        {
            _examples.Add([.. document.Answers.Select(answer => Block(encoder, document, answer, task.Recipe.Data.BlockTokens))]);
            _good.Add(document.Good);
        }

        if (isKto)
            for (var at = 0; at < documents.Count; at++)
                _strangers.Add([Block(encoder, documents[at], documents[(at + 1) % documents.Count].Answers[0], task.Recipe.Data.BlockTokens)]);
        if (_part.Loss is not (PreferenceLoss.Dpo or PreferenceLoss.Kto) || (_adapted && _part.Reference is null))
            return; // needs none, or the reference is the model without its adapter
        using var weights = CheckpointReader.Open(_part.Reference ?? task.Recipe.Model.From ?? throw new RecipeException("Preferences change a checkpoint: name it in model.from.")).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        _reference = new TrainedNetwork(weights, trainable: false);
    }

    public int Examples => _examples.Count;

    public string Description => $"{_part.Loss}: {_examples.Count:N0} {(_part.Loss == PreferenceLoss.Kto ? "marked answers" : "pairs")}";

    public DecoderWeights? Start(Action<string> tell) => null;

    public StepPlan At(int step, TrainedNetwork network) => new(LearningRateSchedule.At(_train, step));

    public StepTotals Totals(IReadOnlyList<int> examples) => new(examples.Count, examples.Sum(at => _examples[at].Sum(block => block.Filled)));

    public Tensor? Loss(TrainedNetwork network, IReadOnlyList<int> examples, StepTotals totals, int step, LossParts parts)
    {
        var batch = examples.SelectMany(at => _examples[at]).ToList();
        var losses = _part.Loss == PreferenceLoss.Kto ? Marked(network, examples, batch, parts) : Pairs(network, batch, parts);
        return losses.sum().div(KeptScalars.Of(totals.Counted));
    }

    public void Dispose() => _reference?.Dispose();

    private Tensor Pairs(TrainedNetwork network, List<TokenBlock> batch, LossParts parts)
    {
        var (sums, lengths) = LogLikelihoods(batch, network.Surprise);
        var means = sums / lengths;
        var (chosen, rejected) = Halves(sums);
        var (meanChosen, meanRejected) = Halves(means);
        var likelihood = -meanChosen;
        parts.Add("accuracy", (chosen > rejected).to(ScalarType.Float32).mean().item<float>());
        parts.Add("margin", (meanChosen - meanRejected).mean().item<float>());
        switch (_part.Loss)
        {
            case PreferenceLoss.Orpo:
                return likelihood + PreferenceLosses.Odds(meanChosen, meanRejected) * (_part.Likelihood > 0 ? _part.Likelihood : _part.Beta);
            case PreferenceLoss.SimPo:
                return PreferenceLosses.SimPo(meanChosen, meanRejected, _part.Beta, _part.Margin) + likelihood * _part.Likelihood;
            default:
                var (referenceChosen, referenceRejected) = Halves(Reference(network, batch));
                parts.Add("reward", ((chosen - referenceChosen - rejected + referenceRejected) * _part.Beta).mean().item<float>());
                return PreferenceLosses.Dpo(chosen, rejected, referenceChosen, referenceRejected, _part.Beta, _part.Smoothing) + likelihood * _part.Likelihood;
        }
    }

    private Tensor Marked(TrainedNetwork network, IReadOnlyList<int> examples, List<TokenBlock> batch, LossParts parts)
    {
        var reward = LogLikelihoods(batch, network.Surprise).Sums - Reference(network, batch);
        var good = tensor(examples.Select(at => _good[at] ? 1f : 0f).ToArray());
        var strayed = Strayed(network, [.. examples.SelectMany(at => _strangers[at])]);
        parts.Add("strayed", strayed.item<float>());
        parts.Add("rewardGood", Mean(reward * good, good));
        parts.Add("rewardBad", Mean(reward * (1 - good), 1 - good));
        return PreferenceLosses.Kto(reward, good, strayed, _part);

        static double Mean(Tensor sum, Tensor count) => sum.sum().item<float>() / Math.Max(1, count.sum().item<float>());
    }

    /// <summary>How much likelier the model finds answers that belong to other questions than the reference does: at least 0.</summary>
    private Tensor Strayed(TrainedNetwork network, List<TokenBlock> strangers)
    {
        using var none = no_grad();
        return (LogLikelihoods(strangers, network.Surprise).Sums - Reference(network, strangers)).mean().clamp(min: KeptScalars.Of(0));
    }

    private Tensor Reference(TrainedNetwork network, List<TokenBlock> batch)
    {
        using var none = no_grad();
        return _reference is { } reference ? LogLikelihoods(batch, reference.Surprise).Sums : LogLikelihoods(batch, network.SurpriseWithoutAdapter).Sums;
    }

    /// <returns>Of each block's answer the sum over tokens, and how many there are; shape (blocks) each.</returns>
    private static (Tensor Sums, Tensor Lengths) LogLikelihoods(List<TokenBlock> blocks, Func<TokenBatch, Tensor> surprise)
    {
        var batch = TokenBatch.Of(blocks);
        var owners = tensor(blocks.SelectMany((block, at) => Enumerable.Repeat((long)at, block.Counted)).ToArray());
        return (zeros(blocks.Count).index_add(0, owners, -surprise(batch), 1), tensor(blocks.Select(block => (float)block.Counted).ToArray()));
    }

    private static (Tensor Chosen, Tensor Rejected) Halves(Tensor each)
    {
        var pairs = each.view(-1, 2);
        return (pairs.select(1, 0), pairs.select(1, 1));
    }

    /// <summary>A question with an answer, cut at its beginning where it is too long.</summary>
    private static TokenBlock Block(RowEncoder encoder, PreferenceDocument document, string answer, int tokens)
    {
        var row = encoder.Encode(new CorpusDocument { Id = "", Source = "", Licence = "", Split = "train", Messages = [.. document.Messages, new CorpusMessage("assistant", answer)] });
        var (from, length) = row.Ids.Length - 1 > tokens ? (row.Ids.Length - 1 - tokens, tokens) : (0, row.Ids.Length - 1);
        var block = new TokenBlock(tokens, encoder.End);
        block.Put(0, row.Ids, row.Learned, from, length, document: 1);
        block.Documents = 1;
        return block;
    }
}
