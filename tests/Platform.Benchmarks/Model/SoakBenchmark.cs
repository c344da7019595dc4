using System.Diagnostics;
using System.Globalization;
using Platform.Model.Architectures;
using Platform.Model.Serving;

namespace Platform.Benchmarks.Model;

/// <summary><c>soak [--minutes N] [--versions N]</c>: a day's kinds of requests without pauses: short and long, streamed and left, several choices, vectors, a new version now and then. Memory must stay flat.</summary>
internal static class SoakBenchmark
{
    private const int Clients = 12;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (minutes, versions) = (Given(args, "--minutes", 10), Given(args, "--versions", 8));
        Report.Machine();
        using var weights = DecoderWeights.Random(ModelShapes.Small with { Layers = 2 }, 1);
        await using var host = ServedShape.Host(weights, "int8", 256, options => options.MostRunning = 8);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(TimeSpan.FromMinutes(minutes));
        var (done, left, failed) = (0L, 0L, 0L);
        var clients = Enumerable.Range(0, Clients).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (!time.IsCancellationRequested)
            {
                try
                {
                    if (await OneAsync(host, weights.Config, random, time.Token))
                        Interlocked.Increment(ref done);
                    else
                        Interlocked.Increment(ref left);
                }
                catch (OperationCanceledException)
                {
                    // the end of the run
                }
                catch (Exception failure) when (failure is AdmissionException or InvalidOperationException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }, CancellationToken.None)).ToList();
        clients.Add(Task.Run(() => ReplaceAsync(host, TimeSpan.FromMinutes(minutes / versions), time.Token), CancellationToken.None));

        var (watch, rows, samples) = (Stopwatch.StartNew(), new List<string[]>(), new List<(double Minute, double Megabytes)>());
        while (!time.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(minutes / 20), time.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            var (anonymous, managed) = (Anonymous(), GC.GetTotalMemory(forceFullCollection: true) >> 20);
            samples.Add((watch.Elapsed.TotalMinutes, anonymous));
            rows.Add([Report.Number(watch.Elapsed.TotalMinutes, "N1"), Report.Number(Interlocked.Read(ref done)), Report.Number(Interlocked.Read(ref left)), Report.Number(anonymous), Report.Number(managed)]);
        }

        await Task.WhenAll(clients);
        for (var waited = 0; host.BlocksInUse > 0 && waited < 100; waited++)
            await Task.Delay(20, CancellationToken.None);
        Report.Table(["minute", "answered", "left", "memory, MB", "of it managed, MB"], rows);
        var figures = host.Models.Single().Figures;
        var settled = samples.Skip(samples.Count / 4).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{failed} failed; {figures.GeneratedTokens} tokens, {figures.Preemptions} preemptions, {host.Models.Single().Version} versions; {host.BlocksInUse} blocks in use at the end; memory grows {Slope(settled):0.00} MB a minute after the first quarter."));
    }

    private static double Given(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? double.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    /// <returns>False when the caller left before the end.</returns>
    private static async Task<bool> OneAsync(ModelHost host, DecoderConfig config, Random random, CancellationToken cancellationToken)
    {
        var prompt = ServedShape.Prompt(random.Next(50), random.Next(5) == 0 ? random.Next(200, 700) : random.Next(4, 80), config);
        if (random.Next(10) == 0)
            return (await host.EmbedAsync(new EmbeddingRequest { Model = ServedShape.Name, Inputs = [new ModelPrompt.Ids(prompt)] }, cancellationToken)).Vectors.Count == 1;

        var request = new GenerationRequest
        {
            Model = ServedShape.Name,
            Prompt = new ModelPrompt.Ids(prompt),
            MaxTokens = random.Next(1, 120),
            Choices = random.Next(8) == 0 ? 3 : 1,
            Stop = random.Next(4) == 0 ? ["the", "end"] : [],
            Tenant = $"tenant {random.Next(4)}",
            Sampling = new() { Temperature = random.Next(2), TopP = 0.9, TopLogProbs = random.Next(3) == 0 ? 5 : null, FrequencyPenalty = random.Next(3) == 0 ? 0.5 : 0 },
        };
        var leaveAfter = random.Next(5) == 0 ? random.Next(20) : int.MaxValue;
        await foreach (var _ in host.GenerateAsync(request, cancellationToken))
            if (leaveAfter-- == 0)
                return false;
        return true;
    }

    private static async Task ReplaceAsync(ModelHost host, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(pause, cancellationToken);
                await host.PublishAsync(ServedShape.Name, new ServedModelOptions { Folder = ServedShape.Name }, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // the end of the run
        }
    }

    private static double Anonymous() =>
        double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;

    private static double Slope(List<(double Minute, double Megabytes)> samples)
    {
        var (x, y) = (samples.Average(s => s.Minute), samples.Average(s => s.Megabytes));
        var spread = samples.Sum(s => (s.Minute - x) * (s.Minute - x));
        return spread == 0 ? 0 : samples.Sum(s => (s.Minute - x) * (s.Megabytes - y)) / spread;
    }
}
