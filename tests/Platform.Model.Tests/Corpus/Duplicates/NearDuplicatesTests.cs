using Platform.Model.Corpus.Duplicates;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Corpus.Duplicates;

public sealed class NearDuplicatesTests
{
    private const int Signs = 300;

    [Fact]
    public void Pairs_that_are_four_fifths_the_same_are_found_and_no_others()
    {
        var random = new Random(7);
        var texts = new List<string>();
        var pairs = new List<(int One, int Other)>();
        while (pairs.Count < 700)
        {
            var one = Text(random);
            var other = Changed(one, random);
            if (Shingles.Jaccard(Shingles.Of(one), Shingles.Of(other)) is >= 0.79 and <= 0.81)
                pairs.Add((Add(one), Add(other)));
        }

        for (var alone = 0; alone < 300; alone++)
            Add(Text(random));
        var index = new NearDuplicates(least: 0.5, number => texts[number], threads: 2); // low, so that it is the bands that are measured
        texts.ForEach(text => index.Add(MinHash.Signature(Shingles.Of(text))));

        var groups = index.Groups(TestContext.Current.CancellationToken);

        var recall = pairs.Count(pair => groups[pair.One] == groups[pair.Other]) / (double)pairs.Count;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"recall {recall:F3} over {pairs.Count} pairs of Jaccard .79 to .81"));
        recall.ShouldBeGreaterThanOrEqualTo(0.92);
        foreach (var group in Enumerable.Range(0, texts.Count).GroupBy(item => groups[item]).Where(group => group.Count() > 1))
            foreach (var member in group.Skip(1))
                Shingles.Jaccard(Shingles.Of(texts[group.Key]), Shingles.Of(texts[member])).ShouldBeGreaterThanOrEqualTo(0.5);

        int Add(string text)
        {
            texts.Add(text);
            return texts.Count - 1;
        }
    }

    [Fact]
    public void What_is_below_the_limit_is_not_joined_though_the_bands_propose_it()
    {
        var random = new Random(9);
        var texts = new List<string>();
        for (var pair = 0; pair < 200; pair++)
        {
            var one = Text(random);
            texts.AddRange([one, Changed(one, random)]);
        }

        var index = new NearDuplicates(least: 0.95, number => texts[number], threads: 1);
        texts.ForEach(text => index.Add(MinHash.Signature(Shingles.Of(text))));

        var groups = index.Groups(TestContext.Current.CancellationToken);

        index.Pairs.Candidates.ShouldBeGreaterThan(50);
        for (var item = 0; item < texts.Count; item++)
            Shingles.Jaccard(Shingles.Of(texts[groups[item]]), Shingles.Of(texts[item])).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void Groups_grow_together_whichever_thread_joins_them()
    {
        var sets = new DisjointSets(10_000);
        Parallel.For(0, 9_998, item => sets.Join(item, item + 2));

        Enumerable.Range(0, 10_000).Select(sets.Find).ShouldBe(Enumerable.Range(0, 10_000).Select(item => item % 2));
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, Signs).Select(_ => (char)random.Next(0x4E00, 0x9000)));

    /// <summary>Some signs replaced: each breaks five rows.</summary>
    private static string Changed(string text, Random random)
    {
        var signs = text.ToCharArray();
        for (var change = random.Next(5, 9); change > 0; change--)
            signs[random.Next(signs.Length)] = (char)random.Next(0x4E00, 0x9000);
        return new string(signs);
    }
}
