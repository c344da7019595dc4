using System.Globalization;
using Platform.Model.Checkpoints;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>Makes one checkpoint of a checkpoint and its adapter.</summary>
public static class AdapterMerge
{
    private const int Prompts = 8;
    private const int PromptTokens = 32;
    private const double MostDifference = 1e-4;

    /// <summary>Merges in single precision and compares what both say before anything is written.</summary>
    /// <param name="output">Must not exist yet, or be empty.</param>
    /// <param name="numberType">Of the weights on disk: <c>fp32</c>, <c>fp16</c> or <c>bf16</c>.</param>
    /// <returns>The largest difference of logits over 8 prompts, as part of the largest logit.</returns>
    /// <exception cref="CheckpointException">One of the folders cannot be used.</exception>
    /// <exception cref="RecipeException">The merged model says something else than the adapted one; nothing was written.</exception>
    public static double Run(string folder, string adapter, string output, string numberType)
    {
        TorchNative.EnsureLoaded();
        var type = ComputeDevice.Processor.NumberType(numberType);
        using var weights = CheckpointReader.Open(folder).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var adapted = new TrainedNetwork(weights, trainable: false, TrainedAdapter.Read(adapter, weights.Config));
        var layers = weights.Layers.Select((layer, at) => adapted.Adapter!.On(at, layer)).ToList();
        var whole = weights with { Layers = layers };
        using var merged = new TrainedNetwork(whole, trainable: false);
        var difference = Enumerable.Range(0, Prompts).Max(prompt => Difference(adapted, merged, prompt));
        if (!(difference <= MostDifference))
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"The merged model's logits differ by {difference:0.0e-0} of the largest from the adapted one's; {MostDifference:0.0e-0} is the most. Nothing was written."));
        using var stored = whole.Map(tensor => tensor.to(type, copy: true).DetachFromDisposeScope());
        CheckpointWriter.Write(output, stored, from: folder);
        return difference;
    }

    private static double Difference(TrainedNetwork one, TrainedNetwork other, int prompt)
    {
        using var scope = NewDisposeScope();
        var random = new Random(prompt);
        int[] ids = [.. Enumerable.Range(0, PromptTokens + 1).Select(_ => random.Next(one.Config.VocabularySize))];
        var block = new TokenBlock(PromptTokens);
        block.Put(0, ids, [.. Enumerable.Repeat(true, ids.Length)], 0, PromptTokens, document: 0);
        var batch = TokenBatch.Of([block]);
        var (a, b) = (one.Logits(batch), other.Logits(batch));
        return (a - b).abs().max().item<float>() / Math.Max(1, a.abs().max().item<float>());
    }
}
