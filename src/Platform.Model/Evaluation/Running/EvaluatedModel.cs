using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Checkpoints;
using Platform.Model.Serving;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using static TorchSharp.torch;

namespace Platform.Model.Evaluation.Running;

/// <summary>A checkpoint that is measured: its engine, run by whoever holds this, and its text.</summary>
public sealed class EvaluatedModel : IDisposable
{
    /// <summary>Longest context that is used; what lies farther back adds little and costs much.</summary>
    private const int LongestContext = 2048;

    /// <summary>Positions of the pool: several sequences run in one step.</summary>
    private const int PoolTokens = 8192;

    private EvaluatedModel(string name, IDecoderEngine engine, LoadedText text)
    {
        (Name, Engine, Text, Encoder) = (name, engine, text, new PromptEncoder(text));
        Context = Math.Min(engine.Config.Context, LongestContext);
    }

    /// <summary>The folder's name, or what it was given.</summary>
    public string Name { get; }

    public int Context { get; }

    internal IDecoderEngine Engine { get; }

    internal LoadedText Text { get; }

    internal PromptEncoder Encoder { get; }

    internal TextTokenizer Tokenizer => Text.Tokenizer;

    /// <summary>The mark between documents, after which a text begins: <c>&lt;|endoftext|&gt;</c>, or another end token.</summary>
    internal int Boundary => Tokenizer.IdOf("<|endoftext|>") is { } end ? end : Tokenizer.EndTokens.Count > 0 ? Tokenizer.EndTokens.Min()
        : throw new EvaluationException($"The tokenizer of {Name} has no token that ends a text; set eos_token in tokenizer_config.json.");

    /// <param name="folder">In Hugging Face's form; <c>NAME=FOLDER</c> names it in tables.</param>
    /// <param name="threads">Of the processor.</param>
    /// <param name="eightBits">Measures the 8-bit weights that are served instead of single precision.</param>
    /// <exception cref="CheckpointException">The folder is no checkpoint.</exception>
    /// <exception cref="TokenizerException">Its tokenizer cannot be read.</exception>
    public static EvaluatedModel Open(string folder, int threads, bool eightBits = false)
    {
        var (name, path) = folder.Split('=', 2) is [var given, var rest] ? (given, rest) : (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder);
        TorchNative.EnsureLoaded();
        var checkpoint = CheckpointReader.Open(path);
        var text = new LoadedText(TextTokenizer.Read(path), ChatTemplate.Read(path));
        var choice = EngineChoice.For(checkpoint.Config, CPU, eightBits ? EnginePrecision.Int8 : EnginePrecision.Float32, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        using var weights = checkpoint.ReadWeights(ComputeDevice.Processor, choice.ReadType); // as the host reads them: no fp32 copy beside what is kept
        const int Blocks = PoolTokens / 16;
        IDecoderEngine engine = choice.Engine switch
        {
            "managed-fp32" => new ManagedDecoder(weights, WeightFormat.Float32, Blocks, threads),
            "managed-int8" => new ManagedDecoder(weights, WeightFormat.Int8, Blocks, threads),
            _ => choice.Open(weights, Blocks),
        };
        return new EvaluatedModel(name, engine, text);
    }

    public void Dispose() => Engine.Dispose();
}
