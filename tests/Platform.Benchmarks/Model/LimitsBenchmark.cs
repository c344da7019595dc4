using Platform.Model.Tensors;

namespace Platform.Benchmarks.Model;

/// <summary><c>limits</c>: what the machine can do at most.</summary>
internal static class LimitsBenchmark
{
    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        TorchNative.EnsureLoaded();
        Report.Machine();
        using var limits = new MachineLimits();
        var shapes = new[] { (512, 512, 768), (512, 512, 1280), (512, 1280, 512), (512, 1024, 3072), (512, 3072, 1024), (2048, 2048, 2048) };
        Report.Table(["limit", "measured"],
        [
            ["memory read, all cores, GB/s", Report.Number(limits.ReadRate(), "F1")],
            .. shapes.Select(s => new[] { $"fp32 matmul ({s.Item1}, {s.Item2}) x ({s.Item2}, {s.Item3}), GFLOP/s", Report.Number(MatrixRate.Measure(s.Item1, s.Item2, s.Item3, 12) / 1e9) }),
        ]);
        return Task.CompletedTask;
    }
}
