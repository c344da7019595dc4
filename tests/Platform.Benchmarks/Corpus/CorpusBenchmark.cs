using System.Diagnostics;
using System.Globalization;
using Platform.Model.Corpus;
using Platform.Testing;

namespace Platform.Benchmarks.Corpus;

/// <summary><c>corpus [MB …]</c>: how fast pages become a corpus, all stages but the quality model, with one thread, and how that changes with their number. 10 and 100 unless said otherwise.</summary>
internal static class CorpusBenchmark
{
    private const string Recipe = """
        name: made
        sources:
          - { name: pages, folder: ".", licence: made, class: A, devShare: 0.01, personalData: true, train: [pages.jsonl], text: "{text}" }
        """;

    public static Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        Report.Machine();
        var sizes = args.Length == 0 ? [10, 100] : args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
        var rows = new List<string[]>();
        foreach (var size in sizes)
            rows.Add(Row(size, cancellationToken));
        Report.Table(["text", "pages", "kept", "near duplicates", "duplicates", "seconds", "of the processor", "MB for each of them", "peak memory, MB"], rows);
        return Task.CompletedTask;
    }

    private static string[] Row(int megabytes, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var bytes = MadePages.Write(Path.Combine(folder.Path, "pages.jsonl"), megabytes * 1_000_000L);
        File.WriteAllText(Path.Combine(folder.Path, "recipe.yaml"), Recipe);
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var count = new CorpusBuild { Recipe = Path.Combine(folder.Path, "recipe.yaml"), Data = [folder.Path], Output = Path.Combine(folder.Path, "out"), Threads = 1 }.Run(cancellationToken)[0];
        process.Refresh();
        var (seconds, busy) = (watch.Elapsed.TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
        return
        [
            $"{megabytes} MB", Report.Number(count.Read), Report.Number(count.Train + count.Dev), Report.Number(count.Dropped.GetValueOrDefault("near duplicate")), Report.Number(count.Dropped.GetValueOrDefault("duplicate")),
            Report.Number(seconds, "F1"), Report.Number(busy, "F1"), Report.Number(bytes / 1e6 / busy, "F2"), Report.Number(process.PeakWorkingSet64 / 1e6),
        ];
    }
}
