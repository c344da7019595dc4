using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Model.Tests.Architectures;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Checkpoints;

public sealed class AdapterTests : IDisposable
{
    private static readonly string[] Maps = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "model");

    private string Adapter => Path.Combine(_folder.Path, "adapter");

    public static TheoryData<DecoderFamily, bool> Cases => [(DecoderFamily.Llama, false), (DecoderFamily.Qwen2, true), (DecoderFamily.Qwen3, false), (DecoderFamily.Yuan, false), (DecoderFamily.Yuan, true)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_slice_with_an_adapter_is_computed_as_with_merged_weights_and_its_neighbour_without(DecoderFamily family, bool ranksStabilized)
    {
        using var scope = NewDisposeScope();
        TinyCheckpoint.Write(Model, family, 1);
        WriteAdapter(family == DecoderFamily.Yuan && ranksStabilized ? ["self_attn.k_proj"] : Maps, ranksStabilized);
        var config = CheckpointReader.Open(Model).Config;
        using var engine = Engine(Model);
        using (var adapter = AdapterReader.Read(Adapter, config))
            engine.Adapt(3, adapter);
        var tokens = EngineRun.Tokens(1, 20, config.VocabularySize);
        var plain = EngineRun.Logits(engine, tokens, 20)[^1];

        var logits = new float[2 * config.VocabularySize];
        engine.Step([new SequenceSlice(tokens, 0, new[] { 4, 5 }, 19, Adapter: 3), new SequenceSlice(tokens, 0, new[] { 6, 7 }, 19)], logits);

        var rows = logits.Chunk(config.VocabularySize).ToArray();
        EngineRun.Difference([rows[1]], [plain]).ShouldBeLessThan(1e-4f);
        EngineRun.Difference([rows[0]], [plain]).ShouldBeGreaterThan(0.05f);
        Merge(ranksStabilized);
        using var merged = Engine(Model);
        EngineRun.Difference([rows[0]], [EngineRun.Logits(merged, tokens, 20)[^1]]).ShouldBeLessThan(1e-4f);
        engine.Adapt(3, null);
        Should.Throw<ArgumentException>(() => engine.Step([new SequenceSlice(tokens, 0, new[] { 4, 5 }, 19, Adapter: 3)], logits)).Message.ShouldContain("adapter 3");
    }

    [Theory]
    [InlineData("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "IA3")]
    [InlineData("\"use_dora\": false", "\"use_dora\": true", "use_dora")]
    [InlineData("\"bias\": \"none\"", "\"bias\": \"all\"", "bias")]
    public void An_adapter_that_would_be_computed_otherwise_is_refused(string from, string to, string named)
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1);
        using var scope = NewDisposeScope();
        WriteAdapter(Maps, false);
        var file = Path.Combine(Adapter, "adapter_config.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(from, to, StringComparison.Ordinal));

        Should.Throw<CheckpointException>(() => AdapterReader.Read(Adapter, TinyCheckpoint.Config(DecoderFamily.Llama))).Message.ShouldContain(named);
    }

    [Fact]
    public void An_adapter_of_another_network_is_refused_with_both_shapes()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1);
        using var scope = NewDisposeScope();
        WriteAdapter(Maps, false);

        Should.Throw<CheckpointException>(() => AdapterReader.Read(Adapter, TinyCheckpoint.Config(DecoderFamily.Llama) with { Width = 64 })).Message.ShouldContain("[rank, 64]");
    }

    public void Dispose() => _folder.Dispose();

    private static ReferenceEngine Engine(string folder)
    {
        using var weights = CheckpointReader.Open(folder).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        return new ReferenceEngine(weights, 8);
    }

    private void WriteAdapter(string[] maps, bool ranksStabilized)
    {
        Directory.CreateDirectory(Adapter);
        using var random = new RandomTensors(5, ScalarType.Float32);
        var file = SafeTensorsFile.Open(Path.Combine(Model, "model.safetensors"));
        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var name in file.Entries.Keys.Where(name => maps.Any(map => name.EndsWith($"{map}.weight", StringComparison.Ordinal))))
        {
            var (module, shape) = ($"base_model.model.{name[..^".weight".Length]}", file.Entries[name].Shape);
            tensors.Add(new($"{module}.lora_A.weight", random.Matrix(4, (int)shape[1])));
            tensors.Add(new($"{module}.lora_B.weight", random.Matrix((int)shape[0], 4, 0.3)));
        }

        SafeTensorsFile.Write(Path.Combine(Adapter, "adapter_model.safetensors"), tensors, new Dictionary<string, string>(StringComparer.Ordinal));
        File.WriteAllText(Path.Combine(Adapter, "adapter_config.json"), $$$"""
            {"peft_type": "LORA", "r": 4, "lora_alpha": 6, "use_rslora": {{{(ranksStabilized ? "true" : "false")}}}, "use_dora": false, "bias": "none", "fan_in_fan_out": false, "modules_to_save": null, "alpha_pattern": {"down_proj": 2}}
            """);
    }

    /// <summary>Adds the products to the weights on disk, as peft's merge does.</summary>
    private void Merge(bool ranksStabilized)
    {
        var path = Path.Combine(Model, "model.safetensors");
        var (file, adapter) = (SafeTensorsFile.Open(path), SafeTensorsFile.Open(Path.Combine(Adapter, "adapter_model.safetensors")));
        Tensor Read(SafeTensorsFile from, string name) => from.Read(name, CPU, ScalarType.Float32);
        var merged = file.Entries.Keys.Select(name =>
        {
            var module = $"base_model.model.{name[..^".weight".Length]}";
            if (!adapter.Entries.ContainsKey($"{module}.lora_A.weight"))
                return KeyValuePair.Create(name, Read(file, name));
            var scale = (module.EndsWith("down_proj", StringComparison.Ordinal) ? 2.0 : 6.0) / (ranksStabilized ? 2 : 4);
            return KeyValuePair.Create(name, Read(file, name) + Read(adapter, $"{module}.lora_B.weight").matmul(Read(adapter, $"{module}.lora_A.weight")) * scale);
        }).ToList();
        SafeTensorsFile.Write($"{path}.new", merged, file.Metadata);
        File.Move($"{path}.new", path, overwrite: true);
    }
}
