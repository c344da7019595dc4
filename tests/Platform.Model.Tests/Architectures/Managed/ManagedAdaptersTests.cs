using Platform.Model.Architectures;
using Platform.Model.Architectures.Managed;
using Platform.Model.Architectures.Reference;
using Platform.Model.Layers;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Architectures.Managed;

public sealed class ManagedAdaptersTests
{
    public static TheoryData<DecoderFamily> Families => [.. Enum.GetValues<DecoderFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Slices_with_and_without_adapters_get_in_one_batch_what_the_reference_gives(DecoderFamily family)
    {
        using var scope = NewDisposeScope();
        using var weights = DecoderWeights.Random(SampleConfigs.Of(family), 7);
        using var reference = new ReferenceEngine(weights, 16);
        using var engine = new ManagedDecoder(weights, WeightFormat.Float32, 16, threads: 2);
        foreach (var number in new[] { 1, 5 })
        {
            using var adapter = Adapter(engine.Config, number);
            reference.Adapt(number, adapter);
            engine.Adapt(number, adapter);
        }

        var tokens = EngineRun.Tokens(1, 20, engine.Config.VocabularySize);
        SequenceSlice[] slices = [new(tokens, 0, new[] { 4, 5 }, 18, Adapter: 5), new(tokens, 0, new[] { 6, 7 }, 18), new(tokens, 0, new[] { 1, 2 }, 18, Adapter: 1)];
        var (expected, actual) = (new float[6 * 96], new float[6 * 96]);
        reference.Step(slices, expected);
        engine.Step(slices, actual);

        EngineRun.Difference([expected], [actual]).ShouldBeLessThan(3e-4f);
        EngineRun.Difference([actual[..96]], [actual[192..288]]).ShouldBeGreaterThan(0.05f); // the adapters matter
    }

    [Fact]
    public void An_adapter_that_was_taken_out_is_refused()
    {
        using var scope = NewDisposeScope();
        using var weights = DecoderWeights.Random(SampleConfigs.Of(DecoderFamily.Llama), 7);
        using var engine = new ManagedDecoder(weights, WeightFormat.Float32, 4, threads: 2);
        using var adapter = Adapter(engine.Config, 1);
        engine.Adapt(2, adapter);
        engine.Adapt(2, null);

        Should.Throw<ArgumentException>(() => engine.Step([new SequenceSlice(new[] { 1 }, 0, new[] { 0 }, 1, Adapter: 2)], [])).Message.ShouldContain("adapter 2");
    }

    private static DecoderAdapter Adapter(DecoderConfig c, int seed)
    {
        manual_seed(seed);
        int d = c.Width, heads = c.QueryHeads * c.HeadSize, keyValues = c.KeyValueHeads * c.HeadSize, f = c.FeedForwardWidth;
        var sizes = new[] { (d, heads), (d, keyValues), (d, keyValues), (heads, d), (d, f), (d, f), (f, d) };
        return new DecoderAdapter(Enumerable.Range(0, c.Layers).SelectMany(layer => ManagedAdapters.Names.Zip(sizes, (name, size) => (Key: (layer, name), size)))
            .ToDictionary(map => map.Key, map => new LowRankAdapter(randn(5, map.size.Item1) * 0.2, randn(map.size.Item2, 5) * 0.2, 0.7)));
    }
}
