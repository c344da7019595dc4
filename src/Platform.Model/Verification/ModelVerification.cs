using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Model.Verification;

/// <summary>Holds every engine that this machine can run against the reference path in single precision on the processor.</summary>
public static class ModelVerification
{
    /// <param name="promptTokens">Random tokens whose logits are compared.</param>
    /// <param name="newTokens">Greedy tokens that are compared.</param>
    /// <returns>One row an engine, the reference path first, which is held against itself with the prompt in chunks of 7.</returns>
    /// <exception cref="CheckpointException">The folder cannot be used.</exception>
    public static IEnumerable<EngineParity> Run(string folder, int promptTokens, int newTokens, CancellationToken cancellationToken)
    {
        var checkpoint = CheckpointReader.Open(folder);
        using var weights = checkpoint.ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        promptTokens = Math.Min(promptTokens, Math.Max(1, checkpoint.Config.Context - newTokens));
        newTokens = Math.Min(newTokens, checkpoint.Config.Context - promptTokens);
        var random = new Random(1);
        int[] prompt = [.. Enumerable.Range(0, promptTokens).Select(_ => random.Next(checkpoint.Config.VocabularySize))];
        var blocks = GreedyRun.BlocksFor(promptTokens + newTokens);

        using var reference = new ReferenceEngine(weights, blocks);
        var expected = Rows(reference, prompt, prompt.Length);
        var continued = GreedyRun.Of(reference, prompt, newTokens, cancellationToken).Tokens;
        yield return Compare(reference, 7);
        foreach (var candidate in EngineCandidates.For(checkpoint.Config))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var engine = candidate(weights, blocks);
            yield return Compare(engine, prompt.Length);
        }

        EngineParity Compare(IDecoderEngine engine, int chunk)
        {
            var watch = Stopwatch.StartNew();
            var rows = Rows(engine, prompt, chunk);
            var tokens = GreedyRun.Of(engine, prompt, newTokens, cancellationToken).Tokens;
            watch.Stop();
            var (difference, cosine) = Closeness(expected, rows, checkpoint.Config.VocabularySize);
            var equal = continued.TakeWhile((token, at) => tokens[at] == token).Count();
            return new EngineParity(engine.Name, difference, cosine, equal, newTokens, watch.Elapsed);
        }
    }

    /// <returns>Logits after every token of the prompt.</returns>
    private static float[] Rows(IDecoderEngine engine, int[] prompt, int chunk)
    {
        var size = engine.Config.VocabularySize;
        var logits = new float[prompt.Length * size];
        int[] blocks = [.. Enumerable.Range(0, GreedyRun.BlocksFor(prompt.Length))];
        for (var start = 0; start < prompt.Length; start += chunk)
        {
            var part = prompt.AsMemory(start, Math.Min(chunk, prompt.Length - start));
            engine.Step([new SequenceSlice(part, start, blocks, 0)], logits.AsSpan(start * size, part.Length * size));
        }

        return logits;
    }

    private static (double Difference, double Cosine) Closeness(float[] expected, float[] rows, int size)
    {
        var (difference, cosines) = (0.0, 0.0);
        for (var start = 0; start < expected.Length; start += size)
        {
            double dot = 0, one = 0, other = 0;
            for (var i = start; i < start + size; i++)
            {
                difference = Math.Max(difference, Math.Abs((double)expected[i] - rows[i])); // not a number stays not a number
                dot += (double)expected[i] * rows[i];
                one += (double)expected[i] * expected[i];
                other += (double)rows[i] * rows[i];
            }

            cosines += dot / Math.Max(Math.Sqrt(one * other), double.Epsilon);
        }

        return (difference, cosines * size / expected.Length);
    }
}
