using System.Text.Json;
using Platform.Model.Corpus;
using Platform.Model.Methods;
using Platform.Model.Recipes;
using Platform.Model.Training;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_stopped_comes_to_the_same_bits_as_one_that_was_not()
    {
        var whole = Start("whole", steps: 12, stopAfter: null);
        var stopped = Start("stopped", steps: 12, stopAfter: 5);
        stopped.Model.ShouldBeNull();
        stopped.Steps.ShouldBe(5);

        var resumed = TrainingMethods.Resume(Path("stopped"), null, null, _ => { }, TestContext.Current.CancellationToken);

        resumed.Tokens.ShouldBe(whole.Tokens);
        File.ReadAllBytes(System.IO.Path.Combine(resumed.Model!, "model.safetensors")).ShouldBe(File.ReadAllBytes(System.IO.Path.Combine(whole.Model!, "model.safetensors")));
        Losses("stopped").ShouldBe(Losses("whole"));
    }

    [Fact]
    public void A_branch_ends_while_its_run_goes_on()
    {
        Start("trunk", steps: 8, stopAfter: 4);

        var branch = TrainingMethods.Branch(Path("trunk"), Path("branch"), 3, _ => { }, TestContext.Current.CancellationToken);
        var trunk = TrainingMethods.Resume(Path("trunk"), null, null, _ => { }, TestContext.Current.CancellationToken);

        (branch.Steps, trunk.Steps).ShouldBe((7, 8));
    }

    [Fact]
    public void What_repeats_is_learned()
    {
        Start("learns", steps: 40, stopAfter: null);

        var losses = Losses("learns");
        losses[^1].ShouldBeLessThan(losses[0] * 0.5);
    }

    [Fact]
    public void An_unknown_key_is_refused_with_the_one_that_was_meant()
    {
        File.WriteAllText(Path("wrong.yaml"), "name: x\ntrain:\n  learningrate: 3\n");

        var refusal = Should.Throw<RecipeException>(() => TrainingMethods.Start(Path("wrong.yaml"), new Dictionary<string, string>(StringComparer.Ordinal), Path("wrong"), null, _ => { }, TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("'learningrate'");
        refusal.Message.ShouldContain("'learningRate'");
        refusal.Message.ShouldContain("line 3");
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private TrainingResult Start(string name, int steps, int? stopAfter)
    {
        if (!Directory.Exists(Path("tokenizer")))
        {
            Directory.CreateDirectory(Path("tokenizer"));
            TinyTokenizer.WriteQwen(Path("tokenizer"));
            CorpusFile.Write(Path("train.jsonl"), Enumerable.Range(0, 40).Select(i => new CorpusDocument { Id = $"{i}", Source = "test", Licence = "MIT", Split = "train", Consent = true, Text = $"Hello world, hello {i % 4} and hello again, said the world to the world." }));
        }

        File.WriteAllText(Path(name + ".yaml"), $$"""
            name: test
            model: { tokenizer: '{{Path("tokenizer")}}', width: 32, layers: 2, queryHeads: 2, keyValueHeads: 1, headSize: 16, feedForwardWidth: 64, context: 64 }
            data: { train: ['{{Path("train.jsonl")}}'], blockTokens: 32 }
            train: { threads: 1, batch: 4, steps: {{steps}}, learningRate: 0.01, warmup: 2, decay: 4, checkpointEvery: 3 }
            """);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return TrainingMethods.Start(Path(name + ".yaml"), new Dictionary<string, string>(StringComparer.Ordinal), Path(name), null, line =>
        {
            if (line.StartsWith($"{stopAfter}/", StringComparison.Ordinal))
                stop.Cancel();
        }, stop.Token);
    }

    private List<double> Losses(string name) => [.. File.ReadLines(System.IO.Path.Combine(Path(name), "trainer_log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("loss", out _)).Select(line => line.GetProperty("loss").GetDouble())];
}
