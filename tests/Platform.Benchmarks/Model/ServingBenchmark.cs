using System.Diagnostics;
using Platform.Model.Architectures;
using Platform.Model.Serving;

namespace Platform.Benchmarks.Model;

/// <summary><c>serving [25M|0.6B] [int8|fp32]</c>: what batching, shared prompts, foreseen tokens and the scheduler bring and cost. All ratios alternate within one run.</summary>
internal static class ServingBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var shape = args.FirstOrDefault(a => ModelShapes.ByName.ContainsKey(a)) ?? "25M";
        var precision = args.Contains("fp32", StringComparer.Ordinal) ? "fp32" : "int8";
        var config = ModelShapes.ByName[shape];
        var tokens = shape == "25M" ? 96 : 24;
        Report.Machine();
        Console.WriteLine($"{shape}, {ServedShape.Choice(config, precision)}{Environment.NewLine}");
        using var weights = DecoderWeights.Random(config, 1);
        var rows = new List<string[]>
        {
            await ClientsAsync(weights, precision, tokens, cancellationToken),
            await PrefixAsync(weights, precision, cancellationToken),
            await ForeseenAsync(weights, precision, tokens, cancellationToken),
            await OverheadAsync(weights, precision, tokens, cancellationToken),
        };
        Report.Table(["what", "without", "with", "ratio", "bar"], rows);
    }

    /// <summary>The same eight requests one after another and at once.</summary>
    private static async Task<string[]> ClientsAsync(DecoderWeights weights, string precision, int tokens, CancellationToken cancellationToken)
    {
        await using var host = ServedShape.Host(weights, precision, 2048, options => options.SharePrompts = false);
        var prompts = Enumerable.Range(0, 8).Select(i => ServedShape.Prompt(i, 32, weights.Config)).ToArray();
        await Task.WhenAll(prompts.Select(p => host.AskAsync(p, 8, cancellationToken)));
        var (ratios, rates, same) = (new List<double>(), new List<(double One, double All)>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var alone = new List<Heard>();
            foreach (var prompt in prompts)
                alone.Add(await host.AskAsync(prompt, tokens, cancellationToken));
            var one = watch.Elapsed.TotalSeconds;
            watch.Restart();
            var together = await Task.WhenAll(prompts.Select(p => host.AskAsync(p, tokens, cancellationToken)));
            var all = watch.Elapsed.TotalSeconds;
            same = alone.Zip(together).Count(pair => pair.First.Ids.SequenceEqual(pair.Second.Ids));
            ratios.Add(one / all);
            rates.Add((8 * tokens / one, 8 * tokens / all));
        }

        return [$"8 clients, tokens/s: one after another, at once ({same} of 8 texts equal)", Report.Number(Report.Median(rates.Select(r => r.One))), Report.Number(Report.Median(rates.Select(r => r.All))), $"{Report.Number(Report.Median(ratios), "N2")} x", "≥ 3 x"];
    }

    /// <summary>The first token after 1,000 tokens that another request began with too, and 24 of its own.</summary>
    private static async Task<string[]> PrefixAsync(DecoderWeights weights, string precision, CancellationToken cancellationToken)
    {
        await using var host = ServedShape.Host(weights, precision, 4096);
        await host.AskAsync(ServedShape.Prompt(99, 64, weights.Config), 2, cancellationToken);
        var (cold, warm) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var beginning = ServedShape.Prompt(1000 + round, 1000, weights.Config);
            var first = await host.AskAsync([.. beginning, .. ServedShape.Prompt(1, 24, weights.Config)], 1, cancellationToken);
            var second = await host.AskAsync([.. beginning, .. ServedShape.Prompt(2, 24, weights.Config)], 1, cancellationToken);
            cold.Add(first.Completed.Times.ToFirstToken.TotalMilliseconds);
            warm.Add(second.Completed.Times.ToFirstToken.TotalMilliseconds);
        }

        return ["first token after 1,000 shared tokens, ms: new, found", Report.Number(Report.Median(cold), "N1"), Report.Number(Report.Median(warm), "N1"), $"1/{Report.Number(Report.Median(cold.Zip(warm, (c, w) => c / w)), "N1")}", "≤ 1/4"];
    }

    /// <summary>A text that a form leaves no choice about, a step for each token and as foreseen. Its letters are in no longer token: every guess is right, which is the most it can bring.</summary>
    private static async Task<string[]> ForeseenAsync(DecoderWeights weights, string precision, int tokens, CancellationToken cancellationToken)
    {
        var form = new ResponseFormat.OneOf([string.Concat(Enumerable.Range(0, tokens).Select(i => "XYZ"[i % 3]))]);
        await using var single = ServedShape.Host(weights, precision, 512, options => options.MostForeseen = 0);
        await using var foreseen = ServedShape.Host(weights, precision, 512);
        var (each, ahead, same) = (new List<double>(), new List<double>(), true);
        for (var round = 0; round <= Rounds; round++)
        {
            var prompt = ServedShape.Prompt(round, 32, weights.Config);
            var one = await single.AskAsync(prompt, tokens, cancellationToken, format: form);
            var other = await foreseen.AskAsync(prompt, tokens, cancellationToken, format: form);
            same &= one.Ids.SequenceEqual(other.Ids);
            if (round == 0)
                continue; // loads and warms up
            each.Add((tokens - 1) / one.Completed.Times.Decode.TotalSeconds);
            ahead.Add((tokens - 1) / other.Completed.Times.Decode.TotalSeconds);
        }

        return [$"a fixed text, tokens/s: a step for each token, foreseen ({(same ? "equal" : "other")} tokens)", Report.Number(Report.Median(each)), Report.Number(Report.Median(ahead)), $"{Report.Number(Report.Median(ahead.Zip(each, (a, e) => a / e)), "N2")} x", "> 1 x"];
    }

    /// <summary>Sixteen sequences that decode: the engine called in a loop that only looks for the largest logit, and through the host.</summary>
    private static async Task<string[]> OverheadAsync(DecoderWeights weights, string precision, int tokens, CancellationToken cancellationToken)
    {
        const int Batch = 16;
        var prompts = Enumerable.Range(0, Batch).Select(i => ServedShape.Prompt(i, 16, weights.Config)).ToArray();
        using var engine = ServedShape.Choice(weights.Config, precision).Open(weights, 1024);
        await using var host = ServedShape.Host(weights, precision, 1024, options => options.SharePrompts = false);
        var (bare, served) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            // each on a thread that computes nothing else, as in the host: the first round warms up
            var alone = await Task.Factory.StartNew(() => BareRun.Seconds(engine, prompts, tokens), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var answers = await Task.WhenAll(prompts.Select(p => host.AskAsync(p, tokens, cancellationToken)));
            if (round == 0)
                continue;
            bare.Add(Batch * (tokens - 1) / alone);
            served.Add(Batch * (tokens - 1) / answers.Max(a => a.Completed.Times.Decode.TotalSeconds));
        }

        return ["batch 16, tokens/s: bare engine, through the host", Report.Number(Report.Median(bare)), Report.Number(Report.Median(served)), $"{Report.Number(Report.Median(served.Zip(bare, (s, b) => s / b)), "N3")}", "≥ 0.90"];
    }
}
