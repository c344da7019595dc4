using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>What a recipe's model is before its first step.</summary>
internal static class StartingWeights
{
    /// <returns>The caller disposes them.</returns>
    /// <exception cref="RecipeException">The sizes do not fit together.</exception>
    public static DecoderWeights Of(ModelPart model, int vocabulary, int seed) => model.From is { } from
        ? CheckpointReader.Open(from).ReadWeights(ComputeDevice.Processor, ScalarType.Float32)
        : TrainedNetwork.Fresh(ConfigOf(model, vocabulary), seed);

    /// <summary>A decoder in Qwen3's shape.</summary>
    /// <exception cref="RecipeException">The sizes do not fit together.</exception>
    public static DecoderConfig ConfigOf(ModelPart model, int vocabulary)
    {
        try
        {
            return new DecoderConfig
            {
                Family = DecoderFamily.Qwen3,
                VocabularySize = vocabulary,
                Width = model.Width,
                Layers = model.Layers,
                QueryHeads = model.QueryHeads,
                KeyValueHeads = model.KeyValueHeads,
                HeadSize = model.HeadSize,
                FeedForwardWidth = model.FeedForwardWidth,
                Context = model.Context,
                NormEpsilon = 1e-6,
                RotaryBase = model.RotaryBase,
                TiedHead = !model.Untied,
                QueryKeyNorm = true,
            }.Checked();
        }
        catch (InvalidDataException wrong)
        {
            throw new RecipeException($"The recipe's model cannot be built. {wrong.Message}", wrong);
        }
    }
}
