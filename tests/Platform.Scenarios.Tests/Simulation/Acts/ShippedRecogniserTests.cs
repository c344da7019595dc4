using Platform.Scenarios.Simulation.Acts;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Acts;

public sealed class ShippedRecogniserTests : IDisposable
{
    private const string Said = "the bamboo on the hill shelters a horse";
    private static readonly (string Family, string Lang)[] Kinds = [(ActCodes.CommunityFamily, "zh"), (ActCodes.CommunityFamily, "en"), (ActCodes.CounsellingFamily, "en")];

    private readonly TemporaryFolder _folder = new();

    private ShippedWeights Weights => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Side_by_side_each_family_and_language_learns_what_it_learns_alone()
    {
        var together = new ShippedRecogniser(Utterances);

        var alone = TrainedRecogniser.Train(Utterances());

        foreach (var (family, lang) in Kinds)
        {
            var seen = together.Recogniser.Recognise(Said, family, lang);
            seen.ShouldNotBeEmpty();
            seen.ShouldBe(alone.Recognise(Said, family, lang));
        }

        (await together.Learned).Select(own => (own.Family, own.Lang)).ShouldBe(Kinds, ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_kept_is_not_learned_again_and_hears_the_same()
    {
        var first = await LearnAsync();

        var second = new ShippedRecogniser(Utterances);
        second.Use(Weights);

        foreach (var (family, lang) in Kinds)
            second.Recogniser.Recognise(Said, family, lang).ShouldBe(first.Recogniser.Recognise(Said, family, lang));
        (await second.Learned).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_what_learns_from_other_utterances_is_learned_again_and_takes_the_place_of_the_old()
    {
        await LearnAsync();
        var updated = new ShippedRecogniser(() => [.. Utterances(), Bamboo(ActCodes.CommunityFamily, "en", "whale")]);
        updated.Use(Weights);
        _ = updated.Recogniser;

        var own = (await updated.Learned).ShouldHaveSingleItem();
        Weights.Keep(own);

        (own.Family, own.Lang).ShouldBe((ActCodes.CommunityFamily, "en"));
        Directory.GetFiles(_folder.Path).Length.ShouldBe(Kinds.Length);
        Weights.Read(own.Family, own.Lang, own.Version).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_file_and_one_of_another_name_are_learned_anew(bool isForeign)
    {
        await LearnAsync();
        var (broken, other) = (FileOf(ActCodes.CommunityFamily, "zh"), FileOf(ActCodes.CommunityFamily, "en"));
        if (isForeign)
            File.Copy(other, broken, overwrite: true);
        else
            await File.WriteAllBytesAsync(broken, [.. (await File.ReadAllBytesAsync(broken, TestContext.Current.CancellationToken)).SkipLast(1), 0x7f], TestContext.Current.CancellationToken);

        var next = new ShippedRecogniser(Utterances);
        next.Use(Weights);
        _ = next.Recogniser;

        var own = (await next.Learned).ShouldHaveSingleItem();
        (own.Family, own.Lang).ShouldBe((ActCodes.CommunityFamily, "zh"));
    }

    [Fact]
    public async Task Without_utterances_patterns_hear_alone()
    {
        var empty = new ShippedRecogniser(() => []);

        empty.Recogniser.ShouldBeOfType<PatternRecogniser>();
        (await empty.Learned).ShouldBeEmpty();
    }

    private async Task<ShippedRecogniser> LearnAsync()
    {
        var shipped = new ShippedRecogniser(Utterances);
        _ = shipped.Recogniser;
        foreach (var own in await shipped.Learned)
            Weights.Keep(own);
        return shipped;
    }

    private string FileOf(string family, string lang) => Directory.GetFiles(_folder.Path, $"shipped-{family}-{lang}-*.bin").ShouldHaveSingleItem();

    private static IReadOnlyList<Utterance> Utterances()
    {
        string[] animals = ["duck", "goose", "rabbit", "cat", "dog", "cow", "sheep", "pigeon", "swallow", "sparrow"];
        return [.. Kinds.SelectMany(kind => animals.SelectMany(animal => new[] { Bamboo(kind.Family, kind.Lang, animal), Kite(kind.Family, kind.Lang, animal) }))];
    }

    private static Utterance Bamboo(string family, string lang, string animal) =>
        Labelled(family, lang, $"the bamboo on the hill shelters a {animal}", family == ActCodes.CommunityFamily ? ActCodes.Empathy : ActCodes.Affirm);

    private static Utterance Kite(string family, string lang, string animal) =>
        Labelled(family, lang, $"paper kites drift above the lake like a {animal}", family == ActCodes.CommunityFamily ? ActCodes.Restating : ActCodes.GiveInformation);

    private static Utterance Labelled(string family, string lang, string text, string act) =>
        new() { Text = text, Lang = lang, Family = family, Acts = [new LabelledAct(act, 0, text.Length)] };
}
