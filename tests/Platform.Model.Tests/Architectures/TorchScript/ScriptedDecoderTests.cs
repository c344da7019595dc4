using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Architectures.TorchScript;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Architectures.TorchScript;

public sealed class ScriptedDecoderTests
{
    public static TheoryData<DecoderFamily> Families => [DecoderFamily.Llama, DecoderFamily.Qwen2, DecoderFamily.Qwen3];

    [Theory]
    [MemberData(nameof(Families))]
    public void In_fp32_logits_are_those_of_the_reference_and_so_are_greedy_tokens(DecoderFamily family)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family), 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ScriptedDecoder(weights, ScriptFormat.Float32, 16);
        var tokens = EngineRun.Tokens(1, 50, engine.Config.VocabularySize);
        var expected = EngineRun.Logits(reference, tokens, 50);

        foreach (var chunk in new[] { 50, 7 })
            EngineRun.Difference(expected, EngineRun.Logits(engine, tokens, chunk, [5, 2, 9, 0])).ShouldBeLessThan(2e-4f);
        EngineRun.Greedy(engine, tokens[..9], 60).ShouldBe(EngineRun.Greedy(reference, tokens[..9], 60));
    }

    [Theory]
    [InlineData("BFloat16", 0.999)]
    [InlineData("Int8", 0.998)]
    [InlineData("Int4", 0.85)] // rounding noise of 4 bits over weights that are themselves noise: trained ones fare better
    public void With_fewer_bits_logits_point_where_those_of_the_reference_do(string format, double cosine)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Qwen3) with { Width = 128, HeadSize = 32, FeedForwardWidth = 320 }, 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ScriptedDecoder(weights, Enum.Parse<ScriptFormat>(format), 16);
        var tokens = EngineRun.Tokens(1, 50, engine.Config.VocabularySize);

        var cosines = EngineRun.Logits(reference, tokens, 50).Zip(EngineRun.Logits(engine, tokens, 7), EngineRun.Cosine);

        cosines.Average().ShouldBeGreaterThan(cosine);
    }

    [Fact]
    public void Ragged_sequences_of_one_token_run_as_one_batch_with_the_logits_that_they_get_alone()
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Qwen2), 7);
        using var engine = new ScriptedDecoder(weights, ScriptFormat.Float32, 16);
        var vocabulary = engine.Config.VocabularySize;
        var sequences = new[] { EngineRun.Tokens(1, 5, vocabulary), EngineRun.Tokens(2, 40, vocabulary), EngineRun.Tokens(3, 17, vocabulary) };
        int[][] tables = [[4], [3, 9, 1], [0, 7]];
        var alone = sequences.Select(tokens => EngineRun.Logits(engine, tokens, tokens.Length)[^1]).ToArray();

        engine.Step([.. sequences.Select((tokens, i) => new SequenceSlice(tokens.AsMemory(0, tokens.Length - 1), 0, tables[i], tokens.Length - 1))], []);
        var logits = new float[3 * vocabulary];
        engine.Step([.. sequences.Select((tokens, i) => new SequenceSlice(tokens.AsMemory(tokens.Length - 1), tokens.Length - 1, tables[i], 0))], logits);

        EngineRun.Difference(alone, [.. logits.Chunk(vocabulary)]).ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Widths_that_packed_products_would_read_beyond_are_refused()
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Qwen3) with { FeedForwardWidth = 56 }, 7);

        foreach (var format in new[] { ScriptFormat.Int8, ScriptFormat.Int4 })
            Should.Throw<NotSupportedException>(() => new ScriptedDecoder(weights, format, 4)).Message.ShouldContain("56");
    }

    [Fact]
    public void Yuan_is_refused_with_the_way_out()
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Yuan), 7);

        Should.Throw<NotSupportedException>(() => new ScriptedDecoder(weights, ScriptFormat.Float32, 4)).Message.ShouldContain("managed");
    }
}
