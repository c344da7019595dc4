using Platform.Model.Checkpoints;
using Platform.Model.Methods;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Training;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Training;

public sealed class AdapterTrainingTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void An_adapter_learns_and_its_merge_says_what_both_say_together()
    {
        var result = _tiny.Start("adapter", Recipe("rank: 4, alpha: 8"), kind: TrainingKind.FineTuning);
        _tiny.Loss("adapter", ^1).ShouldBeLessThan(_tiny.Loss("adapter", 0) * 0.8);

        AdapterMerge.Run(_tiny.Model(), result.Model!, _tiny.Path("merged"), "fp32").ShouldBeLessThan(1e-4);

        using var scope = NewDisposeScope();
        using var foundation = CheckpointReader.Open(_tiny.Model()).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var merged = CheckpointReader.Open(_tiny.Path("merged")).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var adapter = AdapterReader.Read(result.Model!, foundation.Config);
        var change = adapter.Changes[(1, "mlp.down_proj")];
        (merged.Layers[1].Down - foundation.Layers[1].Down - matmul(change.B, change.A) * 2).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        change.B.abs().max().item<float>().ShouldBeGreaterThan(0);
        merged.Embedding.equal(foundation.Embedding).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void The_scale_of_large_ranks_falls_by_their_root_when_asked_for()
    {
        new AdapterPart { Rank = 16, Alpha = 32 }.Scale.ShouldBe(2);
        new AdapterPart { Rank = 16, Alpha = 32, RankStabilised = true }.Scale.ShouldBe(8);
    }

    [Fact]
    public void What_cannot_be_adapted_is_refused() =>
        Should.Throw<RecipeException>(() => _tiny.Start("adapter", Recipe("targets: [lm_head]"))).Message.ShouldContain("lm_head");

    [Fact]
    public void Fine_tuning_on_what_people_say_is_refused() =>
        Should.Throw<RecipeException>(() => _tiny.Start("x", Recipe("rank: 2").Replace("learn: Assistant", "learn: Everything", StringComparison.Ordinal), kind: TrainingKind.FineTuning)).Message.ShouldContain("data.learn");

    [Fact]
    public void The_preview_marks_what_is_learned_and_nothing_else()
    {
        _tiny.Start("adapter", Recipe("rank: 4"));

        var parts = MaskPreview.Of(_tiny.Path("adapter.yaml"), new Dictionary<string, string>(StringComparer.Ordinal) { ["HERE"] = _tiny.Path("") }, 1).Single();

        parts.Single(part => part.Learned).Text.ShouldBe("yes<|im_end|>");
        string.Concat(parts.Select(part => part.Text)).ShouldBe("<|im_start|>user\nhello 0<|im_end|>\n<|im_start|>assistant\nyes<|im_end|>\n");
    }

    private string Recipe(string adapter) => $$"""
        model: { from: '{{_tiny.Model()}}', adapter: { {{adapter}} } }
        data: { train: ['${HERE}/dialogues.jsonl'], blockTokens: 48, packing: Documents, learn: Assistant }
        train: { threads: 1, batch: 2, steps: 20, learningRate: 0.02, warmup: 2, decay: 4 }
        """;
}
