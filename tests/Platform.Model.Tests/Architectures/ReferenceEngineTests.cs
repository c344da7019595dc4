using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Architectures;

public sealed class ReferenceEngineTests
{
    public static TheoryData<DecoderFamily> Families => [.. Enum.GetValues<DecoderFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_prompt_in_chunks_gives_the_logits_of_the_whole(DecoderFamily family)
    {
        using var engine = Engine(family);
        var tokens = EngineRun.Tokens(1, 50, engine.Config.VocabularySize);

        var whole = EngineRun.Logits(engine, tokens, tokens.Length);

        foreach (var chunk in new[] { 1, 2, 3, 7 })
            EngineRun.Difference(whole, EngineRun.Logits(engine, tokens, chunk, [5, 2, 9, 0])).ShouldBeLessThan(1e-4f);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_sequence_in_a_batch_gets_the_logits_that_it_gets_alone(DecoderFamily family)
    {
        using var engine = Engine(family);
        var vocabulary = engine.Config.VocabularySize;
        var (one, other) = (EngineRun.Tokens(1, 20, vocabulary), EngineRun.Tokens(2, 33, vocabulary));
        var alone = EngineRun.Logits(engine, one, 20)[^4..].Concat(EngineRun.Logits(engine, other, 33)[^1..]).ToArray();

        var logits = new float[5 * vocabulary];
        engine.Step([new SequenceSlice(one.AsMemory(0, 16), 0, new[] { 3, 1 }, 16), new SequenceSlice(other.AsMemory(0, 32), 0, new[] { 7, 6, 5 }, 32)], []);
        engine.Step([new SequenceSlice(one.AsMemory(16), 16, new[] { 3, 1 }, 0), new SequenceSlice(other.AsMemory(32), 32, new[] { 7, 6, 5 }, 0)], logits);

        EngineRun.Difference(alone, [.. logits.Chunk(vocabulary)]).ShouldBeLessThan(1e-4f);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_copied_block_carries_on_a_sequence(DecoderFamily family)
    {
        using var engine = Engine(family);
        var tokens = EngineRun.Tokens(4, 24, engine.Config.VocabularySize);
        var expected = EngineRun.Logits(engine, tokens, 24, [0, 1])[^1];

        engine.Step([new SequenceSlice(tokens.AsMemory(0, 20), 0, new[] { 0, 1 }, 20)], []);
        engine.CopyBlock(1, 9);
        var logits = new float[expected.Length];
        engine.Step([new SequenceSlice(tokens.AsMemory(20), 20, new[] { 0, 9 }, 3)], logits);

        EngineRun.Difference([expected], [logits]).ShouldBeLessThan(1e-4f);
    }

    private static ReferenceEngine Engine(DecoderFamily family)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family), 7);
        return new ReferenceEngine(weights, 12);
    }
}
