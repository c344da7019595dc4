using Platform.Model.Architectures;
using Platform.Model.Architectures.Reference;
using Platform.Model.Checkpoints;
using Platform.Model.Evaluation.Running;
using Platform.Model.Tensors;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Evaluation;

public sealed class LikelihoodTests : IDisposable
{
    private const double Near = 5e-3;
    private readonly TemporaryFolder _folder = new();

    private DecoderWeights? _weights;
    private ReferenceEngine? _reference;

    public void Dispose()
    {
        _reference?.Dispose();
        _weights?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(DecoderFamily.Qwen3)]
    [InlineData(DecoderFamily.Yuan)]
    public void Texts_of_any_length_together_are_as_likely_as_each_alone(DecoderFamily family)
    {
        using var model = Model(family);
        var texts = new[] { 2, 3, 900, 17, 1024, 400, 16, 64, 33 }.Select((length, i) => new ScoredText(Tokens(length, i), From: length > 100 ? 40 : 1)).ToList();

        var sums = new Likelihood(model).Of(texts, TestContext.Current.CancellationToken);

        for (var i = 0; i < texts.Count; i++)
            sums[i].ShouldBe(Alone(family, texts[i].Ids, 0, texts[i].From, texts[i].Ids.Length), Near * texts[i].Ids.Length / 10, $"text {i}");
    }

    [Fact]
    public void A_text_beyond_the_context_is_read_in_windows_and_each_token_counts_once()
    {
        using var model = Model(DecoderFamily.Qwen3);
        var ids = Tokens(2300, 5);

        var sum = new Likelihood(model).Of([new ScoredText(ids, 1)], TestContext.Current.CancellationToken)[0];

        var windows = new (int Start, int From, int End)[] { (0, 1, 1024), (512, 1024, 1536), (1024, 1536, 2048), (1536, 2048, 2300) };
        sum.ShouldBe(windows.Sum(window => Alone(DecoderFamily.Qwen3, ids, window.Start, window.From, window.End)), 0.5);
    }

    [Theory]
    [InlineData(DecoderFamily.Qwen3, 1)]
    [InlineData(DecoderFamily.Qwen3, 16)]
    [InlineData(DecoderFamily.Qwen3, 53)]
    [InlineData(DecoderFamily.Yuan, 70)]
    public void Options_that_share_their_prompt_are_as_likely_as_in_full(DecoderFamily family, int prompt)
    {
        using var model = Model(family);
        var given = Tokens(prompt, 1);
        var options = Enumerable.Range(0, 40).Select(i => Tokens(1 + (i % 20), i + 50)).ToList();

        var sums = new Likelihood(model).OfOptions(given, options, TestContext.Current.CancellationToken);

        for (var i = 0; i < options.Count; i++)
            sums[i].ShouldBe(Alone(family, [.. given, .. options[i]], 0, prompt, prompt + options[i].Length), Near * 2, $"option {i}");
    }

    [Fact]
    public void A_prompt_beyond_the_context_loses_its_beginning()
    {
        using var model = Model(DecoderFamily.Qwen3);
        var (given, option) = (Tokens(1500, 1), Tokens(5, 2));

        var sum = new Likelihood(model).OfOptions(given, [option], TestContext.Current.CancellationToken)[0];

        int[] kept = [.. given[^1019..], .. option];
        sum.ShouldBe(Alone(DecoderFamily.Qwen3, kept, 0, 1019, 1024), Near * 2);
    }

    [Fact]
    public void In_eight_bits_a_text_is_nearly_as_likely_where_weights_are_stored_in_sixteen()
    {
        TinyCheckpoint.Write(Path(DecoderFamily.Qwen3), DecoderFamily.Qwen3, seed: 11, ScalarType.BFloat16);
        using var model = EvaluatedModel.Open(Path(DecoderFamily.Qwen3), threads: 1, eightBits: true);
        var ids = Tokens(200, 3);

        var sum = new Likelihood(model).Of([new ScoredText(ids, 1)], TestContext.Current.CancellationToken)[0];

        sum.ShouldBe(Alone(DecoderFamily.Qwen3, ids, 0, 1, ids.Length), 0.05 * ids.Length);
    }

    private EvaluatedModel Model(DecoderFamily family)
    {
        TinyCheckpoint.Write(Path(family), family, seed: 11);
        return EvaluatedModel.Open($"tiny={Path(family)}", threads: 1);
    }

    /// <summary>By the reference path, one window by itself.</summary>
    private double Alone(DecoderFamily family, int[] ids, int start, int from, int end)
    {
        _weights ??= CheckpointReader.Open(Path(family)).ReadWeights(ComputeDevice.Parse("cpu"), ScalarType.Float32);
        _reference ??= new ReferenceEngine(_weights, 64);
        var vocabulary = _weights.Config.VocabularySize;
        var logits = new float[(end - start) * vocabulary];
        _reference.Step([new SequenceSlice(ids.AsMemory(start, end - start), 0, Enumerable.Range(0, 64).ToArray(), 0)], logits);
        var sum = 0.0;
        for (var at = from; at < end; at++)
        {
            var row = logits.AsSpan((at - start - 1) * vocabulary, vocabulary).ToArray();
            var most = row.Max();
            sum += row[ids[at]] - most - Math.Log(row.Sum(one => Math.Exp(one - most)));
        }

        return sum;
    }

    private string Path(DecoderFamily family) => System.IO.Path.Combine(_folder.Path, family.ToString());

    private static int[] Tokens(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(256))];
    }
}
