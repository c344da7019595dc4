using Microsoft.EntityFrameworkCore;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class AgreementTests : SessionTest
{
    private const string Check = "greets";
    private const string Earlier = "earlier";

    [Fact]
    public async Task A_mark_keeps_what_decided_it_and_counts_while_that_is_in_service()
    {
        var session = await PlayAsync();
        await JudgeAsync(session);

        var mark = await MarkAsync();
        mark.Rubric.ShouldBe("community-v1");
        mark.RubricVersion.ShouldBe(1);
        mark.Recogniser.ShouldBe(Recognisers.ShippedVersion());
        (await AgreementAsync()).ShouldHaveSingleItem().Items.ShouldBe(1);
    }

    [Fact]
    public async Task What_another_recogniser_decided_does_not_count()
    {
        await JudgeAsync(await PlayAsync());

        foreach (var other in new[] { Earlier, null })
        {
            await Fresh(db => db.CheckMarks.ExecuteUpdateAsync(set => set.SetProperty(m => m.Recogniser, other), Cancel));
            (await AgreementAsync()).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(ActCodes.CommunityFamily, 0)]
    [InlineData(ActCodes.CounsellingFamily, 1)] // is heard by another one
    public async Task A_version_that_came_into_service_since_begins_the_count_of_its_family_anew(string family, int counted)
    {
        await JudgeAsync(await PlayAsync());
        var scenes = new PracticeScenes();
        scenes.Use(new RecogniserSet(new Dictionary<(string Family, string Lang), (string Version, IActRecogniser Recogniser)> { [(family, "zh")] = ("later", new PatternRecogniser()) }));

        (await Fresh(db => new ReadAgreementHandler(db, scenes).Handle(new ReadAgreement(), Cancel))).Sum(a => a.Items).ShouldBe(counted);
    }

    [Fact]
    public async Task What_another_version_of_a_rubric_asked_does_not_count()
    {
        await JudgeAsync(await PlayAsync());

        foreach (var other in new int?[] { 0, null })
        {
            await Fresh(db => db.CheckMarks.ExecuteUpdateAsync(set => set.SetProperty(m => m.RubricVersion, other), Cancel));
            (await AgreementAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_session_that_two_recognisers_heard_speaks_for_neither()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0]);
        await Fresh(async db =>
        {
            var row = await db.PracticeTurns.SingleAsync(Cancel);
            row.Content = PracticeJson.Write(PracticeJson.Read<PlayTurn>(row.Content) with { Recogniser = Earlier });
            return await db.SaveChangesAsync(Cancel);
        });
        await TakeAsync(session, Good[1]);
        await EndAsync(session);

        await JudgeAsync(session);

        (await MarkAsync()).Recogniser.ShouldBeNull();
        (await AgreementAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Another_label_makes_another_recogniser()
    {
        List<Utterance> utterances = [new() { Text = "您好，请坐。", Lang = "zh", Family = ActCodes.CommunityFamily, Acts = [new LabelledAct(ActCodes.Greeting, 0, 2)] }];
        List<Utterance> corrected = [utterances[0] with { Acts = [] }];

        RecogniserVersion.Of(utterances).ShouldBe(RecogniserVersion.Of([.. utterances]));
        RecogniserVersion.Of(corrected).ShouldNotBe(RecogniserVersion.Of(utterances), StringComparer.Ordinal);
    }

    private async Task<Guid> PlayAsync()
    {
        var session = await StartAsync();
        foreach (var line in Good.Take(3))
            await TakeAsync(session, line);
        await EndAsync(session);
        return session;
    }

    private async Task JudgeAsync(Guid session)
    {
        var head = (await StoredAsync(session)).HeadId;
        (await Fresh(db => new DecideCheckHandler(db, TimeProvider.System).Handle(new DecideCheck(session, head, Trainer, Check, Met: true, null), Cancel))).ShouldBeTrue();
    }

    private Task<CheckMark> MarkAsync() => Fresh(db => db.CheckMarks.AsNoTracking().SingleAsync(Cancel));

    private Task<IReadOnlyList<CriterionAgreement>> AgreementAsync() => Fresh(db => new ReadAgreementHandler(db, Scenes).Handle(new ReadAgreement(), Cancel));
}
