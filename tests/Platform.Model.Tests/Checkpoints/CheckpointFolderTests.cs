using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "model");

    public static TheoryData<DecoderFamily> Families => [.. Enum.GetValues<DecoderFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_written_is_read_back_unchanged(DecoderFamily family)
    {
        using var written = DecoderWeights.Random(TinyCheckpoint.Config(family), 9, ScalarType.BFloat16);
        CheckpointWriter.Write(Model, written, mostShardBytes: 30_000);

        var checkpoint = CheckpointReader.Open(Model);
        using var read = checkpoint.ReadWeights(ComputeDevice.Processor, ScalarType.BFloat16);

        checkpoint.Config.ShouldBe(written.Config);
        checkpoint.StoredType.ShouldBe("BF16");
        read.All.Count().ShouldBe(written.All.Count());
        read.All.Zip(written.All).ShouldAllBe(pair => pair.First.eq(pair.Second).all().item<bool>());
        ReferenceEquals(read.Head, read.Embedding).ShouldBe(written.Config.TiedHead);
    }

    [Fact]
    public void The_folder_has_the_names_and_the_form_that_Hugging_Face_expects()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Yuan, 1);

        var bytes = File.ReadAllBytes(Path.Combine(Model, "model.safetensors"));
        var length = BitConverter.ToInt32(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        length.ShouldBe(length / 8 * 8);
        header.RootElement.GetProperty("__metadata__").GetProperty("format").GetString().ShouldBe("pt");
        header.RootElement.GetProperty("model.layers.2.self_attn.lf_gate.conv1.weight").GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ShouldBe([16, 32, 2, 1]);
        header.RootElement.TryGetProperty("lm_head.weight", out _).ShouldBeTrue();
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Model, "config.json")));
        config.RootElement.GetProperty("architectures")[0].GetString().ShouldBe("YuanForCausalLM");
    }

    [Fact]
    public void A_written_copy_takes_tokenizer_and_token_ids_along_and_overwrites_nothing()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1);
        Change("config.json", json => { json["eos_token_id"] = 7; json["rope_parameters"] = new JsonObject { ["rope_theta"] = 1 }; });
        var copy = Path.Combine(_folder.Path, "copy");
        using var weights = CheckpointReader.Open(Model).ReadWeights(ComputeDevice.Processor, ScalarType.Float16);

        CheckpointWriter.Write(copy, weights, from: Model);

        File.Exists(Path.Combine(copy, "tokenizer.json")).ShouldBeTrue();
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(copy, "config.json")))!;
        ((int)config["eos_token_id"]!).ShouldBe(7);
        ((string)config["torch_dtype"]!).ShouldBe("float16");
        config["rope_parameters"].ShouldBeNull();
        Should.Throw<IOException>(() => CheckpointWriter.Write(copy, weights)).Message.ShouldContain("not empty");
        Directory.GetFileSystemEntries(_folder.Path).Length.ShouldBe(2); // nothing half written lies about
    }

    [Fact]
    public void An_export_changes_the_number_type_and_names_what_it_cannot_write()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);
        var copy = Path.Combine(_folder.Path, "copy");

        CheckpointExport.Run(Model, copy, "bf16", 20_000);

        CheckpointReader.Open(copy).StoredType.ShouldBe("BF16");
        Should.Throw<CheckpointException>(() => CheckpointExport.Run(Model, copy, "auto", 20_000)).Message.ShouldContain("not empty");
    }

    [Fact]
    public void Weights_at_odd_addresses_are_copied()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen2, 1);
        using var straight = CheckpointReader.Open(Model).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        var expected = straight.Layers[1].Gate.clone();
        Header(header => header + " "); // one byte more: no tensor lies at a multiple of four any longer

        using var odd = CheckpointReader.Open(Model).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);

        odd.Layers[1].Gate.eq(expected).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_network_saved_without_its_head_is_read_where_the_head_is_tied()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen3, 1);
        Header(header => header.Replace("\"model.", "\"", StringComparison.Ordinal));

        CheckpointReader.Open(Model).Config.TiedHead.ShouldBeTrue();
    }

    [Fact]
    public void A_head_that_differs_from_a_tied_embedding_is_used()
    {
        using (var random = DecoderWeights.Random(TinyCheckpoint.Config(DecoderFamily.Yuan) with { TiedHead = false }, 2))
            CheckpointWriter.Write(Model, random);
        Change("config.json", json => json["tie_word_embeddings"] = true);

        using var weights = CheckpointReader.Open(Model).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);

        weights.Config.TiedHead.ShouldBeFalse();
        weights.Head.eq(weights.Embedding).all().item<bool>().ShouldBeFalse();
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b.safetensors")]
    [InlineData("..\\x.safetensors")]
    [InlineData(".safetensors")]
    [InlineData("config.json")]
    [InlineData("")]
    public void An_index_cannot_lead_out_of_the_folder(string name)
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1, mostShardBytes: 30_000);
        Change("model.safetensors.index.json", json => json["weight_map"]!["model.norm.weight"] = name);

        Refusal().ShouldContain("a plain name that ends in .safetensors is needed");
    }

    [Fact]
    public void Each_way_of_being_broken_is_named()
    {
        Refusal().ShouldContain("there is no such folder");
        Directory.CreateDirectory(Model);
        Refusal().ShouldContain("config.json is missing");
        File.WriteAllText(Path.Combine(Model, "config.json"), "{ \"model_type\": \"llama\", ");
        Refusal().ShouldContain("config.json is not valid JSON");
        File.WriteAllText(Path.Combine(Model, "config.json"), "[]");
        Refusal().ShouldContain("does not hold a JSON object");
        File.WriteAllText(Path.Combine(Model, "config.json"), "{}");
        Refusal().ShouldContain("neither model.safetensors nor model.safetensors.index.json");
        File.WriteAllText(Path.Combine(Model, "pytorch_model.bin"), "");
        Refusal().ShouldContain("pytorch_model.bin only");
    }

    [Fact]
    public void Weights_that_do_not_fit_the_config_are_named()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Qwen2, 1);
        var config = File.ReadAllText(Path.Combine(Model, "config.json"));

        Change("config.json", json => json["intermediate_size"] = 57);
        Refusal().ShouldContain("'model.layers.0.mlp.gate_proj.weight' has the shape [56, 32], but config.json makes it [57, 32]");
        File.WriteAllText(Path.Combine(Model, "config.json"), config);
        Change("config.json", json => json["num_hidden_layers"] = 4);
        Refusal().ShouldContain("'model.layers.3.input_layernorm.weight' is missing");
        Change("config.json", json => json["num_hidden_layers"] = 16_000_000);
        Refusal().ShouldContain("'model.layers.3.input_layernorm.weight' is missing");
        File.WriteAllText(Path.Combine(Model, "config.json"), config);
        Change("config.json", json => json["num_hidden_layers"] = 2);
        Refusal().ShouldContain("config.json says that there are 2 layers");
        File.WriteAllText(Path.Combine(Model, "config.json"), config);
        Change("config.json", json => json["model_type"] = "llama");
        Refusal().ShouldContain("has no place");
        File.WriteAllText(Path.Combine(Model, "config.json"), config);
        using (var file = new FileStream(Path.Combine(Model, "model.safetensors"), FileMode.Open))
            file.SetLength(file.Length - 1);
        Refusal().ShouldContain("cut off or damaged");
    }

    [Fact]
    public void A_missing_shard_and_a_tensor_in_the_wrong_one_are_named()
    {
        TinyCheckpoint.Write(Model, DecoderFamily.Llama, 1, mostShardBytes: 30_000);
        var shards = Directory.GetFiles(Model, "*.safetensors").Order(StringComparer.Ordinal).Select(Path.GetFileName).ToArray();
        Change("model.safetensors.index.json", json => json["weight_map"]!["model.norm.weight"] = shards[0]);
        Refusal().ShouldContain($"'model.norm.weight' is in '{shards[0]}', where it is not");

        File.Delete(Path.Combine(Model, shards[1]!));
        Refusal().ShouldContain($"the file '{shards[1]}', which model.safetensors.index.json names, is missing");
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal() => Should.Throw<CheckpointException>(() => CheckpointReader.Open(Model)).Message;

    private void Change(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Model, file)))!;
        change(json);
        File.WriteAllText(Path.Combine(Model, file), json.ToJsonString());
    }

    private void Header(Func<string, string> change)
    {
        var file = Path.Combine(Model, "model.safetensors");
        var bytes = File.ReadAllBytes(file);
        var length = BitConverter.ToInt32(bytes);
        var header = System.Text.Encoding.UTF8.GetBytes(change(System.Text.Encoding.UTF8.GetString(bytes, 8, length)));
        File.WriteAllBytes(file, [.. BitConverter.GetBytes((long)header.Length), .. header, .. bytes.AsSpan(8 + length)]);
    }
}
