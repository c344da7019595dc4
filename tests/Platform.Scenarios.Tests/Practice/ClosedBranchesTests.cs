using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

public sealed class ClosedBranchesTests : SessionTest
{
    private static IReadOnlyList<string> Ordinary => Scenes.Compose(Key).Trainees.Ordinary;

    [Fact]
    public async Task A_session_in_which_nothing_was_said_is_no_attempt()
    {
        await Fresh(db => new GiveAssignmentHandler(db, Scenes, TimeProvider.System).Handle(new GiveAssignment(Trainer, [Trainee], Key, null, null), Cancel));
        var session = await StartAsync();

        await EndAsync(session);

        (await StoredAsync(session)).Score.ShouldBeNull();
        var result = await ResultAsync(session);
        (result.State, result.Score.Void).ShouldBe((ScoreState.Void, "什么都还没有说"));
        (await LearningAsync()).Scores.ShouldBeEmpty();
        (await Fresh(db => new ListAssignmentsHandler(db, Scenes, TimeProvider.System).Handle(new ListAssignments(Trainee, null), Cancel))).ShouldHaveSingleItem().Done.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_was_stopped_for_safety_is_no_attempt()
    {
        var session = await StartAsync();
        await TakeAsync(session, Good[0]);
        (await TakeAsync(session, Danger)).ShouldBeOfType<PracticeTurnOutcome.StoppedForSafety>();

        await EndAsync(session);

        (await StoredAsync(session)).Score.ShouldBeNull();
        (await ResultAsync(session)).State.ShouldBe(ScoreState.Void);
        (await LearningAsync()).Scores.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_character_that_spoke_as_the_helper_leaves_no_number_anywhere()
    {
        var session = await StartAsync();
        await TakeOverAsync(session, Trainer, plays: true);
        await TakeAsync(session, Good[0]);
        (await SpeakAsync(session, "感谢您的来访，我们居委会会尽快处理。")).ShouldBeTrue();

        await EndAsync(session);

        (await StoredAsync(session)).Score.ShouldBeNull();
        var result = await ResultAsync(session);
        result.Score.Void.ShouldNotBeNull().ShouldContain("第 1 轮");
        var branch = result.Branches.ShouldHaveSingleItem();
        branch.Score.ShouldBeNull();
        branch.Shares.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_again_with_the_answers_known_leaves_the_attempt_as_it_was()
    {
        var session = await PlayAsync(Ordinary);
        var attempt = (await StoredAsync(session)).Score!.Value;
        await BranchAsync(session, (await ResultAsync(session)).Turns[1].Id);

        await PlayOnAsync(session, Good);

        (await StoredAsync(session)).Score.ShouldBe(attempt);
        (await LearningAsync()).Scores.ShouldBe([attempt]);
        var result = await ResultAsync(session);
        result.Score.Score.ShouldBeGreaterThan(attempt);
        result.Branches.Select(b => b.Score).ShouldBe([attempt, result.Score.Score]);
        result.Branches.Select(b => b.Current).ShouldBe([false, true]);
    }

    [Fact]
    public async Task The_last_result_is_there_while_another_branch_is_open()
    {
        var session = await PlayAsync(Good.Take(3));
        var before = await ResultAsync(session);
        await BranchAsync(session, before.Turns[0].Id);
        await TakeAsync(session, Ordinary[0]);

        var after = await ResultAsync(session);

        (await ReadAsync(session)).Ended.ShouldBeFalse();
        (after.Head, after.Score.Score, after.Turns.Count).ShouldBe((before.Head, before.Score.Score, 3));
        after.Turns[0].Utterance.ShouldBe(Good[0]);
        after.Branches.ShouldHaveSingleItem().Turns.Count.ShouldBe(3); // nothing of the open one
    }

    [Fact]
    public async Task A_contest_waits_for_the_trainer_wherever_the_trainee_goes_meanwhile()
    {
        var session = await PlayAsync(Ordinary);
        var result = await ResultAsync(session);
        var check = result.Score.Criteria.SelectMany(c => c.Checks).First(c => !c.Met);
        (await Fresh(db => new ContestCheckHandler(db, TimeProvider.System).Handle(new ContestCheck(session, Trainee, check.Id, "我问过了"), Cancel))).ShouldBeTrue();
        await BranchAsync(session, result.Turns[0].Id);
        await TakeAsync(session, Good[0]);

        var waiting = (await Fresh(db => new ListContestsHandler(db, Scenes).Handle(new ListContests(Trainer), Cancel))).ShouldHaveSingleItem();
        (await DecideAsync(session, waiting.Head, check.Id)).ShouldBeTrue();

        (waiting.Head, waiting.Turns.Count).ShouldBe((result.Head, result.Turns.Count));
        (await StoredAsync(session)).Score!.Value.ShouldBeGreaterThan(result.Score.Score);
    }

    [Fact]
    public async Task A_check_of_a_later_branch_moves_the_score_of_that_branch_alone()
    {
        var session = await PlayAsync(Good.Take(4));
        var attempt = (await StoredAsync(session)).Score;
        await BranchAsync(session, (await ResultAsync(session)).Turns[1].Id);
        await PlayOnAsync(session, Ordinary);
        var later = await ResultAsync(session);

        (await DecideAsync(session, later.Head, later.Score.Criteria.SelectMany(c => c.Checks).First(c => !c.Met).Id)).ShouldBeTrue();

        (await StoredAsync(session)).Score.ShouldBe(attempt);
        (await ResultAsync(session)).Score.Score.ShouldBeGreaterThan(later.Score.Score);
    }

    [Fact]
    public async Task A_later_session_is_measured_from_where_the_person_was_left()
    {
        var key = new SceneKey(ActCodes.CounsellingFamily, "lin-xiaoyu", null, Difficulty.Medium);
        var scene = Scenes.Compose(key);
        await PlayOnAsync(await StartAsync(key), scene.Trainees.Good);
        var session = await StartAsync(key);
        await TakeAsync(session, "嗯。");
        await EndAsync(session);

        var result = await ResultAsync(session);

        result.Start[StateVariables.Rapport].ShouldBeGreaterThan(scene.Start[StateVariables.Rapport]);
        result.Score.Facts.Facts.ShouldContain(fact => fact.FromBefore);
        result.Score.Criteria.SelectMany(c => c.Checks).Single(check => check.Id == "rapport").Met.ShouldBeFalse();
    }

    [Fact]
    public async Task A_trainer_reads_the_result_of_the_own_people_and_judges_any_check()
    {
        var stranger = new TrainerScope(Guid.NewGuid(), IsAdmin: false);
        var session = await StartAsync();
        await TakeAsync(session, Ordinary[0]);
        (await ResultAsync(session, Trainer)).ShouldBeNull(); // it runs
        await PlayOnAsync(session, Ordinary.Skip(1));

        var result = (await ResultAsync(session, Trainer)).ShouldNotBeNull();
        (await ResultAsync(session, stranger)).ShouldBeNull();
        (await ResultAsync(session, Admin)).ShouldNotBeNull();
        var row = (await Fresh(db => new ListTraineeResultsHandler(db, Scenes).Handle(new ListTraineeResults(Trainer), Cancel))).ShouldHaveSingleItem();
        (row.Id, row.Trainee).ShouldBe((session, "wang"));
        row.Score.ShouldBe(result.Score.Score);
        (await Fresh(db => new ListTraineeResultsHandler(db, Scenes).Handle(new ListTraineeResults(stranger), Cancel))).ShouldBeEmpty();
        var cohort = (await Fresh(db => new ListCohortsHandler(db).Handle(new ListCohorts(Trainer), Cancel))).Cohorts.ShouldHaveSingleItem();
        (await Fresh(db => new ProgressReader(db, Scenes).Handle(new ReadCohortMatrix(Trainer, cohort.Id), Cancel)))!.Rows.ShouldHaveSingleItem().LastSession.ShouldBe(session);

        (await DecideAsync(session, result.Head, result.Score.Criteria.SelectMany(c => c.Checks).First(c => !c.Met).Id)).ShouldBeTrue();

        (await ResultAsync(session, Trainer)).ShouldNotBeNull().State.ShouldBe(ScoreState.Changed);
    }

    [Fact]
    public async Task Agreement_names_its_criteria_in_both_languages()
    {
        var session = await PlayAsync(Good);
        var result = await ResultAsync(session);
        await DecideAsync(session, result.Head, "greets");

        var agreement = (await Fresh(db => new ReadAgreementHandler(db, Scenes).Handle(new ReadAgreement(), Cancel))).ShouldHaveSingleItem();

        agreement.Name.ShouldBe(new InBoth("接待与态度", "Reception"));
    }

    private async Task<Guid> PlayAsync(IEnumerable<string> lines)
    {
        var session = await StartAsync();
        await PlayOnAsync(session, lines);
        return session;
    }

    private async Task PlayOnAsync(Guid session, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await TakeAsync(session, line);
        await EndAsync(session);
    }

    private Task<Guid> StartAsync(SceneKey key) => Fresh(async db =>
        (await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(Trainee, null, key, ConsentsToTraining: false, 1), Cancel)).ShouldBeOfType<StartOutcome.Started>().Session);

    private Task<bool> BranchAsync(Guid session, Guid turn) => Fresh(db => new BranchPracticeHandler(db).Handle(new BranchPractice(session, Trainee, turn), Cancel));

    private Task<bool> DecideAsync(Guid session, Guid? head, string check) =>
        Fresh(db => new DecideCheckHandler(db, TimeProvider.System).Handle(new DecideCheck(session, head, Trainer, check, Met: true, null), Cancel));

    private async Task<PracticeResult> ResultAsync(Guid session) =>
        (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPracticeResult(session, Trainee), Cancel))).ShouldNotBeNull();

    private Task<PracticeResult?> ResultAsync(Guid session, TrainerScope by) => Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadTraineeResult(session, by), Cancel));

    private Task<Learning> LearningAsync() => Fresh(db => new ProgressReader(db, Scenes).Handle(new ReadLearning(Trainee), Cancel));
}
