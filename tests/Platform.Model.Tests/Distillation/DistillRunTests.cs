using Platform.Model.Methods;
using Platform.Model.Recipes;
using Platform.Model.Tensors;
using Platform.Model.Tests.Training;
using Platform.Model.Training;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Distillation;

public sealed class DistillRunTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("Akt")]
    [InlineData("Jkt")]
    [InlineData("Pkt")]
    public void A_student_comes_nearer_to_its_teacher_under_every_schedule(string schedule)
    {
        _tiny.Start("student", Recipe($"schedule: {schedule}, start: Random", steps: 30));

        var logits = _tiny.Log("student").Where(line => line.GetProperty("parts").TryGetProperty("logits", out _)).Select(line => line.GetProperty("parts").GetProperty("logits").GetDouble()).ToList();
        logits[^1].ShouldBeLessThan(logits[0] * 0.8);
        Directory.Exists(Path.Combine(_tiny.Path("student"), "model")).ShouldBeTrue();
    }

    [Fact]
    public void Layer_after_layer_means_that_the_others_stay_where_they_are()
    {
        _tiny.Start("student", Recipe("schedule: Pkt, start: Random", steps: 30, every: 10));

        var (first, second) = (Weights(10), Weights(20));
        Same(first, second, "layers.0.").ShouldBeTrue();
        Same(first, second, "layers.1.").ShouldBeFalse();
        Same(first, second, "embed_tokens").ShouldBeTrue();
    }

    [Fact]
    public void A_student_cut_out_of_its_teacher_starts_ahead_of_chance()
    {
        var lines = new List<string>();
        _tiny.Start("student", Recipe("start: Width", steps: 1), lines.Add);

        var found = System.Text.RegularExpressions.Regex.Match(lines.First(line => line.StartsWith("held out at step 0", StringComparison.Ordinal)), @"student \(Width\) ([\d.]+), random ([\d.]+)");
        double.Parse(found.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBeLessThan(double.Parse(found.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("draws: 250")]
    [InlineData("codec: Top, top: 40")]
    public void Stored_predictions_serve_only_what_they_come_of(string kept)
    {
        var recipe = Recipe($"start: Random, logits: {{ {kept}, cache: '${{HERE}}/drawn' }}", steps: 20);
        File.WriteAllText(_tiny.Path("draw.yaml"), "name: x\n" + recipe);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["HERE"] = _tiny.Path("") };
        TrainingMethods.Draw(_tiny.Path("draw.yaml"), variables, _tiny.Path("drawn"), TestContext.Current.CancellationToken).Tokens.ShouldBeGreaterThan(100);

        _tiny.Start("drawn-run", recipe);

        _tiny.Loss("drawn-run", ^1).ShouldBeLessThan(_tiny.Loss("drawn-run", 0));
        Should.Throw<RecipeException>(() => _tiny.Start("other", Recipe($"start: Random, logits: {{ temperature: 2, {kept}, cache: '${{HERE}}/drawn' }}", steps: 3))).Message.ShouldContain("temperature");
        var bytes = File.ReadAllBytes(_tiny.Path("drawn"));
        bytes[^20] ^= 1;
        File.WriteAllBytes(_tiny.Path("drawn"), bytes);
        Should.Throw<RecipeException>(() => _tiny.Start("broken", recipe)).Message.ShouldContain("checksum");
    }

    [Fact]
    public void A_teacher_that_knows_less_than_its_student_is_refused()
    {
        var refusal = Should.Throw<RecipeException>(() => _tiny.Start("student", Recipe("start: Random, gate: 0.01", steps: 1)));

        refusal.Message.ShouldContain("better teacher");
    }

    private string Recipe(string distill, int steps, int every = 100)
    {
        var teacher = _tiny.Model();
        return $$"""
            model: { tokenizer: '${HERE}/tokenizer', width: 16, layers: 2, queryHeads: 1, keyValueHeads: 1, headSize: 16, feedForwardWidth: 32, context: 64 }
            data: { train: ['${HERE}/texts.jsonl'], dev: ['${HERE}/texts.jsonl'], blockTokens: 32 }
            train: { threads: 1, batch: 4, steps: {{steps}}, learningRate: 0.01, warmup: 2, decay: 4, checkpointEvery: {{every}}, keep: 9 }
            eval: { every: 0, blocks: 4 }
            distill: { teacher: '{{teacher}}', {{distill}} }
            """;
    }

    private SafeTensorsFile Weights(int step) => SafeTensorsFile.Open(Path.Combine(_tiny.Path("student"), "checkpoints", $"step-{step:00000000}", "model.safetensors"));

    private static bool Same(SafeTensorsFile one, SafeTensorsFile other, string part)
    {
        using var scope = NewDisposeScope();
        return one.Entries.Keys.Where(name => name.Contains(part, StringComparison.Ordinal)).All(name => one.Read(name, CPU, ScalarType.Float32).equal(other.Read(name, CPU, ScalarType.Float32)).all().item<bool>());
    }
}
