using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Tensors;
using Platform.Model.Training;
using static TorchSharp.torch;

namespace Platform.Benchmarks.Model;

/// <summary><c>training [SHAPE…]</c>: whole training steps (forward, loss, backward, clipping, AdamW) of 16 blocks of 256 tokens in fp32, as a part of torch's matmul rate, taken in turn.</summary>
internal static class TrainingBenchmark
{
    private const int Blocks = 16;
    private const int Tokens = 256;
    private const int Rounds = 9;
    private const int LimitSize = 2048;

    private static readonly Dictionary<string, DecoderConfig> Shapes = new(StringComparer.Ordinal)
    {
        ["5M"] = ModelShapes.Small with { Width = 256, Layers = 4, QueryHeads = 4, KeyValueHeads = 2, FeedForwardWidth = 704 },
        ["12M"] = ModelShapes.Small with { Width = 384, Layers = 6, QueryHeads = 6, KeyValueHeads = 2, FeedForwardWidth = 1024 },
        ["25M"] = ModelShapes.Small,
    };

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        TorchMemory.Keep();
        Report.Machine();
        set_num_threads(Environment.ProcessorCount);
        var rows = new List<string[]>();
        foreach (var name in args.Length > 0 ? args : [.. Shapes.Keys])
            rows.Add(Measure(name, Shapes[name].Checked(), cancellationToken));
        Console.WriteLine($"Steps of {Blocks} x {Tokens} tokens; median of {Rounds} rounds, each a matmul ({LimitSize} x {LimitSize}, fp32) and a step.{Environment.NewLine}");
        Report.Table(["shape", "parameters", "tokens/s", "ns per token and parameter", "GFLOP/s", "torch matmul fp32, GFLOP/s", "part of it", "memory, MB"], rows);
        return Task.CompletedTask;
    }

    private static string[] Measure(string name, DecoderConfig config, CancellationToken cancellationToken)
    {
        using var fresh = TrainedNetwork.Fresh(config, 1);
        using var network = new TrainedNetwork(fresh);
        using var optimizer = new OptimizerState(network.Parameters);
        var train = new TrainPart();
        var blocks = RandomBlocks(config.VocabularySize);
        var (seconds, limits) = (new List<double>(), new List<double>());
        for (var round = -3; round < Rounds; round++) // the first are slow
        {
            cancellationToken.ThrowIfCancellationRequested();
            var limit = MatrixRate.Measure(LimitSize, LimitSize, LimitSize, 3) / 1e9;
            var start = Stopwatch.GetTimestamp();
            using (NewDisposeScope())
            {
                var loss = network.Loss(TokenBatch.Of([.. Enumerable.Range(0, Blocks).Select(at => blocks[at])])).div(KeptScalars.Of(Blocks * Tokens));
                loss.backward();
                _ = loss.item<float>();
            }

            _ = optimizer.Step(1e-4, train);
            if (round < 0)
                continue;
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            limits.Add(limit);
        }

        // Two operations for each weight there and four back; attention sees half of its square.
        var operations = Blocks * Tokens * (6.0 * config.MultipliedWeights + 6.0 * config.Layers * Tokens * config.QueryHeads * config.HeadSize);
        var (time, most) = (Report.Median(seconds), Report.Median(limits));
        var rate = operations / time / 1e9;
        string[] row = [name, Report.Number(config.Parameters / 1e6, "F1") + " M", Report.Number(Blocks * Tokens / time), Report.Number(time / (Blocks * Tokens) / config.Parameters * 1e9, "F3"),
            Report.Number(rate), Report.Number(most), Report.Number(rate / most, "P1"), Report.Number(Environment.WorkingSet / 1e6)];
        Console.Error.WriteLine(string.Join(" | ", row));
        return row;
    }

    private static TokenBlocks RandomBlocks(int vocabulary)
    {
        var random = new Random(1);
        int[] ids = [.. Enumerable.Range(0, Blocks * Tokens + 1).Select(_ => random.Next(vocabulary))];
        return TokenBlocks.Of([new TrainingRow("", ids, [.. ids.Select(_ => true)], ids.Length)], Tokens, Packing.Plain, filler: 0);
    }
}
