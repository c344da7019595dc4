using Microsoft.Extensions.Logging.Abstractions;
using Platform.Model.Architectures;
using Platform.Model.Serving;
using Platform.Model.Tokenization;
using Platform.Testing.Models;
using static TorchSharp.torch;

namespace Platform.Benchmarks.Model;

/// <summary>A host over random weights of a given shape, computed by the engine that a checkpoint of that shape would get.</summary>
internal static class ServedShape
{
    public const string Name = "shape";

    private static readonly Lazy<LoadedText> Text = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("bench-tokenizer-").FullName;
        try
        {
            TinyTokenizer.WriteQwen(folder);
            return new LoadedText(TextTokenizer.Read(folder), null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    public static EngineChoice Choice(DecoderConfig config, string precision) =>
        EngineChoice.For(config, CPU, precision == "fp32" ? EnginePrecision.Float32 : EnginePrecision.Automatic, long.MaxValue);

    /// <param name="draft">Weights of a draft model, made from the model's own.</param>
    public static ModelHost Host(DecoderWeights weights, string precision, int blocks, Action<ServingOptions>? change = null, DecoderWeights? draft = null)
    {
        var options = new ServingOptions { LongestWait = TimeSpan.FromHours(1), MemoryBudget = long.MaxValue, Models = { [Name] = new ServedModelOptions { Folder = Name } } };
        change?.Invoke(options);
        var choice = Choice(weights.Config, precision);
        return new ModelHost(options, (_, _, _) => new OpenedModel(choice.Open(weights, blocks), choice.Reason, Text.Value, new Dictionary<string, int>(StringComparer.Ordinal), draft is null ? null : choice.Open(draft, blocks)), TimeProvider.System, NullLogger.Instance);
    }

    public static int[] Prompt(int seed, int count, DecoderConfig config)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(config.VocabularySize))];
    }

    public static async Task<Heard> AskAsync(this ModelHost host, int[] prompt, int tokens, CancellationToken cancellationToken, double temperature = 0, long? seed = null, ResponseFormat? format = null)
    {
        var request = new GenerationRequest { Model = Name, Prompt = new ModelPrompt.Ids(prompt), MaxTokens = tokens, Format = format, Sampling = new() { Temperature = temperature, Seed = seed, IgnoreEnd = true } };
        var (ids, completed) = (new List<int>(tokens), (GenerationEvent.Completed?)null);
        await foreach (var what in host.GenerateAsync(request, cancellationToken))
        {
            if (what is GenerationEvent.Token token)
                ids.AddRange(token.Tokens.Select(t => t.Id));
            completed = what as GenerationEvent.Completed ?? completed;
        }

        return new Heard(ids, completed!);
    }
}

internal sealed record Heard(IReadOnlyList<int> Ids, GenerationEvent.Completed Completed);
