using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Tensors;
using static TorchSharp.torch;

namespace Platform.Benchmarks.Model;

/// <summary><c>decode SHAPE ENGINE…</c>: tokens a second at batch 1, 4 and 16, beside the rate of reading memory in the same minutes.</summary>
internal static class DecodeBenchmark
{
    private const int Context = 64; // positions before the measured steps
    private static readonly int[] Batches = [1, 4, 16];

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        Report.Machine();
        var (shape, config) = BenchmarkEngines.Shape(args);
        var (steps, rounds) = shape == "25M" ? (60, 7) : (6, 5);
        var names = BenchmarkEngines.From(args, BenchmarkEngines.Names);
        using var limits = new MachineLimits();
        var rows = new List<string[]>();
        foreach (var name in names)
        {
            using var engine = Open(name, config);
            var reads = new List<double>();
            var cells = new List<string> { name };
            foreach (var batch in Batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var run = new DecodeRun(engine, batch, Context + steps);
                run.Prefill(Context);
                for (var warm = 0.0; warm < 1.5;) // until the runtime has compiled its best
                    warm += run.Steps(Context, steps);
                var seconds = new List<double>();
                for (var round = 0; round < rounds; round++)
                {
                    if (batch == 1)
                        reads.Add(limits.ReadRate(1));
                    seconds.Add(run.Steps(Context, steps));
                }

                cells.Add(Report.Number(batch * steps / Report.Median(seconds), shape == "25M" ? "N0" : "N1"));
                if (batch == 1)
                    cells.AddRange(Memory(engine, steps / Report.Median(seconds), reads.Max()));
            }

            rows.Add([.. cells]);
            Console.Error.WriteLine(string.Join(" | ", cells));
        }

        Console.WriteLine($"Shape {shape}, {Context} tokens before, then {steps} measured steps; median of {rounds} rounds, tokens/s.{Environment.NewLine}");
        Report.Table(["engine", "batch 1", "GB read a token", "GB/s", "of the read limit", "batch 4", "batch 16"], rows);
        return Task.CompletedTask;
    }

    /// <summary>Weights and keys and values that a token at batch 1 reads, the rate that follows, and its part of the limit.</summary>
    private static string[] Memory(IDecoderEngine engine, double tokensASecond, double limit)
    {
        if (engine is not ManagedDecoder managed)
            return ["", "", $"(limit {Report.Number(limit, "F1")})"];
        var config = engine.Config;
        var keysAndValues = 2.0 * config.Layers * config.KeyValueHeads * config.HeadSize * sizeof(float) * (Context + 4);
        var gigabytes = (managed.WeightBytes + keysAndValues) / 1e9;
        return [Report.Number(gigabytes, "F3"), Report.Number(gigabytes * tokensASecond, "F1"), $"{Report.Number(gigabytes * tokensASecond / limit, "P0")} of {Report.Number(limit, "F1")}"];
    }

    private static IDecoderEngine Open(string name, DecoderConfig config)
    {
        using var weights = DecoderWeights.Random(config, 7, config.Parameters > 100_000_000 ? ScalarType.BFloat16 : ScalarType.Float32);
        return BenchmarkEngines.Open(name, weights, blocks: Batches[^1] * 10);
    }
}
