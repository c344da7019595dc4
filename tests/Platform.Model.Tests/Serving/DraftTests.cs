using Platform.Model.Generation;
using Platform.Model.Serving;
using Platform.Model.Serving.Scheduling;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Serving;

public sealed class DraftTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1", 0, null)] // proposes what the model itself would choose
    [InlineData("9", 0, null)] // proposes something else nearly always
    [InlineData("1", 0.8, 5L)]
    [InlineData("9", 0.8, 5L)]
    public async Task With_a_draft_the_text_is_the_same(string draft, double temperature, long? seed)
    {
        await using var plain = TinyHost.Create();
        await using var drafted = TinyHost.Create(draft: draft);
        var requests = Enumerable.Range(0, 3).Select(i => TinyHost.Request($"Hello world {i}", 150, temperature, seed)).ToArray();

        var expected = await Task.WhenAll(requests.Select(request => plain.AnswerAsync(request, Stop)));
        var answers = await Task.WhenAll(requests.Select(request => drafted.AnswerAsync(request, Stop)));

        answers.Select(answer => answer.Text).ShouldBe(expected.Select(answer => answer.Text));
        var figures = drafted.Models.Single().Figures;
        figures.Drafts.ShouldBeGreaterThan(0);
        figures.DraftAccepted.ShouldBeLessThanOrEqualTo(figures.DraftTokens);
        if (draft == "1")
            figures.DraftAccepted.ShouldBeGreaterThan(figures.DraftTokens / 2);
        drafted.BlocksInUse.ShouldBe(0);
    }

    [Fact]
    public void Sampled_tokens_have_exactly_the_models_distribution()
    {
        const int Vocabulary = 12;
        const int Draws = 60_000;
        var random = new Random(4);
        float[] Logits() => [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() * 4))];
        var (model, draft) = (Logits(), Logits());
        var scratch = new SamplingScratch();
        var options = new SamplingOptions { Temperature = 0.8, TopP = 0.95 };
        var sampler = new Sampler(options, 77, 0, [], scratch);
        var check = new DraftCheck(scratch);
        var expected = new float[Vocabulary];
        Candidates.Of(model, options, scratch).Spread(expected);
        var (counts, proposed, stood) = (new int[Vocabulary], new float[Vocabulary], 0);

        for (var i = 0; i < Draws; i++)
        {
            var proposal = DraftCheck.Propose(sampler, options, draft, i, proposed, scratch);
            var (token, stands) = check.Judge(sampler, options, [.. model], proposed, proposal, i);
            counts[token.Id]++;
            stood += stands ? 1 : 0;
        }

        for (var id = 0; id < Vocabulary; id++)
            Math.Abs(counts[id] / (double)Draws - expected[id]).ShouldBeLessThan(4 * Math.Sqrt(expected[id] * (1 - expected[id]) / Draws) + 1e-9);
        (stood / (double)Draws).ShouldBe(expected.Zip(proposed, Math.Min).Sum(), 0.01);
    }

    [Theory]
    [InlineData(0.9, 0.1, true)]
    [InlineData(0.9, 1.2, false)]
    [InlineData(0.05, 0.1, false)]
    public void Proposals_are_made_only_where_they_pay_and_trials_cost_little(double acceptance, double draftCost, bool pays)
    {
        var (pace, random, rounds, spent, plainWorth) = (new DraftPace(), new Random(1), 0, 0.0, 0.0);

        for (var step = 0; step < 20_000; step++)
        {
            var gamma = pace.Choose(1);
            if (gamma == 0)
            {
                pace.Plain(1, TimeSpan.FromMilliseconds(10));
                (spent, plainWorth) = (spent + 10, plainWorth + 10);
                continue;
            }

            var accepted = 0;
            while (accepted < gamma && random.NextDouble() < acceptance)
                accepted++;
            var (drafting, checking) = (gamma * 10 * draftCost, 10 + gamma);
            pace.Round(1, gamma, TimeSpan.FromMilliseconds(drafting), TimeSpan.FromMilliseconds(checking), gamma, accepted, accepted + 1);
            (spent, plainWorth, rounds) = (spent + drafting + checking, plainWorth + 10 * (accepted + 1), rounds + 1);
        }

        if (pays)
            (spent / plainWorth).ShouldBeLessThan(0.75);
        else
            (spent / plainWorth).ShouldBeLessThan(1.03);
        (rounds > 10_000).ShouldBe(pays);
    }
}
