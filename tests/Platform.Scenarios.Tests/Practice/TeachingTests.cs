using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Simulations;
using Platform.Model.Routes;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class TeachingTests : IAsyncLifetime
{
    private const string Danger = "我不想活了，我已经买好了安眠药。";

    private static readonly PracticeScenes Scenes = new();
    private static readonly OwnDanger Signs = new();
    private static readonly SceneKey Key = new(ActCodes.CommunityFamily, "zhou-guilan", "night-mahjong", Difficulty.Medium);
    private static readonly TrainerScope Trainer = new(Guid.NewGuid(), IsAdmin: false);
    private static readonly TrainerScope Stranger = new(Guid.NewGuid(), IsAdmin: false);

    private readonly Guid _trainee = Guid.NewGuid();
    private TestDatabase _database = default!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Scene Scene => Scenes.Compose(Key);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await using var db = await OpenAsync();
        var role = new IdentityRole<Guid>(Roles.Trainee) { Id = Guid.NewGuid(), NormalizedName = "TRAINEE" };
        db.Roles.Add(role);
        db.Users.Add(new Account { Id = _trainee, UserName = "wang", NormalizedUserName = "WANG" });
        db.UserRoles.Add(new IdentityUserRole<Guid> { RoleId = role.Id, UserId = _trainee });
        await db.SaveChangesAsync(Cancel);
        await new SaveCohortHandler(db).Handle(new SaveCohort(Trainer, "2026 秋", [_trainee, Guid.NewGuid()]), Cancel);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task What_a_trainee_writes_of_a_danger_to_themselves_stops_the_role_play_and_a_person_is_told()
    {
        var session = await StartAsync();

        var stopped = (await TakeAsync(session, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        stopped.Text.ShouldContain("12356");
        (await TakeAsync(session, "您好")).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();
        await using var db = await OpenAsync();
        (await db.PracticeTurns.AnyAsync(Cancel)).ShouldBeFalse(); // the character did not hear it
        var note = (await new ListSafetyNotesHandler(db).Handle(new ListSafetyNotes(Trainer), Cancel)).ShouldHaveSingleItem();
        (note.Who, note.Text, note.Acute, note.Finding).ShouldBe(("wang", Danger, true, SafetyFinding.Open));
        (await new CheckSafetyNoteHandler(db, TimeProvider.System).Handle(new CheckSafetyNote(note.Id, Trainer, SafetyFinding.Attended, null), Cancel)).ShouldBeTrue();
        (await new ResumePracticeHandler(db).Handle(new ResumePractice(session, _trainee), Cancel)).ShouldBeTrue();
        (await TakeAsync(session, "您好，请坐。")).ShouldBeOfType<PracticeTurnOutcome.Answered>();
    }

    [Theory]
    [InlineData("你有没有想过自杀？", false)]
    [InlineData("听起来你觉得活着没有意义。", false)]
    [InlineData("你说“我不想活了”，我听了很心疼。", false)]
    [InlineData("Do you have thoughts of killing yourself?", false)]
    [InlineData("我明天上午去您楼上看看。", false)]
    [InlineData("说实话，我自己也不想活了。", true)]
    [InlineData("To be honest, I want to die.", true)]
    public void A_counsellor_may_ask_about_death_and_is_only_stopped_for_what_concerns_the_own_life(string said, bool isSign) =>
        Signs.InPractice(said).IsSign.ShouldBe(isSign);

    [Fact]
    public void No_scripted_trainee_is_taken_for_somebody_in_danger()
    {
        var lines = Scenes.Counselling.People.Select(p => Scenes.Compose(new SceneKey(ActCodes.CounsellingFamily, p.Id, null, Difficulty.Medium, p.Crisis is not null)))
            .Concat(Scenes.Community.Cases.Select(c => Scenes.Compose(new SceneKey(ActCodes.CommunityFamily, Scenes.Community.Residents.First(r => r.Lang == c.Lang).Id, c.Id, Difficulty.Medium))))
            .SelectMany(scene => scene.Trainees.Good.Concat(scene.Trainees.Ordinary).Concat(scene.Trainees.Bad)).Distinct(StringComparer.Ordinal).ToList();

        lines.Count.ShouldBeGreaterThan(800);
        lines.Where(line => Signs.InPractice(line).IsSign).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_assignment_is_seen_by_its_trainee_and_done_when_the_scene_was_scored()
    {
        await using var db = await OpenAsync();
        (await new GiveAssignmentHandler(db, Scenes, TimeProvider.System).Handle(new GiveAssignment(Trainer, [_trainee], Key, DateTimeOffset.UtcNow.AddDays(-1), "先读说明"), Cancel)).ShouldBe(1);
        var reader = new ListAssignmentsHandler(db, Scenes, TimeProvider.System);

        var open = (await reader.Handle(new ListAssignments(_trainee, null), Cancel)).ShouldHaveSingleItem();
        await PlayAsync(await StartAsync(), Scene.Trainees.Good);
        var done = (await reader.Handle(new ListAssignments(null, Trainer), Cancel)).ShouldHaveSingleItem();

        (open.Done, open.Overdue, open.Note).ShouldBe((false, true, "先读说明"));
        (done.Done, done.Overdue, done.Trainee).ShouldBe((true, false, "wang"));
        (await reader.Handle(new ListAssignments(null, Stranger), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contested_check_goes_to_the_trainer_and_a_changed_one_changes_the_score()
    {
        var session = await StartAsync();
        await PlayAsync(session, Scene.Trainees.Ordinary);
        var before = (await ResultAsync(session))!;
        var check = before.Score.Criteria.SelectMany(c => c.Checks).First(c => !c.Met);
        await using var db = await OpenAsync();

        (await new ContestCheckHandler(db, TimeProvider.System).Handle(new ContestCheck(session, _trainee, check.Id, "我问过了"), Cancel)).ShouldBeTrue();
        (await new ContestCheckHandler(db, TimeProvider.System).Handle(new ContestCheck(session, _trainee, check.Id, "再说一次"), Cancel)).ShouldBeFalse();
        (await ResultAsync(session))!.State.ShouldBe(ScoreState.Contested);
        var waiting = (await new ListContestsHandler(db, Scenes).Handle(new ListContests(Trainer), Cancel)).ShouldHaveSingleItem();
        (await new ListContestsHandler(db, Scenes).Handle(new ListContests(Stranger), Cancel)).ShouldBeEmpty();
        (await new DecideCheckHandler(db, TimeProvider.System).Handle(new DecideCheck(session, before.Head, Stranger, check.Id, true, null), Cancel)).ShouldBeFalse();
        (await new DecideCheckHandler(db, TimeProvider.System).Handle(new DecideCheck(session, before.Head, Trainer, check.Id, true, "确实问了"), Cancel)).ShouldBeTrue();

        var after = (await ResultAsync(session))!;
        waiting.Comment.ShouldBe("我问过了");
        after.State.ShouldBe(ScoreState.Changed);
        after.Score.Score.ShouldBeGreaterThan(before.Score.Score);
        after.Score.Criteria.SelectMany(c => c.Checks).Single(c => c.Id == check.Id).Met.ShouldBeFalse(); // what the program said stays to be read
        var agreement = (await new ReadAgreementHandler(db, Scenes).Handle(new ReadAgreement(), Cancel)).ShouldHaveSingleItem();
        (agreement.Items, agreement.Official).ShouldBe((1, false));
    }

    [Fact]
    public void A_criterion_is_official_from_fifty_items_and_agreement_beyond_chance_on()
    {
        static List<(bool, bool)> Items(int bothYes, int bothNo, int apart) => [.. Enumerable.Repeat((true, true), bothYes), .. Enumerable.Repeat((false, false), bothNo), .. Enumerable.Repeat((true, false), apart)];

        CriterionAgreement.Of("a", Items(24, 24, 2)).Official.ShouldBeTrue();
        CriterionAgreement.Of("a", Items(24, 23, 2)).Official.ShouldBeFalse(); // 49
        CriterionAgreement.Of("a", Items(60, 0, 0)).Official.ShouldBeFalse(); // agreement that chance alone would give
        // 2 × 2 table 20, 5, 10, 15 of textbooks: kappa 0.4
        CriterionAgreement.Of("a", [.. Items(20, 15, 5), .. Enumerable.Repeat((false, true), 10)]).Kappa!.Value.ShouldBe(0.4, 1e-9);
    }

    [Fact]
    public async Task A_trainer_watches_whispers_pauses_and_speaks_for_the_character()
    {
        var session = await StartAsync();
        await TakeAsync(session, Scene.Trainees.Good[0]);
        await using var db = await OpenAsync();
        var observing = new ObservingReader(db, Scenes);
        (await observing.Handle(new ObservePractice(session, Stranger), Cancel)).ShouldBeNull();
        (await observing.Handle(new ListRunning(Trainer), Cancel)).ShouldHaveSingleItem().Turns.ShouldBe(1);

        await new SendWhisperHandler(db, TimeProvider.System).Handle(new SendWhisper(session, Trainer, "先问时间"), Cancel);
        await new PausePracticeHandler(db, TimeProvider.System).Handle(new PausePractice(session, Trainer, Paused: true), Cancel);
        (await TakeAsync(session, "您请说。")).ShouldBeOfType<PracticeTurnOutcome.Paused>();
        (await new ResumePracticeHandler(db).Handle(new ResumePractice(session, _trainee), Cancel)).ShouldBeFalse(); // a trainer's pause is the trainer's
        await new PausePracticeHandler(db, TimeProvider.System).Handle(new PausePractice(session, Trainer, Paused: false), Cancel);
        await new TakeOverPracticeHandler(db, Scenes, TimeProvider.System).Handle(new TakeOverPractice(session, Trainer, Plays: true), Cancel);
        (await TakeAsync(session, "从几点开始吵的？")).ShouldBeOfType<PracticeTurnOutcome.Waiting>();
        (await Fresh(db => new SpeakForCharacterHandler(db, Scenes, TimeProvider.System).Handle(new SpeakForCharacter(session, Trainer, "你自己来听听不就知道了！"), Cancel))).ShouldBeTrue();

        var seen = (await Fresh(db => new ObservingReader(db, Scenes).Handle(new ObservePractice(session, Trainer), Cancel)))!;
        var open = (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPractice(session, _trainee), Cancel)))!;
        open.Turns.Count.ShouldBe(2);
        open.Turns[1].Words.ShouldBe("你自己来听听不就知道了！");
        open.Whispers.ShouldBe(["先问时间"]);
        seen.State.ContainsKey("anger").ShouldBeTrue();
        seen.Unanswered.ShouldBeNull();
    }

    [Fact]
    public async Task Branches_that_differ_in_score_give_a_pair_that_waits_for_a_person_only_with_consent()
    {
        foreach (var consents in new[] { false, true })
        {
            var session = await StartAsync(consents);
            await PlayAsync(session, Scene.Trainees.Good.Take(3));
            await using (var db = await OpenAsync())
                (await new BranchPracticeHandler(db).Handle(new BranchPractice(session, _trainee, (await db.PracticeTurns.OrderBy(t => t.At).FirstAsync(t => t.SessionId == session, Cancel)).Id), Cancel)).ShouldBeTrue();
            await PlayAsync(session, Scene.Trainees.Bad.Take(3));
        }

        await using var after = await OpenAsync();
        var pair = (await new ListPreferencePairsHandler(after, Scenes).Handle(new ListPreferencePairs(Trainer), Cancel)).ShouldHaveSingleItem();
        pair.Better.ShouldBe(Scene.Trainees.Good[0]);
        pair.Worse.ShouldBe(Scene.Trainees.Bad[0]);
        pair.BetterScore.ShouldBeGreaterThan(pair.WorseScore);
        (await new DecidePreferencePairHandler(after).Handle(new DecidePreferencePair(pair.Id, Trainer, Accepted: true), Cancel)).ShouldBeTrue();
        (await new ListPreferencePairsHandler(after, Scenes).Handle(new ListPreferencePairs(Trainer), Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Learning_shows_every_skill_and_the_cohort_shows_every_trainee()
    {
        await PlayAsync(await StartAsync(), Scene.Trainees.Bad);
        await PlayAsync(await StartAsync(), Scene.Trainees.Good);

        await using var db = await OpenAsync();
        var progress = new ProgressReader(db, Scenes);
        var learning = await progress.Handle(new ReadLearning(_trainee), Cancel);
        var cohort = (await db.PracticeCohorts.SingleAsync(Cancel)).Id;
        var matrix = (await progress.Handle(new ReadCohortMatrix(Trainer, cohort), Cancel))!;

        learning.Scores.Count.ShouldBe(2);
        learning.Scores[1].ShouldBeGreaterThan(learning.Scores[0]);
        learning.Cells.Values.ShouldContain(cell => cell.Trend > 0);
        matrix.Rows.ShouldHaveSingleItem().Sessions.ShouldBe(2);
        (await progress.Handle(new ReadCohortMatrix(Stranger, cohort), Cancel)).ShouldBeNull();
        SkillEffect.Of("a", [0.2, 0.4], [0.6, 0.8]).D!.Value.ShouldBe(0.4 / Math.Sqrt(0.02) * (1 - (3.0 / 7)), 1e-9);
        SkillEffect.Of("a", [0.2], [0.6]).D.ShouldBeNull();
    }

    [Fact]
    public async Task A_cohort_goes_into_a_file_in_which_no_name_is_a_formula()
    {
        await PlayAsync(await StartAsync(), Scene.Trainees.Good);
        await using var db = await OpenAsync();
        (await db.Users.SingleAsync(Cancel)).DisplayName = "=1+1";
        await db.SaveChangesAsync(Cancel);
        var cohort = (await db.PracticeCohorts.SingleAsync(Cancel)).Id;
        var headings = new CohortHeadings("学员", "次数", "得分", "趋势", IsChinese: true);

        var file = (await new ExportCohortHandler(db, Scenes).Handle(new ExportCohort(Trainer, cohort, headings), Cancel)).ShouldNotBeNull();

        var lines = Encoding.UTF8.GetString(file.Content).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("\"学员\",\"次数\",\"得分\",");
        lines[1].ShouldStartWith("\"'=1+1\",\"1\",");
        lines[1].Count(sign => sign == '"').ShouldBe(lines[0].Count(sign => sign == '"')); // a cell for each heading
        (await new ExportCohortHandler(db, Scenes).Handle(new ExportCohort(Stranger, cohort, headings), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_hint_names_an_act_that_was_not_seen_and_nothing_hidden()
    {
        var session = await StartAsync();

        var hint = await Fresh(db => new ReadHintHandler(db, Scenes).Handle(new ReadHint(session, _trainee), Cancel));

        ActCodes.Community.Contains(hint.ShouldNotBeNull(), StringComparer.Ordinal).ShouldBeTrue();
        ActCodes.Prohibited.Contains(hint).ShouldBeFalse();
    }

    private async Task<T> Fresh<T>(Func<PlatformDbContext, Task<T>> work)
    {
        await using var db = await OpenAsync();
        return await work(db);
    }

    private async Task<PlatformDbContext> OpenAsync() => await _database.Contexts.CreateDbContextAsync(Cancel);

    private Task<Guid> StartAsync(bool consents = false) => Fresh(async db =>
        (await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(_trainee, null, Key, consents, 1), Cancel)).ShouldBeOfType<StartOutcome.Started>().Session);

    private Task<PracticeTurnOutcome> TakeAsync(Guid session, string text) => Fresh(db =>
        new TakePracticeTurnHandler(db, Scenes, new CharacterVoice(new NoRoutes(), TimeProvider.System, NullLogger<CharacterVoice>.Instance), Signs, new CrisisReply(Options.Create(new SafetyOptions())), TimeProvider.System)
            .Handle(new TakePracticeTurn(session, _trainee, text, Guid.NewGuid().ToString()), Cancel));

    private async Task PlayAsync(Guid session, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await TakeAsync(session, line);
        await Fresh(db => new EndPracticeHandler(db, Scenes, TimeProvider.System).Handle(new EndPractice(session, _trainee), Cancel));
    }

    private Task<PracticeResult?> ResultAsync(Guid session) => Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPracticeResult(session, _trainee), Cancel));
}
