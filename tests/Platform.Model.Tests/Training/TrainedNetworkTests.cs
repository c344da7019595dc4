using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Training;
using Platform.Model.Verification;
using Platform.Testing.Models;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Training;

public class TrainedNetworkTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 33).Select(i => (i * 37 + 11) % 380)];

    [Theory]
    [InlineData(DecoderFamily.Llama)]
    [InlineData(DecoderFamily.Qwen2)]
    [InlineData(DecoderFamily.Qwen3)]
    public void What_is_trained_computes_what_is_served(DecoderFamily family)
    {
        using var weights = DecoderWeights.Random(TinyCheckpoint.Config(family), 5);
        using var network = new TrainedNetwork(weights, trainable: false);
        using var engine = new ReferenceEngine(weights, GreedyRun.BlocksFor(32));
        var served = new float[32 * weights.Config.VocabularySize];
        engine.Step([new SequenceSlice(Tokens.AsMemory(0, 32), 0, Enumerable.Range(0, GreedyRun.BlocksFor(32)).ToArray(), 0)], served);

        using var scope = NewDisposeScope();
        var trained = network.Logits(TokenBatch.Of([Block(Tokens, 32)])).data<float>().ToArray();

        trained.Zip(served, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(1e-4f * served.Max(Math.Abs));
    }

    [Fact]
    public void Documents_packed_into_one_block_learn_as_they_would_apart()
    {
        using var weights = DecoderWeights.Random(TinyCheckpoint.Config(DecoderFamily.Qwen3), 6);
        var rows = new[] { Row(Tokens[..20]), Row(Tokens[20..31]), Row(Tokens[5..14]) };
        var packed = TokenBlocks.Of(rows, 40, Packing.Documents, filler: 0);
        packed.Count.ShouldBe(1);

        var together = Gradients(weights, [[packed[0]]]);
        var apart = Gradients(weights, [.. rows.Select(row => (TokenBlock[])[TokenBlocks.Of([row], 40, Packing.Documents, 0)[0]])]);

        together.Loss.ShouldBe(apart.Loss, Math.Abs(apart.Loss) * 1e-5);
        Difference(together.Gradients, apart.Gradients).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Several_batches_before_a_step_are_one_large_batch()
    {
        using var weights = DecoderWeights.Random(TinyCheckpoint.Config(DecoderFamily.Qwen3), 7);
        TokenBlock[] blocks = [.. Enumerable.Range(0, 4).Select(i => Block([.. Tokens.Select(token => (token + i * 13) % 380)], 16 + i))];

        var together = Gradients(weights, [[Padded(blocks[0]), Padded(blocks[1]), Padded(blocks[2]), Padded(blocks[3])]]);
        var apart = Gradients(weights, [.. blocks.Select(block => (TokenBlock[])[Padded(block)])]);

        together.Loss.ShouldBe(apart.Loss, Math.Abs(apart.Loss) * 1e-5);
        Difference(together.Gradients, apart.Gradients).ShouldBeLessThan(1e-5);
    }

    private static TrainingRow Row(int[] ids) => new("test", ids, [.. Enumerable.Repeat(true, ids.Length)], ids.Length);

    private static TokenBlock Block(int[] ids, int length)
    {
        var block = new TokenBlock(length);
        block.Put(0, ids, [.. Enumerable.Repeat(true, ids.Length)], 0, length, document: 0);
        return block;
    }

    private static TokenBlock Padded(TokenBlock block)
    {
        var padded = new TokenBlock(24, filler: 3);
        for (var i = 0; i < block.Inputs.Length; i++)
            (padded.Inputs[i], padded.Targets[i], padded.Positions[i]) = (block.Inputs[i], block.Targets[i], block.Positions[i]);
        return padded;
    }

    private static (double Loss, float[][] Gradients) Gradients(DecoderWeights weights, TokenBlock[][] parts)
    {
        using var network = new TrainedNetwork(weights);
        using var scope = NewDisposeScope();
        var sum = 0.0;
        var counted = parts.Sum(part => part.Sum(block => block.Counted));
        foreach (var part in parts)
        {
            var loss = network.Loss(TokenBatch.Of(part)).div(counted);
            loss.backward();
            sum += loss.item<float>();
        }

        return (sum, [.. network.Parameters.Select(parameter => parameter.grad!.data<float>().ToArray())]);
    }

    private static double Difference(float[][] one, float[][] other) => one.Zip(other, (a, b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max() / Math.Max(1, a.Max(Math.Abs))).Max();
}
