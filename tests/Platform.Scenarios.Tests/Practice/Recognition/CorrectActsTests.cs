using Microsoft.EntityFrameworkCore;
using Platform.Data.Accounts;
using Platform.Data.Conversations;
using Platform.Data.Operations;
using Platform.Data.Simulations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Recognition;

public sealed class CorrectActsTests : SessionTest
{
    [Fact]
    public async Task A_correction_stands_beside_what_was_recognised_and_says_who_and_when()
    {
        var session = await PlayedAsync();
        var turn = (await ResultAsync(session)).Turns[0];

        (await CorrectAsync(session, turn.Id, ActCodes.Blame, ActCodes.Deadline)).ShouldBeOfType<CorrectActsOutcome.Corrected>();
        (await CorrectAsync(session, turn.Id, ActCodes.Deadline)).ShouldBeOfType<CorrectActsOutcome.Corrected>(); // the latest stands

        var corrected = (await ResultAsync(session)).Turns[0];
        corrected.Acts.ShouldBe(turn.Acts);
        corrected.Correction.ShouldNotBeNull().Acts.ShouldBe([ActCodes.Deadline]);
        var kept = await Fresh(db => db.ActCorrections.AsNoTracking().SingleAsync(Cancel));
        (kept.TurnId, kept.CorrectedBy).ShouldBe((turn.Id, Trainer.Id));
        kept.CorrectedAt.ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
        var audit = await AuditAsync("acts.correct");
        audit.Count.ShouldBe(2);
        audit.ShouldAllBe(entry => entry.AccountId == Trainer.Id && entry.Subject == turn.Id.ToString());
        audit.ShouldContain(entry => entry.Figures!.Contains(@"""after"":[""blame"",""deadline""]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_score_stays_and_the_checks_that_would_come_out_otherwise_are_named()
    {
        var session = await PlayedAsync();
        var before = await ResultAsync(session);
        before.Otherwise.ShouldBeEmpty();

        foreach (var turn in before.Turns)
            await CorrectAsync(session, turn.Id);

        var after = await ResultAsync(session);
        (after.Score.Score, after.State).ShouldBe((before.Score.Score, before.State));
        (await StoredAsync(session)).Score.ShouldBe(before.Score.Score);
        after.Otherwise.ShouldNotBeEmpty();
        var checks = after.Score.Criteria.SelectMany(c => c.Checks).ToDictionary(c => c.Id, c => c.Met, StringComparer.Ordinal);
        after.Otherwise.ShouldAllBe(otherwise => checks[otherwise.Key] != otherwise.Value);
    }

    [Fact]
    public async Task A_correction_can_be_taken_back()
    {
        var session = await PlayedAsync();
        var turn = (await ResultAsync(session)).Turns[0].Id;
        await CorrectAsync(session, turn, ActCodes.Deadline);

        (await TakeBackAsync(session, turn, Trainer)).ShouldBeTrue();
        (await TakeBackAsync(session, turn, Trainer)).ShouldBeFalse();

        (await ResultAsync(session)).Turns[0].Correction.ShouldBeNull();
        (await AuditAsync("acts.take-back")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Only_who_trains_the_trainee_corrects_and_only_with_acts_that_there_are()
    {
        var session = await PlayedAsync();
        var turn = (await ResultAsync(session)).Turns[0].Id;
        var stranger = new TrainerScope(await AccountAsync("zhao", Roles.Trainer), IsAdmin: false);
        var trainee = new TrainerScope(Trainee, IsAdmin: true); // whatever the caller says, the database knows better

        foreach (var by in new[] { stranger, trainee })
        {
            (await CorrectAsync(session, turn, by, ActCodes.Deadline)).ShouldBeOfType<CorrectActsOutcome.NoSuchUtterance>();
            (await TakeBackAsync(session, turn, by)).ShouldBeFalse();
        }

        (await CorrectAsync(session, turn, ActCodes.Confront)).ShouldBeOfType<CorrectActsOutcome.Unfit>();
        (await CorrectAsync(session, turn, ActCodes.UnverifiedGround)).ShouldBeOfType<CorrectActsOutcome.Unfit>();
        (await CorrectAsync(Guid.NewGuid(), turn, ActCodes.Deadline)).ShouldBeOfType<CorrectActsOutcome.NoSuchUtterance>();
        (await Fresh(db => db.ActCorrections.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_erased_takes_its_correction_along()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0], "m1");
        await TakeAsync(session, Good[1], "m2");
        await EndAsync(session);
        var turns = (await ResultAsync(session)).Turns;
        foreach (var turn in turns)
            await CorrectAsync(session, turn.Id, ActCodes.Deadline);

        await EraseAsync(await ConversationAsync(session), "m1");

        (await Fresh(db => db.ActCorrections.AsNoTracking().SingleAsync(Cancel))).TurnId.ShouldBe(turns[1].Id);
        (await CorrectAsync(session, turns[0].Id, ActCodes.Deadline)).ShouldBeOfType<CorrectActsOutcome.NoSuchUtterance>();

        await Fresh(db => db.PracticeSessions.Where(s => s.Id == session).ExecuteDeleteAsync(Cancel));
        (await Fresh(db => db.ActCorrections.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public void A_ground_of_another_case_stays_none_whoever_reads_the_utterance()
    {
        var scene = Scenes.Compose(Key);
        var turn = PracticePlay.Take(scene, 1, PracticePlay.Open(scene, 1).State, "按《噪声法》，明天办。", []) with { Acts = [new RecognisedAct(ActCodes.UnverifiedGround, 1, 6, "《噪声法》", 0.9, "pattern")] };
        var correction = new ActCorrection { TurnId = Guid.NewGuid(), Acts = CorrectedActs.Stored([new LabelledAct(ActCodes.LegalGround, 1, 6)]), CorrectedAt = DateTimeOffset.UnixEpoch, CorrectedBy = Guid.NewGuid() };

        CorrectedActs.Seen(turn).ShouldHaveSingleItem().Act.ShouldBe(ActCodes.LegalGround);
        CorrectedActs.Place(turn, [ActCodes.LegalGround, ActCodes.Deadline]).ShouldBe([new LabelledAct(ActCodes.LegalGround, 1, 6), new LabelledAct(ActCodes.Deadline, 0, turn.Utterance.Length)]);
        CorrectedActs.Apply(turn, correction).Acts.ShouldHaveSingleItem().ShouldBe(new RecognisedAct(ActCodes.UnverifiedGround, 1, 6, "《噪声法》", 1, "person"));
    }

    private async Task<Guid> PlayedAsync()
    {
        var session = await StartAsync();
        foreach (var line in Good.Take(3))
            await TakeAsync(session, line);
        await EndAsync(session);
        return session;
    }

    private async Task<PracticeResult> ResultAsync(Guid session) =>
        (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadTraineeResult(session, Trainer), Cancel))).ShouldNotBeNull();

    private Task<CorrectActsOutcome> CorrectAsync(Guid session, Guid turn, params string[] acts) => CorrectAsync(session, turn, Trainer, acts);

    private Task<CorrectActsOutcome> CorrectAsync(Guid session, Guid turn, TrainerScope by, params string[] acts) =>
        Fresh(db => new CorrectActsHandler(db, TimeProvider.System).Handle(new CorrectActs(session, turn, by, acts), Cancel));

    private Task<bool> TakeBackAsync(Guid session, Guid turn, TrainerScope by) =>
        Fresh(db => new TakeBackCorrectionHandler(db, TimeProvider.System).Handle(new TakeBackCorrection(session, turn, by), Cancel));

    private Task<List<AuditEntry>> AuditAsync(string act) => Fresh(db => db.AuditEntries.AsNoTracking().Where(e => e.Act == act).ToListAsync(Cancel));

    /// <summary>A conversation in which the bot has answered as a character of this session.</summary>
    private Task<ConversationId> ConversationAsync(Guid session) => Fresh(async db =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var conversation = new Conversation { Channel = "msteams", ChannelConversationId = "c1", Scenario = "echo", StartedAt = now, LastTurnAt = now };
        db.Add(conversation);
        db.Add(new Turn
        {
            ConversationId = conversation.Id,
            Sequence = 1,
            Speaker = Speaker.Bot,
            Kind = "message",
            Content = "{}",
            At = now,
            State = TurnState.Sent,
            Decision = PracticeScenario.Playing,
            Details = $$"""{"practice":"{{session}}"}""",
        });
        await db.SaveChangesAsync(Cancel);
        return conversation.Id;
    });

    private Task<bool> EraseAsync(ConversationId conversation, string message) => Fresh(async db =>
    {
        await new ForgetUtterance(db).Handle(new MessageErased(conversation, message), Cancel);
        return true;
    });
}
