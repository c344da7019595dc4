using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
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

    private static (IDecoderEngine Engine, string Reason) Engine(Checkpoint checkpoint, ServedModelOptions model, ComputeDevice device, int blocks)
    {
        if (model.Engine == "reference")
            return (Reference(checkpoint, model, device, blocks), $"The reference path was asked for.{NotHonoured(model)}");

        var precision = model.Weights switch
        {
            "auto" => EnginePrecision.Automatic,
            "fp32" => EnginePrecision.Float32,
            "int8" => EnginePrecision.Int8,
            _ => throw new InvalidDataException($"The number type '{model.Weights}' is computed by the reference path only. Set Engine to reference, or Weights to auto, fp32 or int8."),
        };
        var choice = EngineChoice.For(checkpoint.Config, device.Torch, precision, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        using var read = checkpoint.ReadWeights(device, ScalarType.Float32);
        var engine = choice.Open(read, blocks);
        if (model.Adapters.Count == 0 || engine is IAdaptableEngine)
            return (engine, choice.Reason);
        engine.Dispose();
        return (Reference(checkpoint, model, device, blocks), $"The model has adapters, which {choice.Engine} does not apply: the reference path.{NotHonoured(model)}");
    }

    private static string NotHonoured(ServedModelOptions model) => model.Weights == "int8" ? EngineChoice.NotHonoured(EnginePrecision.Int8) : "";

    private static ReferenceEngine Reference(Checkpoint checkpoint, ServedModelOptions model, ComputeDevice device, int blocks)
    {
        using var weights = checkpoint.ReadWeights(device, device.NumberType(model.Weights is "int8" ? "auto" : model.Weights));
        return new ReferenceEngine(weights, blocks);
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
        if (model.Draft is not { Length: > 0 } folder)
            return null;
        var checkpoint = CheckpointReader.Open(folder);
        if (checkpoint.Config.VocabularySize != config.VocabularySize)
            throw new InvalidDataException($"The draft '{folder}' has {checkpoint.Config.VocabularySize} tokens, the model {config.VocabularySize}; a draft needs the model's own vocabulary.");
        return Engine(checkpoint, new ServedModelOptions { Folder = folder, Device = model.Device, Weights = model.Weights, Engine = model.Engine }, device, blocks).Engine;
    }
}
