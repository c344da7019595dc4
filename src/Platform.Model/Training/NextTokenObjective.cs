using Platform.Model.Architectures;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>The plain one: foretell the next token, wherever a token is to be learned.</summary>
internal sealed class NextTokenObjective(TokenBlocks blocks, TrainPart train) : IObjective
{
    public int Examples => blocks.Count;

    public string Description => $"{blocks.Count:N0} blocks ({blocks.Targets:N0} tokens count)";

    public DecoderWeights? Start(Action<string> tell) => null;

    public StepPlan At(int step, TrainedNetwork network) => new(LearningRateSchedule.At(train, step));

    public StepTotals Totals(IReadOnlyList<int> examples) => new(examples.Sum(at => blocks[at].Counted), examples.Sum(at => blocks[at].Filled));

    public Tensor? Loss(TrainedNetwork network, IReadOnlyList<int> examples, StepTotals totals, int step, LossParts parts)
    {
        var batch = TokenBatch.Of([.. examples.Select(at => blocks[at])]);
        return batch.Counted == 0 ? null : network.Loss(batch).div(KeptScalars.Of(totals.Counted));
    }

    /// <summary>Two for each weight there, four back; the head for tokens that count only. Attention, 1 to 3 % at these sizes, is left out.</summary>
    public double Operations(TrainedNetwork network, StepTotals totals)
    {
        var head = (double)network.Config.VocabularySize * network.Config.Width;
        return network.Adapter is null ? 6 * ((network.Config.MultipliedWeights - head) * totals.Tokens + head * totals.Counted) : 0;
    }

    public void Dispose()
    {
    }
}
