using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Model.Tokenization;
using static TorchSharp.torch;

namespace Platform.Model.Serving;

/// <summary>Opens a checkpoint folder for serving: the engine that suits device, processor and configuration, its text, adapters and draft.</summary>
internal static class ModelOpener
{
    /// <param name="most">Bytes that the key/value pool may take.</param>
    public static OpenedModel Open(ServedModelOptions model, ServingOptions options, long most)
    {
        TorchNative.EnsureLoaded();
        var device = ComputeDevice.Parse(model.Device);
        var checkpoint = CheckpointReader.Open(model.Folder);
        var text = new LoadedText(TextTokenizer.Read(model.Folder), ChatTemplate.Read(model.Folder));
        foreach (var end in text.Tokenizer.EndTokens)
            if ((uint)end >= (uint)checkpoint.Config.VocabularySize)
                throw new InvalidDataException($"The end token {end} is none of the network's {checkpoint.Config.VocabularySize} tokens. Mend eos_token_id in generation_config.json or config.json, or eos_token in tokenizer_config.json.");
        var (engine, reason) = Engine(checkpoint, model, device, PoolSize.Blocks(checkpoint.Config, model, options, most));
        try
        {
            var adapters = Adapters(engine, checkpoint.Config, model);
            return new OpenedModel(engine, reason, text, adapters, Draft(checkpoint.Config, model, device, engine.Blocks));
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>The engine that a configuration leads to, before any weights are read.</summary>
    /// <exception cref="InvalidDataException">No engine here computes in the configured number type.</exception>
    public static EngineChoice Choice(DecoderConfig config, ServedModelOptions model, ComputeDevice device)
    {
        if (model.Engine == "reference")
            return Reference(config, model, device, $"The reference path was asked for.{NotHonoured(model)}");

        var precision = model.Weights switch
        {
            "auto" => EnginePrecision.Automatic,
            "fp32" => EnginePrecision.Float32,
            "int8" => EnginePrecision.Int8,
            _ => throw new InvalidDataException($"The number type '{model.Weights}' is computed by the reference path only. Set Engine to reference, or Weights to auto, fp32 or int8."),
        };
        var choice = EngineChoice.For(config, device.Torch, precision, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        return model.Adapters.Count == 0 || choice.TakesAdapters
            ? choice
            : Reference(config, model, device, $"The model has adapters, which {choice.Engine} does not apply: the reference path.{NotHonoured(model)}");
    }

    /// <returns>How the draft of a model is opened; null for none.</returns>
    public static ServedModelOptions? DraftOf(ServedModelOptions model) => model.Draft is { Length: > 0 } folder
        ? new ServedModelOptions { Folder = folder, Device = model.Device, Weights = model.Weights, Engine = model.Engine }
        : null;

    private static (IDecoderEngine Engine, string Reason) Engine(Checkpoint checkpoint, ServedModelOptions model, ComputeDevice device, int blocks)
    {
        var choice = Choice(checkpoint.Config, model, device);
        using var weights = checkpoint.ReadWeights(device, choice.ReadType);
        return (choice.Open(weights, blocks), choice.Reason);
    }

    private static string NotHonoured(ServedModelOptions model) => model.Weights == "int8" ? EngineChoice.NotHonoured(EnginePrecision.Int8) : "";

    private static EngineChoice Reference(DecoderConfig config, ServedModelOptions model, ComputeDevice device, string reason)
    {
        var type = device.NumberType(model.Weights is "int8" ? "auto" : model.Weights);
        return new EngineChoice("reference", reason, config.Parameters * (type == ScalarType.Float32 ? 4 : 2)) { ReadType = type };
    }

    private static Dictionary<string, int> Adapters(IDecoderEngine engine, DecoderConfig config, ServedModelOptions model)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, folder) in model.Adapters)
        {
            using var adapter = AdapterReader.Read(folder, config);
            numbers[name] = numbers.Count + 1;
            ((IAdaptableEngine)engine).Adapt(numbers[name], adapter);
        }

        return numbers;
    }

    private static IDecoderEngine? Draft(DecoderConfig config, ServedModelOptions model, ComputeDevice device, int blocks)
    {
        if (DraftOf(model) is not { } draft)
            return null;
        var checkpoint = CheckpointReader.Open(draft.Folder);
        if (checkpoint.Config.VocabularySize != config.VocabularySize)
            throw new InvalidDataException($"The draft '{draft.Folder}' has {checkpoint.Config.VocabularySize} tokens, the model {config.VocabularySize}; a draft needs the model's own vocabulary.");
        return Engine(checkpoint, draft, device, blocks).Engine;
    }
}
