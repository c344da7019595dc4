using Microsoft.Extensions.Logging.Abstractions;
using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Serving;
using Platform.Model.Tokenization;
using Platform.Testing.Models;

namespace Platform.Model.Tests.Serving;

/// <summary>A host over random networks of some thousand parameters, computed by the real reference engine.</summary>
internal static class TinyHost
{
    public const string Model = "tiny";

    private static readonly Lazy<LoadedText> Text = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("tiny-tokenizer-").FullName;
        try
        {
            TinyTokenizer.WriteQwen(folder);
            return new LoadedText(TextTokenizer.Read(folder), ChatTemplate.ChatMl);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    public static TextTokenizer Tokenizer => Text.Value.Tokenizer;

    public static DecoderConfig Config { get; } = new DecoderConfig
    {
        Family = DecoderFamily.Qwen3,
        VocabularySize = Text.Value.Tokenizer.VocabularySize,
        Width = 32,
        Layers = 2,
        QueryHeads = 4,
        KeyValueHeads = 2,
        HeadSize = 8,
        FeedForwardWidth = 48,
        Context = 2048,
        NormEpsilon = 1e-6,
        RotaryBase = 10_000,
        TiedHead = true,
        QueryKeyNorm = true,
    }.Checked();

    /// <param name="folder">Any name: it is the seed of the weights.</param>
    /// <param name="watch">Stands around the engine.</param>
    /// <param name="draft">Seed of a draft model; the same as the model's own proposes perfectly.</param>
    public static ModelHost Create(Action<ServingOptions>? change = null, int blocks = 256, string folder = "1", Func<IDecoderEngine, IDecoderEngine>? watch = null, string? draft = null)
    {
        var options = new ServingOptions { WarmUp = watch is null, Models = { [Model] = new ServedModelOptions { Folder = folder, Draft = draft } } };
        change?.Invoke(options);
        return new ModelHost(options, (model, _, _) => Open(model, blocks, watch), TimeProvider.System, NullLogger.Instance);
    }

    public static ReferenceEngine Engine(string seed, int blocks)
    {
        using var weights = DecoderWeights.Random(Config, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        return new ReferenceEngine(weights, blocks);
    }

    public static GenerationRequest Request(string prompt, int maxTokens = 24, double temperature = 0, long? seed = null) => new()
    {
        Model = Model,
        Prompt = new ModelPrompt.Text(prompt),
        MaxTokens = maxTokens,
        Sampling = new() { Temperature = temperature, Seed = seed, IgnoreEnd = true },
    };

    public static async Task<Answer> AnswerAsync(this ModelHost host, GenerationRequest request, CancellationToken cancellationToken)
    {
        var answer = new Answer();
        await foreach (var what in host.GenerateAsync(request, cancellationToken))
            answer.Hear(what);
        return answer;
    }

    private static OpenedModel Open(ServedModelOptions model, int blocks, Func<IDecoderEngine, IDecoderEngine>? watch)
    {
        IDecoderEngine engine = Engine(model.Folder, blocks);
        return new OpenedModel(watch?.Invoke(engine) ?? engine, "a test", Text.Value, new Dictionary<string, int>(StringComparer.Ordinal), model.Draft is { } draft ? Engine(draft, blocks) : null);
    }
}

/// <summary>What a caller heard.</summary>
internal sealed class Answer
{
    private readonly Dictionary<int, string> _texts = [];

    public string Text => _texts.GetValueOrDefault(0, "");

    public IReadOnlyDictionary<int, string> Texts => _texts;

    public List<GenerationEvent> Events { get; } = [];

    public List<TokenInfo> Tokens { get; } = [];

    public GenerationEvent.Finished End => Events.OfType<GenerationEvent.Finished>().First(end => end.Choice == 0);

    public GenerationEvent.Completed Completed => Events.OfType<GenerationEvent.Completed>().Single();

    public void Hear(GenerationEvent what)
    {
        Events.Add(what);
        if (what is not GenerationEvent.Token token)
            return;
        _texts[token.Choice] = _texts.GetValueOrDefault(token.Choice, "") + token.Text;
        if (token.Choice == 0)
            Tokens.AddRange(token.Tokens);
    }
}
