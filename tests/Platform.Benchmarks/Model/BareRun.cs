using System.Diagnostics;
using System.Numerics.Tensors;
using Platform.Model.Architectures;

namespace Platform.Benchmarks.Model;

/// <summary>An engine without a scheduler: greedy decoding of several sequences in the smallest possible loop.</summary>
internal static class BareRun
{
    /// <returns>Seconds from the first generated token to the last.</returns>
    public static double Seconds(IDecoderEngine engine, int[][] prompts, int tokens)
    {
        var vocabulary = engine.Config.VocabularySize;
        var blocksEach = (prompts[0].Length + tokens + 15) / 16;
        var blocks = prompts.Select((_, i) => Enumerable.Range(i * blocksEach, blocksEach).ToArray()).ToArray();
        var logits = new float[prompts.Length * vocabulary];
        var next = new int[prompts.Length][];
        for (var i = 0; i < prompts.Length; i++)
        {
            engine.Step([new SequenceSlice(prompts[i], 0, blocks[i], prompts[i].Length - 1)], logits.AsSpan(0, vocabulary));
            next[i] = [TensorPrimitives.IndexOfMax<float>(logits.AsSpan(0, vocabulary))];
        }

        var slices = new SequenceSlice[prompts.Length];
        var watch = Stopwatch.StartNew();
        for (var made = 1; made < tokens; made++)
        {
            for (var i = 0; i < slices.Length; i++)
                slices[i] = new SequenceSlice(next[i], prompts[i].Length + made - 1, blocks[i], 0);
            engine.Step(slices, logits);
            for (var i = 0; i < slices.Length; i++)
                next[i][0] = TensorPrimitives.IndexOfMax<float>(logits.AsSpan(i * vocabulary, vocabulary));
        }

        return watch.Elapsed.TotalSeconds;
    }
}
