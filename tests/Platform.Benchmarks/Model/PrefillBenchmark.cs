using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Benchmarks.Model;

/// <summary><c>prefill SHAPE ENGINE…</c>: a prompt of 512 tokens, in tokens a second and as a part of torch's fp32 matmul rate, taken in turn.</summary>
internal static class PrefillBenchmark
{
    private const int Tokens = 512;

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        Report.Machine();
        var (shape, config) = BenchmarkEngines.Shape(args);
        var rounds = shape == "25M" ? 11 : 5;
        var rows = new List<string[]>();
        foreach (var name in BenchmarkEngines.From(args, BenchmarkEngines.Names))
        {
            using var weights = DecoderWeights.Random(config, 7, config.Parameters > 100_000_000 ? ScalarType.BFloat16 : ScalarType.Float32);
            using var engine = BenchmarkEngines.Open(name, weights, blocks: Tokens / 16);
            var random = new Random(1);
            var tokens = Enumerable.Range(0, Tokens).Select(_ => random.Next(config.VocabularySize)).ToArray();
            int[] blocks = [.. Enumerable.Range(0, Tokens / 16)];
            var logits = new float[config.VocabularySize];
            var (seconds, limits) = (new List<double>(), new List<double>());
            var warm = Stopwatch.GetTimestamp();
            do
                engine.Step([new SequenceSlice(tokens, 0, blocks, Tokens - 1)], logits);
            while (Stopwatch.GetElapsedTime(warm).TotalSeconds < 1.5); // until the runtime has compiled its best
            for (var round = 0; round < rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var limit = Limit(config);
                var start = Stopwatch.GetTimestamp();
                engine.Step([new SequenceSlice(tokens, 0, blocks, Tokens - 1)], logits);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                limits.Add(limit);
            }

            var rate = Operations(config) / Report.Median(seconds) / 1e9;
            string[] row = [name, Report.Number(Tokens / Report.Median(seconds)), Report.Number(rate), Report.Number(Report.Median(limits)), Report.Number(rate / Report.Median(limits), "P0")];
            Console.Error.WriteLine(string.Join(" | ", row));
            rows.Add(row);
        }

        Console.WriteLine($"Shape {shape}, prompt of {Tokens} tokens, logits of the last; median of {rounds} rounds.{Environment.NewLine}");
        Report.Table(["engine", "tokens/s", "GFLOP/s", "torch matmul fp32, GFLOP/s", "part of it"], rows);
        return Task.CompletedTask;
    }

    /// <summary>The rate over the products of one layer, as torch does them alone.</summary>
    private static double Limit(DecoderConfig c)
    {
        var heads = c.QueryHeads * c.HeadSize;
        (int Inputs, int Outputs)[] products = [(c.Width, heads + (2 * c.KeyValueHeads * c.HeadSize)), (heads, c.Width), (c.Width, 2 * c.FeedForwardWidth), (c.FeedForwardWidth, c.Width)];
        var operations = products.Sum(p => 2.0 * Tokens * p.Inputs * p.Outputs);
        return operations / products.Sum(p => 2.0 * Tokens * p.Inputs * p.Outputs / (MatrixRate.Measure(Tokens, p.Inputs, p.Outputs, 3) / 1e9));
    }

    /// <summary>Multiplications and additions of the matrices for all tokens, of the head for one, and of causal attention.</summary>
    private static double Operations(DecoderConfig c)
    {
        var head = (double)c.VocabularySize * c.Width;
        return (2.0 * Tokens * (c.MultipliedWeights - head)) + (2 * head) + (2.0 * c.Layers * Tokens * Tokens * c.QueryHeads * c.HeadSize);
    }
}
