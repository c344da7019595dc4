using Platform.Model.Generation;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation;

public sealed class SamplerTests
{
    private readonly SamplingScratch _scratch = new();

    public static TheoryData<SamplingOptions> Filters =>
    [
        new SamplingOptions(),
        new SamplingOptions { Temperature = 0.6 },
        new SamplingOptions { TopK = 5 },
        new SamplingOptions { TopK = 700 },
        new SamplingOptions { TopP = 0.5 },
        new SamplingOptions { TopP = 0.97, Temperature = 1.4 },
        new SamplingOptions { MinP = 0.05 },
        new SamplingOptions { TypicalP = 0.4 },
        new SamplingOptions { Temperature = 0.7, TopK = 40, TopP = 0.8, MinP = 0.01 },
        new SamplingOptions { TopK = 1 },
    ];

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public void The_distribution_is_that_of_sorting_and_cutting_by_the_book(SamplingOptions options)
    {
        var random = new Random(11);
        for (var round = 0; round < 20; round++)
        {
            var logits = Logits(random, 1003);
            var probabilities = new float[logits.Length];

            Candidates.Of(logits, options, _scratch).Spread(probabilities);

            probabilities.Zip(ByTheBook(logits, options), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4, options.ToString());
        }
    }

    [Fact]
    public void Tokens_come_as_often_as_their_probabilities_say()
    {
        const int Draws = 100_000;
        var logits = Logits(new Random(2), 10);
        var expected = ByTheBook(logits, new SamplingOptions());
        var sampler = Make(new SamplingOptions());
        var counts = new int[10];

        for (var position = 0; position < Draws; position++)
            counts[sampler.Next([.. logits], position, []).Id]++;

        for (var id = 0; id < 10; id++)
            Math.Abs(counts[id] / (double)Draws - expected[id]).ShouldBeLessThan(4 * Math.Sqrt(expected[id] / Draws));
    }

    [Fact]
    public void Seed_choice_and_place_decide_and_nothing_else_does()
    {
        var logits = Logits(new Random(3), 500);
        int[] Drawn(long seed, int choice) => [.. Enumerable.Range(0, 50).Select(position => new Sampler(new SamplingOptions(), seed, choice, [], _scratch).Next([.. logits], position, []).Id)];

        Drawn(1, 0).ShouldBe(Drawn(1, 0));
        Drawn(1, 0).ShouldNotBe(Drawn(2, 0));
        Drawn(1, 0).ShouldNotBe(Drawn(1, 1));
    }

    [Fact]
    public void Log_probabilities_are_the_models_own_whatever_is_added_or_forbidden()
    {
        var logits = Logits(new Random(4), 300);
        var likeliest = Array.IndexOf(logits, logits.Max());
        var sampler = Make(new SamplingOptions { Temperature = 0, TopLogProbs = 4, LogitBias = new Dictionary<int, float> { [likeliest] = -100, [7] = 90 } });

        var token = sampler.Next([.. logits], 0, []);

        token.Id.ShouldBe(7);
        var own = ByTheBook(logits, new SamplingOptions());
        token.LogProbability.ShouldBe((float)Math.Log(own[7]), 1e-3f);
        token.Top.Select(t => t.Id).ShouldBe(logits.Select((x, id) => (x, id)).OrderByDescending(t => t.x).Take(4).Select(t => t.id));
        token.Top[0].LogProbability.ShouldBe((float)Math.Log(own[likeliest]), 1e-3f);
    }

    [Fact]
    public void Penalties_weigh_on_what_was_said()
    {
        float[] logits = [2, 1.9f, -1, 0];
        var sampler = Make(new SamplingOptions { Temperature = 0, FrequencyPenalty = 0.4, PresencePenalty = 0.3 });

        int[] said = [.. Enumerable.Range(0, 5).Select(position =>
        {
            var id = sampler.Next([.. logits], position, []).Id;
            sampler.Accept(id);
            return id;
        })];

        said.ShouldBe([0, 1, 0, 1, 0]); // 2 → 1.3 → 0.9; 1.9 → 1.2 → 0.8

        var repeated = Make(new SamplingOptions { Temperature = 0, RepetitionPenalty = 2 });
        repeated.SeePrompt([0]);
        repeated.Next([.. logits], 0, []).Id.ShouldBe(1);
    }

    [Fact]
    public void The_end_is_forbidden_before_the_least_number_of_tokens()
    {
        float[] logits = [5, 1, 0];
        var sampler = new Sampler(new SamplingOptions { Temperature = 0, MinTokens = 2 }, 0, 0, [0], _scratch);

        for (var position = 0; position < 2; position++)
        {
            sampler.Next([.. logits], position, []).Id.ShouldBe(1);
            sampler.Accept(1);
        }

        sampler.Next([.. logits], 2, []).Id.ShouldBe(0);
    }

    [Fact]
    public void Only_allowed_tokens_are_drawn_and_rows_beyond_the_mask_never()
    {
        var logits = Logits(new Random(5), 200);
        var sampler = Make(new SamplingOptions { Temperature = 2 });
        ulong[] mask = [1UL << 3, 1UL << 40];

        Enumerable.Range(0, 300).Select(position => sampler.Next([.. logits], position, mask).Id).Distinct().Order().ShouldBe([3, 104]);
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_refused() =>
        Should.Throw<InvalidOperationException>(() => Make(new SamplingOptions()).Next([1, float.NaN, 2], 0, [])).Message.ShouldContain("overflow");

    private Sampler Make(SamplingOptions options) => new(options, 5, 0, [], _scratch);

    private static float[] Logits(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Log(random.NextDouble() + 1e-9) * -2.5 - 3))];

    private static double[] ByTheBook(float[] logits, SamplingOptions options)
    {
        var sorted = logits.Select((x, id) => (Logit: x / options.Temperature, Id: id)).OrderByDescending(t => t.Logit).ToList();
        if (options.MinP > 0)
            sorted = [.. sorted.Where(t => Math.Exp(t.Logit - sorted[0].Logit) >= options.MinP)];
        if (options.TopK > 0)
            sorted = [.. sorted.Take(options.TopK)];
        var kept = Normalized(sorted);
        if (options.TopP < 1)
            kept = Normalized([.. sorted.Take(Needed(kept, options.TopP))]);
        if (options.TypicalP < 1)
        {
            var entropy = -kept.Sum(t => t.P * Math.Log(t.P));
            var typical = kept.OrderBy(t => Math.Abs(-Math.Log(t.P) - entropy)).ToList();
            var ids = typical.Take(Needed(typical, options.TypicalP)).Select(t => t.Id).ToHashSet();
            kept = Normalized([.. sorted.Where(t => ids.Contains(t.Id))]);
        }

        var probabilities = new double[logits.Length];
        foreach (var (p, id) in kept)
            probabilities[id] = p;
        return probabilities;
    }

    private static List<(double P, int Id)> Normalized(List<(double Logit, int Id)> some)
    {
        var max = some.Max(t => t.Logit);
        var total = some.Sum(t => Math.Exp(t.Logit - max));
        return [.. some.Select(t => (Math.Exp(t.Logit - max) / total, t.Id))];
    }

    private static int Needed(List<(double P, int Id)> some, double mass)
    {
        var (count, sum) = (0, 0.0);
        while (count < some.Count && sum < mass - 1e-7)
            sum += some[count++].P;
        return count;
    }
}
