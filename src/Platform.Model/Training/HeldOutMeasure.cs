using Platform.Model.Checkpoints;
using Platform.Model.Corpus;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>How well a checkpoint foretells what the assistant says in documents it has not learned from.</summary>
public static class HeldOutMeasure
{
    private const int MostBlocks = 512;

    /// <param name="documents">A file of corpus documents.</param>
    /// <param name="learn">Which turns count.</param>
    /// <returns>Nats per token and bits per character over the whole file.</returns>
    /// <exception cref="RecipeException">The file or the checkpoint cannot be used.</exception>
    public static HeldOutFigure Run(string folder, string documents, LearnedTurns learn, int blockTokens, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        var data = new DataPart { Learn = learn, BlockTokens = blockTokens, Packing = Packing.Documents };
        var encoder = new RowEncoder(folder, data);
        var rows = CorpusFile.Read(documents).Select(encoder.Encode).Select(row => row with { Source = "" }).ToList();
        if (rows.Sum(row => row.Learned.Count(one => one)) == 0)
            throw new RecipeException($"{documents} holds nothing that could be measured: no answer of an assistant.");
        using var weights = CheckpointReader.Open(folder).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var network = new TrainedNetwork(weights, trainable: false);
        var measured = new HeldOutLoss(rows, data, encoder.End, MostBlocks).Measure(network, cancellationToken).Single();
        return new HeldOutFigure(measured.Tokens, measured.Loss, measured.BitsPerCharacter);
    }
}

/// <param name="Loss">Nats per token.</param>
public sealed record HeldOutFigure(long Tokens, double Loss, double BitsPerCharacter);
