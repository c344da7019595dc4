using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Checkpoints;
using Platform.Model.Tensors;
using Platform.Model.Tests.Architectures;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Outside;

/// <summary>The reference path against an implementation that shares nothing with it, from the same folder on disk.</summary>
public sealed class ParityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DecoderFamily> Families => [.. Enum.GetValues<DecoderFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Logits_and_200_greedy_tokens_are_those_of_the_outside_implementation(DecoderFamily family)
    {
        var path = Path.Combine(_folder.Path, "model");
        TinyCheckpoint.Write(path, family, seed: 3);
        var outside = new PlainDecoder(path);
        var checkpoint = CheckpointReader.Open(path);
        using var weights = checkpoint.ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var engine = new ReferenceEngine(weights, 20);
        var tokens = EngineRun.Tokens(5, 60, checkpoint.Config.VocabularySize);

        var expected = outside.Logits(tokens);
        var logits = EngineRun.Logits(engine, tokens, tokens.Length);

        Most(expected, logits).ShouldBeLessThan(2e-3);
        Spread(expected[^1]).ShouldBeGreaterThan(1); // logits that say something: a difference would show
        EngineRun.Greedy(engine, tokens[..9], 200).ShouldBe(outside.Greedy(tokens[..9], 200));
    }

    [Theory]
    [InlineData(DecoderFamily.Llama, "bf16")]
    [InlineData(DecoderFamily.Qwen2, "fp16")]
    [InlineData(DecoderFamily.Qwen3, "bf16")]
    [InlineData(DecoderFamily.Yuan, "fp16")]
    public void Weights_of_half_precision_in_shards_give_the_same_logits(DecoderFamily family, string type)
    {
        var path = Path.Combine(_folder.Path, "model");
        TinyCheckpoint.Write(path, family, seed: 4, ComputeDevice.Processor.NumberType(type), mostShardBytes: 20_000);
        Directory.EnumerateFiles(path, "model-*.safetensors").Count().ShouldBeGreaterThan(2);
        using var weights = CheckpointReader.Open(path).ReadWeights(ComputeDevice.Processor, ScalarType.Float32);
        using var engine = new ReferenceEngine(weights, 4);
        var tokens = EngineRun.Tokens(6, 40, engine.Config.VocabularySize);

        Most(new PlainDecoder(path).Logits(tokens), EngineRun.Logits(engine, tokens, 7)).ShouldBeLessThan(2e-3);
    }

    public void Dispose() => _folder.Dispose();

    private static double Most(double[][] expected, float[][] logits) =>
        expected.Zip(logits, (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max()).Max();

    private static double Spread(double[] logits) => Math.Sqrt(logits.Select(x => (x - logits.Average()) * (x - logits.Average())).Average());
}
