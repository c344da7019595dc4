using Microsoft.Extensions.Logging.Abstractions;
using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Serving;
using Platform.Model.Tensors;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Serving;

/// <summary>Real folders, opened as the server opens them.</summary>
public sealed class ModelOpenerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DecoderFamily.Llama)]
    [InlineData(DecoderFamily.Qwen2)]
    [InlineData(DecoderFamily.Qwen3)]
    [InlineData(DecoderFamily.Yuan)]
    public async Task A_checkpoint_of_each_family_is_served_fast_as_by_the_reference_path(DecoderFamily family)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = Written(folder, "model", family, 5);
        await using var host = Host(options =>
        {
            options.Models["fast"] = new ServedModelOptions { Folder = checkpoint, Weights = "fp32" };
            options.Models["reference"] = new ServedModelOptions { Folder = checkpoint, Engine = "reference" };
        });
        var request = TinyHost.Request("Hello world", 40) with { Model = "fast" };

        var fast = await host.AnswerAsync(request, Stop);
        var reference = await host.AnswerAsync(request with { Model = "reference" }, Stop);

        fast.Tokens.Select(token => token.Id).ShouldBe(reference.Tokens.Select(token => token.Id));
        var states = host.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        states["reference"].Engine.ShouldBe("reference-fp32");
        states["fast"].Engine.ShouldBe("managed-fp32");
        states["fast"].EngineReason.ShouldNotBeNullOrEmpty();
        states["fast"].Context.ShouldBe(1024);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_refused_in_one_sentence_and_a_draft_is_used()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = Written(folder, "model", DecoderFamily.Qwen3, 5);
        await using var host = Host(options =>
        {
            options.Models["none"] = new ServedModelOptions { Folder = Path.Combine(folder.Path, "none") };
            options.Models["drafted"] = new ServedModelOptions { Folder = checkpoint, Draft = checkpoint };
        });

        (await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("a") with { Model = "none" }, Stop))).Message.ShouldContain("there is no such folder");
        (await host.AnswerAsync(TinyHost.Request("a", 60) with { Model = "drafted" }, Stop)).End.Tokens.ShouldBe(60);
        host.Models.Single(model => model.Name == "drafted").Figures.Drafts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_end_token_that_the_network_does_not_have_is_refused_and_callers_are_told_no_folder()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = Written(folder, "model", DecoderFamily.Qwen3, 5);
        await File.WriteAllTextAsync(Path.Combine(checkpoint, "generation_config.json"), """{"eos_token_id":[384]}""", Stop);
        await using var host = Host(options =>
        {
            options.Models["endless"] = new ServedModelOptions { Folder = checkpoint };
            options.Models["none"] = new ServedModelOptions { Folder = Path.Combine(folder.Path, "none") };
        });

        (await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("a") with { Model = "endless" }, Stop))).Message.ShouldContain("The end token 384");
        var refusal = await Should.ThrowAsync<ModelUnavailableException>(() => host.AnswerAsync(TinyHost.Request("a") with { Model = "none" }, Stop));
        refusal.Message.ShouldContain(folder.Path);
        refusal.ForCallers.ShouldBe("The model 'none' cannot be loaded.");
    }

    [Theory]
    [InlineData(DecoderFamily.Qwen3)]
    [InlineData(DecoderFamily.Yuan)]
    public async Task Weights_stored_in_16_bits_are_widened_on_the_way_and_give_the_reference_tokens(DecoderFamily family)
    {
        using var folder = new TemporaryFolder();
        var checkpoint = Written(folder, "model", family, 5, ScalarType.BFloat16);
        await using var host = Host(options =>
        {
            options.Models["fast"] = new ServedModelOptions { Folder = checkpoint, Device = "cpu", Weights = "fp32" };
            options.Models["reference"] = new ServedModelOptions { Folder = checkpoint, Device = "cpu", Engine = "reference" };
        });
        var opened = CheckpointReader.Open(checkpoint);
        var choice = ModelOpener.Choice(opened.Config, new ServedModelOptions { Folder = checkpoint, Device = "cpu" }, ComputeDevice.Processor);

        var fast = await host.AnswerAsync(TinyHost.Request("Hello world", 40) with { Model = "fast" }, Stop);
        var reference = await host.AnswerAsync(TinyHost.Request("Hello world", 40) with { Model = "reference" }, Stop);

        fast.Tokens.Select(token => token.Id).ShouldBe(reference.Tokens.Select(token => token.Id));
        if (choice.Engine.StartsWith("managed", StringComparison.Ordinal))
            choice.ReadType.ShouldBeNull();
        using var weights = opened.ReadWeights(ComputeDevice.Processor, null);
        weights.All.ShouldAllBe(tensor => tensor.dtype == ScalarType.BFloat16);
    }

    private static string Written(TemporaryFolder folder, string name, DecoderFamily family, int seed, ScalarType type = ScalarType.Float32)
    {
        var path = Path.Combine(folder.Path, name);
        TinyCheckpoint.Write(path, family, seed, type);
        return path;
    }

    private static ModelHost Host(Action<ServingOptions> change)
    {
        var options = new ServingOptions();
        change(options);
        return new ModelHost(options, ModelOpener.Open, TimeProvider.System, NullLogger.Instance);
    }
}
