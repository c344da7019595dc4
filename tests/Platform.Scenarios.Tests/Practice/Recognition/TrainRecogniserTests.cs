using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Acts;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Recognition;

public sealed class TrainRecogniserTests : RecogniserTest
{
    [Fact]
    public async Task Corrected_utterances_are_recognised_as_people_read_them()
    {
        Acts(TrainedRecogniser.Of(Family, Lang, TrainedRecogniser.Learn(Material.Authored, ActCodes.Community))).ShouldNotContain(ActCodes.Empathy, StringComparer.Ordinal);
        var turns = await CorrectedAsync(Lanterns, ActCodes.Empathy);

        var card = (await TrainAsync(Trainer)).ShouldBeOfType<TrainRecogniserOutcome.Trained>().Card;

        Acts(Hearing.Recogniser).ShouldBe([ActCodes.Empathy]);
        Hearing.Recogniser.VersionOf(Family, Lang).ShouldBe(card.Version);
        Hearing.Recogniser.VersionOf(Family, "en").ShouldBe(Recognisers.ShippedVersion());
        card.Turns.ShouldBe(turns, ignoreOrder: true);
        card.TrainedBy.ShouldBe(Trainer.Id);
        (card.Utterances, card.Items).ShouldBe((Material.Authored.Count + turns.Count, Material.HeldOut.Count));
        (await TrainAsync(Trainer)).ShouldBeOfType<TrainRecogniserOutcome.Unchanged>();
        (await Fresh(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.Act == "acts.train", Cancel))).Subject.ShouldBe(card.Version);
    }

    [Fact]
    public async Task What_sees_worse_does_not_come_into_service()
    {
        await CorrectedAsync(Kites, ActCodes.Empathy);

        var refused = (await TrainAsync(Trainer)).ShouldBeOfType<TrainRecogniserOutcome.Refused>();

        refused.F1.ShouldBeLessThan(refused.FormerF1 - ActTrial.MostLoss);
        Hearing.Recogniser.VersionOf(Family, Lang).ShouldBe(Recognisers.ShippedVersion());
        Folder.Cards(Family, Lang).ShouldBeEmpty();
        (await Fresh(db => db.AuditEntries.AnyAsync(e => e.Act == "acts.refuse", Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_nothing_is_held_out_by_others_a_part_of_the_authored_utterances_is()
    {
        await CorrectedAsync(Lanterns, ActCodes.Empathy);

        var card = (await TrainAsync(material: Material with { HeldOut = [] })).ShouldBeOfType<TrainRecogniserOutcome.Trained>().Card;

        card.Items.ShouldBe(5); // every fifth of 24
        card.Utterances.ShouldBe(Material.Authored.Count + Lanterns.Count);
    }

    [Fact]
    public async Task Without_consent_nothing_is_learned()
    {
        await CorrectedAsync(Lanterns, ActCodes.Empathy, consents: false);

        (await TrainAsync(Trainer)).ShouldBeOfType<TrainRecogniserOutcome.NothingToLearn>().Withheld.ShouldBe(Lanterns.Count);
    }

    [Fact]
    public async Task Personal_data_is_masked_and_the_evidence_keeps_its_place()
    {
        const string Said = "请打13800138000，paper kites";
        var turn = (await CorrectedAsync([Said], ActCodes.Empathy)).ShouldHaveSingleItem();
        var acts = CorrectedActs.Stored([new LabelledAct(ActCodes.Empathy, Said.IndexOf("paper", StringComparison.Ordinal), Said.Length)]);
        await Fresh(db => db.ActCorrections.Where(c => c.TurnId == turn).ExecuteUpdateAsync(set => set.SetProperty(c => c.Acts, acts), Cancel));

        var utterance = (await CorrectionsAsync()).Accepted.ShouldHaveSingleItem().Utterance;

        utterance.Text.ShouldBe("请打[PHONE]，paper kites");
        var act = utterance.Acts.ShouldHaveSingleItem();
        utterance.Text[act.Start..act.End].ShouldBe("paper kites");
    }

    [Fact]
    public async Task Only_who_trains_others_trains_the_recogniser()
    {
        await CorrectedAsync(Lanterns, ActCodes.Empathy);
        var trainee = new TrainerScope(Trainee, IsAdmin: true); // whatever the caller says, the database knows better

        (await TrainAsync(trainee)).ShouldBeOfType<TrainRecogniserOutcome.NotAllowed>();
        (await RollBackAsync(by: trainee)).ShouldBeOfType<RollBackRecogniserOutcome.NotAllowed>();

        Folder.Cards(Family, Lang).ShouldBeEmpty();
    }

    private static List<string> Acts(IActRecogniser recogniser) => [.. recogniser.Recognise(UnseenLantern, Family, Lang).Select(act => act.Act)];
}
