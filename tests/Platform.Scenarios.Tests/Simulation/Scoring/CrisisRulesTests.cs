using Platform.Scenarios.Counseling;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Simulation.Scoring;

public sealed class CrisisRulesTests
{
    private static readonly CounselingScenes Counselling = CounselingScenes.Shipped();

    public static TheoryData<string> People => [.. Counselling.People.Where(p => p.Crisis is not null).Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(People))]
    public void The_good_trainee_of_every_crisis_asks_directly_and_promises_no_secrecy(string person)
    {
        var scene = Counselling.Compose(person, Difficulty.Medium, crisis: true);

        var turns = Said([.. scene.Trainees.Good]);

        CrisisRules.Decide(CrisisRules.AskedDirectly, scene.Risk, turns).Holds.ShouldBeTrue();
        CrisisRules.Decide(CrisisRules.NoSecrecy, scene.Risk, turns).Holds.ShouldBeTrue();
    }

    [Theory]
    [InlineData(CrisisKind.PassiveWish, "你有没有想过自杀？", true)]
    [InlineData(CrisisKind.PassiveWish, "他打过您吗？", false)]
    [InlineData(CrisisKind.HarmToOthers, "您有没有想过对她动手？", true)]
    [InlineData(CrisisKind.HarmToOthers, "Have you thought of hurting your mother?", true)]
    [InlineData(CrisisKind.HarmToOthers, "您自己有没有想过自杀？", false)]
    [InlineData(CrisisKind.HarmToOthers, "我给她打电话可以吗？", false)]
    [InlineData(CrisisKind.ViolenceSuffered, "他打过您吗？", true)]
    [InlineData(CrisisKind.ViolenceSuffered, "Has he ever hit you?", true)]
    [InlineData(CrisisKind.ViolenceSuffered, "您有没有想过自杀？", false)]
    [InlineData(CrisisKind.ViolenceSuffered, "我明天给您打电话，好吗？", false)]
    public void A_direct_question_asks_about_the_danger_that_is_there(CrisisKind kind, string said, bool holds) =>
        CrisisRules.Decide(CrisisRules.AskedDirectly, kind, Said(said)).Holds.ShouldBe(holds);

    [Theory]
    [InlineData("I can't promise to keep this secret, because your life matters more.", true)]
    [InlineData("I'll keep it secret.", false)]
    public void Who_refuses_secrecy_has_not_promised_it(string said, bool holds) =>
        CrisisRules.Decide(CrisisRules.NoSecrecy, CrisisKind.Plan, Said("Hello.", said, "Thank you.")).Holds.ShouldBe(holds);

    private static List<PlayTurn> Said(params string[] lines) =>
        [.. lines.Select((line, at) => new PlayTurn
        {
            Number = at + 1,
            Utterance = line,
            Acts = [],
            Moves = [],
            Direction = StageDirection.Hold,
            Told = [],
            Reply = new SpokenReply("嗯。", null, "", "engine", []),
            After = new PlayState { State = CharacterState.Of() },
        })];
}
