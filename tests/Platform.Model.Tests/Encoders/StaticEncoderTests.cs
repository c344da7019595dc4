using System.Numerics.Tensors;
using System.Text.Json;
using Platform.Model.Checkpoints;
using Platform.Model.Encoders;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Encoders;

public sealed class StaticEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_that_belonged_together_in_training_lie_closer_than_others()
    {
        Train(steps: 200);
        var encoder = StaticEncoder.Open(Path("encoder"));

        var (card, lost, weather) = (encoder.Encode("bank card"), encoder.Encode("credit plastic"), encoder.Encode("rain and wind"));

        TensorPrimitives.Norm<float>(card).ShouldBe(1, 1e-3);
        TensorPrimitives.Dot<float>(card, lost).ShouldBeGreaterThan(TensorPrimitives.Dot<float>(card, weather) + 0.3f);
        encoder.Encode("").ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void The_same_recipe_gives_the_same_vectors()
    {
        Train(steps: 20);
        var first = File.ReadAllBytes(System.IO.Path.Combine(Path("encoder"), "model.safetensors"));
        Directory.Delete(Path("encoder"), recursive: true);
        Train(steps: 20);

        File.ReadAllBytes(System.IO.Path.Combine(Path("encoder"), "model.safetensors")).ShouldBe(first);
    }

    [Fact]
    public void A_folder_that_is_no_encoder_is_refused_in_words()
    {
        Directory.CreateDirectory(Path("none"));
        Should.Throw<CheckpointException>(() => StaticEncoder.Open(Path("none"))).Message.ShouldContain("config.json and model.safetensors are needed");
        File.WriteAllText(Path("none/config.json"), """{"model_type":"qwen3"}""");
        File.WriteAllText(Path("none/model.safetensors"), "");
        Should.Throw<CheckpointException>(() => StaticEncoder.Open(Path("none"))).Message.ShouldContain("no model_type 'model2vec'");
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    private void Train(int steps)
    {
        if (!Directory.Exists(Path("tokenizer")))
        {
            Directory.CreateDirectory(Path("tokenizer"));
            TinyTokenizer.WriteQwen(Path("tokenizer"));
            File.WriteAllLines(Path("labels.jsonl"), new[] { ("bank card", "card"), ("credit plastic", "card"), ("my bank card is lost", "card"), ("rain and wind", "weather"), ("will it snow", "weather"), ("a storm with rain", "weather") }
                .Select(line => JsonSerializer.Serialize(new { text = line.Item1, label = line.Item2 })));
        }

        File.WriteAllText(Path("encoder.yaml"), $$"""
            name: test
            tokenizer: '{{Path("tokenizer")}}'
            width: 16
            pairs: [{ kind: Labels, file: '{{Path("labels.jsonl")}}' }]
            steps: {{steps}}
            batch: 8
            learningRate: 0.05
            dropout: 0.1
            threads: 1
            """);
        EncoderTraining.Run(Path("encoder.yaml"), new Dictionary<string, string>(StringComparer.Ordinal), Path("encoder"), _ => { }, TestContext.Current.CancellationToken);
    }
}
