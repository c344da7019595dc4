using Platform.Benchmarks.Connector;
using Platform.Benchmarks.Corpus;
using Platform.Benchmarks.DirectLine;
using Platform.Benchmarks.Model;
using Platform.Benchmarks.Practice;
using Platform.Benchmarks.Search;
using Platform.Benchmarks.TurnWriter;

var benchmarks = new Dictionary<string, Func<string[], CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["connector"] = ConnectorBenchmark.RunAsync,
    ["corpus"] = CorpusBenchmark.RunAsync,
    ["directline"] = DirectLineBenchmark.RunAsync,
    ["draft"] = DraftBenchmark.RunAsync,
    ["limits"] = LimitsBenchmark.RunAsync,
    ["decode"] = DecodeBenchmark.RunAsync,
    ["prefill"] = PrefillBenchmark.RunAsync,
    ["text"] = TextBenchmark.RunAsync,
    ["search"] = SearchBenchmark.RunAsync,
    ["serving"] = ServingBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
    ["http-serving"] = HttpServingBenchmark.RunAsync,
    ["practice"] = PracticeBenchmark.RunAsync,
    ["training"] = TrainingBenchmark.RunAsync,
    ["turnwriter"] = TurnWriterBenchmark.RunAsync,
};
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"Give the name of a benchmark: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

await run(args[1..], stop.Token);
return 0;
