using System.Diagnostics;
using Platform.Model.Architectures;

namespace Platform.Benchmarks.Model;

/// <summary>
/// <c>draft [25M|0.6B]</c>: a model with and without a draft, alternating. The good draft is the model's own first layers, and the model's other
/// layers add nothing: what it proposes always stands. The bad one is random: nothing stands.
/// </summary>
internal static class DraftBenchmark
{
    private const int Rounds = 7;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var shape = args.FirstOrDefault(a => ModelShapes.ByName.ContainsKey(a)) ?? "25M";
        var config = ModelShapes.ByName[shape];
        var tokens = shape == "25M" ? 400 : 64;
        Report.Machine();
        using var weights = DecoderWeights.Random(config, 1);
        var kept = Math.Max(1, config.Layers / 8);
        foreach (var layer in weights.Layers.Skip(kept))
        {
            layer.Output.zero_(); // TorchSharp works in place here: these layers pass on what they get
            layer.Down.zero_();
        }

        var small = config with { Layers = kept };
        using var good = new DecoderWeights(small, weights.Embedding, weights.FinalNorm, weights.Head, [.. weights.Layers.Take(kept)]).Share();
        using var bad = DecoderWeights.Random(small, 2);
        var rows = new List<string[]>();
        foreach (var (name, draft) in new[] { ("all proposals stand", good), ("no proposal stands", bad) })
            rows.Add(await MeasureAsync(name, weights, draft, tokens, cancellationToken));
        Console.WriteLine($"{shape}, {ServedShape.Choice(config, "int8")}, draft of {kept} of {config.Layers} layers{Environment.NewLine}");
        Report.Table(["draft", "tokens/s without", "tokens/s with", "ratio", "equal texts", "proposals, accepted"], rows);
    }

    private static async Task<string[]> MeasureAsync(string name, DecoderWeights weights, DecoderWeights draft, int tokens, CancellationToken cancellationToken)
    {
        await using var plain = ServedShape.Host(weights, "int8", 512);
        await using var drafted = ServedShape.Host(weights, "int8", 512, draft: draft);
        var (without, with, ratios, equal) = (new List<double>(), new List<double>(), new List<double>(), 0);
        for (var round = 0; round <= Rounds; round++)
        {
            var prompt = ServedShape.Prompt(round, 32, weights.Config);
            var watch = Stopwatch.StartNew();
            var one = await plain.AskAsync(prompt, tokens, cancellationToken);
            var first = watch.Elapsed.TotalSeconds;
            watch.Restart();
            var other = await drafted.AskAsync(prompt, tokens, cancellationToken);
            var second = watch.Elapsed.TotalSeconds;
            equal += one.Ids.SequenceEqual(other.Ids) ? 1 : 0;
            if (round == 0)
                continue; // warms up
            without.Add(tokens / first);
            with.Add(tokens / second);
            ratios.Add(first / second);
        }

        var figures = drafted.Models.Single().Figures;
        return [name, Report.Number(Report.Median(without)), Report.Number(Report.Median(with)), Report.Number(Report.Median(ratios), "N3"), $"{equal} of {Rounds + 1}", $"{figures.DraftTokens}, {figures.DraftAccepted}"];
    }
}
