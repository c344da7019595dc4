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
    public void An_averaged_run_saves_its_average_and_comes_to_the_same_bits_when_it_was_stopped()
    {
        var plain = Start("plain", steps: 12, stopAfter: null);
        var whole = Start("whole", steps: 12, stopAfter: null, train: ", average: 0.9");
        Start("stopped", steps: 12, stopAfter: 5, train: ", average: 0.9");

        var resumed = TrainingMethods.Resume(Path("stopped"), null, null, _ => { }, TestContext.Current.CancellationToken);

        Weights(resumed).ShouldBe(Weights(whole));
        Weights(whole).ShouldNotBe(Weights(plain));
        Losses("whole").ShouldBe(Losses("plain")); // the average is looked at, never trained on
    }

    [Fact]
    public void A_run_that_gets_no_better_ends_and_takes_its_best()
    {
        CorpusFile.Write(Path("dev.jsonl"), [new CorpusDocument { Id = "dev", Source = "other", Licence = "MIT", Split = "dev", Consent = true, Text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"{i * 7919} quick brown foxes")) }]);

        var result = Start("early", steps: 400, stopAfter: null, more: "eval: { every: 4, patience: 2 }", dev: true);

        var measured = Measured("early");
        result.Steps.ShouldBeLessThan(400);
        measured.Skip(measured.IndexOf(measured.Min()) + 1).Count().ShouldBe(2);
        Weights(result).ShouldBe(File.ReadAllBytes(System.IO.Path.Combine(Path("early"), "best", "model.safetensors")));
    }

    [Fact]
    public void A_run_leaves_a_curve_of_its_losses()
    {
        Start("curve", steps: 6, stopAfter: null);

        var curve = System.Xml.Linq.XDocument.Load(Path("curve/loss.svg")).Root!;
        var points = curve.Elements().Single(element => element.Name.LocalName == "polyline").Attribute("points")!.Value.Split(' ');
        points.Length.ShouldBe(6);
        double.Parse(points[^1].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(double.Parse(points[0].Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)); // down is less
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

    private static byte[] Weights(TrainingResult result) => File.ReadAllBytes(System.IO.Path.Combine(result.Model!, "model.safetensors"));

    private List<double> Measured(string name) => [.. File.ReadLines(System.IO.Path.Combine(Path(name), "trainer_log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => line.TryGetProperty("evalLoss", out _)).Select(line => line.GetProperty("evalLoss").GetDouble())];

    private TrainingResult Start(string name, int steps, int? stopAfter, string train = "", string more = "", bool dev = false)
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
            data: { train: ['{{Path("train.jsonl")}}'], dev: [{{(dev ? $"'{Path("dev.jsonl")}'" : "")}}], blockTokens: 32 }
            train: { threads: 1, batch: 4, steps: {{steps}}, learningRate: 0.01, warmup: 2, decay: 4, checkpointEvery: 3{{train}} }
            {{more}}
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
