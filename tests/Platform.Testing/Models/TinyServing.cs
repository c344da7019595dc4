using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Testing.Models;

/// <summary>Serves random networks of some thousand parameters: the real host, scheduler and reference engine, only no files of weights.</summary>
public static class TinyServing
{
    public const int Width = 32;
    public const int Context = 1024;
    private const int Blocks = 512;

    /// <summary>Whatever folder a served model names, it gets such a network; the folder's length is its seed.</summary>
    public static void ServeTinyModels(this IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(provider => new ModelHost(
        provider.GetRequiredService<IOptions<ServingOptions>>().Value, (model, _, _) => Open(model.Folder.Length),
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ModelHost>>())));

    private static OpenedModel Open(int seed)
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        var text = new LoadedText(TextTokenizer.Read(folder.Path), ChatTemplate.ChatMl);
        var config = new DecoderConfig
        {
            Family = DecoderFamily.Qwen3,
            VocabularySize = text.Tokenizer.VocabularySize,
            Width = Width,
            Layers = 2,
            QueryHeads = 4,
            KeyValueHeads = 2,
            HeadSize = 8,
            FeedForwardWidth = 48,
            Context = Context,
            NormEpsilon = 1e-6,
            RotaryBase = 10_000,
            TiedHead = true,
            QueryKeyNorm = true,
        }.Checked();
        using var weights = DecoderWeights.Random(config, seed);
        return new OpenedModel(new ReferenceEngine(weights, Blocks), "a test", text, new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
    }
}
