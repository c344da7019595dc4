using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Architectures.Reference;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Architectures.Managed;

public sealed class ManagedDecoderTests
{
    public static TheoryData<DecoderFamily> Families => [.. Enum.GetValues<DecoderFamily>()];

    public static MatrixTheoryData<DecoderFamily, bool> FamiliesAndFormats => new(Enum.GetValues<DecoderFamily>(), Int8Kernel.IsSupported ? [false, true] : [false]);

    [Theory]
    [MemberData(nameof(Families))]
    public void In_fp32_logits_are_those_of_the_reference_and_so_are_200_greedy_tokens(DecoderFamily family)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family), 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ManagedDecoder(weights, WeightFormat.Float32, 16, threads: 2);
        var tokens = EngineRun.Tokens(1, 50, engine.Config.VocabularySize);

        EngineRun.Difference(EngineRun.Logits(reference, tokens, 50), EngineRun.Logits(engine, tokens, 50)).ShouldBeLessThan(2e-4f);
        EngineRun.Greedy(engine, tokens[..9], 200).ShouldBe(EngineRun.Greedy(reference, tokens[..9], 200));
    }

    [Fact]
    public void What_fails_while_it_is_built_leaves_no_threads_behind()
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Llama), 7);

        Should.Throw<ArgumentOutOfRangeException>(() => new ManagedDecoder(weights, WeightFormat.Float32, blocks: 0, threads: 23)); // no other test has so many

        SpinWait.SpinUntil(() => !Directory.EnumerateDirectories("/proc/self/task").Any(task => NameOf(task) == "model worker 22"), TimeSpan.FromSeconds(10)).ShouldBeTrue(); // the kernel lists a thread a little longer than it lives

        static string? NameOf(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm")).Trim();
            }
            catch (IOException)
            {
                return null; // ended since
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void In_int8_logits_point_where_those_of_the_reference_do(DecoderFamily family)
    {
        Assert.SkipUnless(Int8Kernel.IsSupported, "This processor has no AVX2.");
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family) with { Width = 128, HeadSize = family == DecoderFamily.Yuan ? 32 : 16, FeedForwardWidth = 320 }, 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ManagedDecoder(weights, WeightFormat.Int8, 16, threads: 2);
        var tokens = EngineRun.Tokens(1, 50, engine.Config.VocabularySize);

        var cosines = EngineRun.Logits(reference, tokens, 50).Zip(EngineRun.Logits(engine, tokens, 50), EngineRun.Cosine).ToList();

        cosines.Average().ShouldBeGreaterThan(0.998); // a network this small has single rows a little below
        cosines.Min().ShouldBeGreaterThan(0.99);
    }

    [Theory]
    [MemberData(nameof(FamiliesAndFormats))]
    public void A_prompt_in_chunks_gives_the_same_bits_as_the_whole(DecoderFamily family, bool eightBits)
    {
        using var engine = Engine(family, eightBits);
        var tokens = EngineRun.Tokens(1, 150, engine.Config.VocabularySize);

        var whole = EngineRun.Logits(engine, tokens, tokens.Length);

        foreach (var chunk in new[] { 1, 7, 64 })
            EngineRun.Difference(whole, EngineRun.Logits(engine, tokens, chunk, [5, 2, 9, 0, 11, 3, 1, 7, 8, 4])).ShouldBe(0);
    }

    [Theory]
    [InlineData(DecoderFamily.Llama, true)]
    [InlineData(DecoderFamily.Yuan, false)]
    public void A_prompt_longer_than_the_buffers_is_taken_in_passes(DecoderFamily family, bool eightBits)
    {
        using var engine = Engine(family, eightBits, blocks: 40, context: 640);
        var tokens = EngineRun.Tokens(1, 600, engine.Config.VocabularySize);

        var whole = EngineRun.Logits(engine, tokens, tokens.Length);

        EngineRun.Difference(whole, EngineRun.Logits(engine, tokens, 350)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(FamiliesAndFormats))]
    public void Ragged_sequences_in_a_batch_get_the_bits_that_they_get_alone(DecoderFamily family, bool eightBits)
    {
        using var engine = Engine(family, eightBits, blocks: 60);
        var vocabulary = engine.Config.VocabularySize;
        var sequences = Enumerable.Range(0, 17).Select(i => EngineRun.Tokens(i, 3 + (i * 2), vocabulary)).ToArray();
        var tables = sequences.Select((tokens, i) => Enumerable.Range(0, (tokens.Length + 15) / 16).Select(block => (block * 17) + i).ToArray()).ToArray();
        var alone = sequences.Select(tokens => EngineRun.Logits(engine, tokens, tokens.Length)[^1]).ToArray();

        var prompts = sequences.Select((tokens, i) => new SequenceSlice(tokens.AsMemory(0, tokens.Length - 1), 0, tables[i], tokens.Length - 1)).ToArray();
        engine.Step(prompts, []);
        var logits = new float[sequences.Length * vocabulary];
        engine.Step([.. sequences.Select((tokens, i) => new SequenceSlice(tokens.AsMemory(tokens.Length - 1), tokens.Length - 1, tables[i], 0))], logits);

        EngineRun.Difference(alone, [.. logits.Chunk(vocabulary)]).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(FamiliesAndFormats))]
    public void A_copied_block_carries_on_a_sequence(DecoderFamily family, bool eightBits)
    {
        using var engine = Engine(family, eightBits);
        var tokens = EngineRun.Tokens(4, 24, engine.Config.VocabularySize);
        var expected = EngineRun.Logits(engine, tokens, 24, [0, 1])[^1];

        engine.Step([new SequenceSlice(tokens.AsMemory(0, 20), 0, new[] { 0, 1 }, 20)], []);
        engine.CopyBlock(1, 9);
        var logits = new float[expected.Length];
        engine.Step([new SequenceSlice(tokens.AsMemory(20), 20, new[] { 0, 9 }, 3)], logits);

        EngineRun.Difference([expected], [logits]).ShouldBe(0);
    }

    [Fact]
    public void Hidden_states_are_those_of_the_reference()
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Qwen3), 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ManagedDecoder(weights, WeightFormat.Float32, 16, threads: 2);
        var slice = new SequenceSlice(EngineRun.Tokens(1, 9, 96), 0, new[] { 3 }, 4);
        var (expected, actual) = (new float[5 * 32], new float[5 * 32]);

        reference.Hidden([slice], expected);
        engine.Hidden([slice], actual);

        EngineRun.Difference([expected], [actual]).ShouldBeLessThan(1e-4f);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Thousands_of_steps_make_no_garbage_and_take_no_memory(bool eightBits)
    {
        using var engine = Engine(DecoderFamily.Yuan, eightBits);
        var (tokens, blocks, logits) = (EngineRun.Tokens(1, 400, 96), Enumerable.Range(0, 12).ToArray(), new float[96]);
        Decode(190);
        var (allocated, resident) = (GC.GetAllocatedBytesForCurrentThread(), Environment.WorkingSet);

        for (var round = 0; round < 10; round++)
            Decode(190);

        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(32_768); // 17 bytes a step: what the runtime itself takes now and then
        (Environment.WorkingSet - resident).ShouldBeLessThan(64 << 20); // other tests run beside

        void Decode(int steps)
        {
            for (var at = 0; at < steps; at++)
            {
                var slice = new SequenceSlice(tokens.AsMemory(at, 1), at, blocks, 0);
                engine.Step(new ReadOnlySpan<SequenceSlice>(in slice), logits);
            }
        }
    }

    private static ManagedDecoder Engine(DecoderFamily family, bool eightBits, int blocks = 12, int context = 512)
    {
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family) with { Context = context }, 7);
        return new ManagedDecoder(weights, eightBits ? WeightFormat.Int8 : WeightFormat.Float32, blocks, threads: 2);
    }
}
