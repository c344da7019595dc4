using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Platform.Model.Serving;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model bench FOLDER</c>: how fast a checkpoint is here, through the whole host.</summary>
internal static class ModelBenchVerb
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var prompt = new Option<int>("--prompt-tokens") { Description = "Tokens of the prompt.", DefaultValueFactory = _ => 256 };
        var most = new Option<int>("--new-tokens") { Description = "Tokens of each answer.", DefaultValueFactory = _ => 64 };
        prompt.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 16 or > 100_000) result.AddError("--prompt-tokens must be from 16 to 100000."); });
        most.Validators.Add(result => { if (result.GetValueOrDefault<int>() is < 2 or > 10_000) result.AddError("--new-tokens must be from 2 to 10000."); });
        var command = new Command("bench", "Measures prefill and decode at several batch sizes.") { folder, prompt, most };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var serving = ServedFolder.Open(parsed.GetValue(folder)!, [.. parsed.UnmatchedTokens]);
            try
            {
                await MeasureAsync(serving.Host, parsed.GetValue(prompt), parsed.GetValue(most), cancellationToken);
            }
            catch (AdmissionException refusal)
            {
                throw new StartupException(refusal.Message);
            }

            return 0;
        }));
        return command;
    }

    private static async Task MeasureAsync(ModelHost host, int prompt, int most, CancellationToken cancellationToken)
    {
        await host.LoadAsync(ServedFolder.Name, cancellationToken);
        var state = host.Models.Single(model => model.Name == ServedFolder.Name);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{state.Engine} ({state.EngineReason}), {state.Parameters / 1e6:0.#} M parameters, {state.Bytes >> 20} MB\n"));
        await Console.Out.WriteLineAsync("| batch | first token, ms | prefill, tokens/s | decode, tokens/s |\n|---:|---:|---:|---:|");
        await RunAsync(host, state, 2, 32, 8, 0, cancellationToken); // the first calls are slow
        foreach (var batch in new[] { 1, 2, 4, 8, 16 })
        {
            var times = await RunAsync(host, state, batch, prompt, most, batch, cancellationToken);
            var first = times.Average(t => t.Times.ToFirstToken.TotalMilliseconds);
            var prefill = batch * prompt / times.Max(t => t.Times.ToFirstToken.TotalSeconds);
            var decode = times.Sum(t => (most - 1) / t.Times.Decode.TotalSeconds);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {batch} | {first:0} | {prefill:0} | {decode:0.#} |"));
        }
    }

    /// <summary>Random prompts: nothing of them is found computed.</summary>
    private static async Task<IReadOnlyList<GenerationEvent.Completed>> RunAsync(ModelHost host, ServedModelState state, int batch, int prompt, int most, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var requests = Enumerable.Range(0, batch).Select(_ => new GenerationRequest
        {
            Model = ServedFolder.Name,
            Prompt = new ModelPrompt.Ids([.. Enumerable.Range(0, prompt).Select(_ => random.Next(state.VocabularySize))]),
            MaxTokens = most,
            Sampling = new() { Temperature = 0, IgnoreEnd = true },
            CacheSalt = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture),
        }).ToList();
        return await Task.WhenAll(requests.Select(async request =>
        {
            GenerationEvent? last = null;
            await foreach (var what in host.GenerateAsync(request, cancellationToken))
                last = what;
            return (GenerationEvent.Completed)last!;
        }));
    }
}
