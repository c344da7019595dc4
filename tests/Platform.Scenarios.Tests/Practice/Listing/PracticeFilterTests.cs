using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Listing;

public sealed class PracticeFilterTests : SessionTest
{
    [Fact]
    public async Task Practices_are_found_by_role_person_matter_difficulty_and_period()
    {
        var (resident, helpSeeker) = (await StartAsync(), await HelpSeekerAsync());
        var scene = Scenes.Compose(Key);
        var now = TimeProvider.System.GetUtcNow();

        (await ListedAsync(new())).ShouldBe([resident, helpSeeker], ignoreOrder: true);
        (await ListedAsync(new() { Role = SimulatedRole.HelpSeeker })).ShouldBe([helpSeeker]);
        (await ListedAsync(new() { Role = SimulatedRole.Resident })).ShouldBe([resident]);
        (await ListedAsync(new() { Scene = scene.Name })).ShouldBe([resident]);
        (await ListedAsync(new() { Scene = scene.Title })).ShouldBe([resident]);
        (await ListedAsync(new() { Scene = "nobody is called so" })).ShouldBeEmpty();
        (await ListedAsync(new() { Difficulty = Difficulty.Hard })).ShouldBe([helpSeeker]);
        (await ListedAsync(new() { From = now.AddHours(-1), Before = now.AddHours(1) })).Count.ShouldBe(2);
        (await ListedAsync(new() { Before = now.AddHours(-1) })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Practices_are_found_by_how_they_stand()
    {
        var (running, paused, empty) = (await StartAsync(), await StartAsync(), await StartAsync());
        await PauseAsync(paused, paused: true);
        await EndAsync(empty);
        var (good, bad) = (await PlayAsync(Good), await PlayAsync(Scenes.Compose(Key).Trainees.Bad));
        var check = (await ResultAsync(bad)).Score.Criteria.SelectMany(c => c.Checks).First(c => !c.Met);
        await Fresh(db => new ContestCheckHandler(db, TimeProvider.System).Handle(new ContestCheck(bad, Trainee, check.Id, "我问过了"), Cancel));

        (await ListedAsync(new() { State = PracticeState.Running })).ShouldBe([running, paused], ignoreOrder: true);
        (await ListedAsync(new() { State = PracticeState.Paused })).ShouldBe([paused]);
        (await ListedAsync(new() { State = PracticeState.Void })).ShouldBe([empty]);
        (await ListedAsync(new() { State = PracticeState.Contested })).ShouldBe([bad]);
        foreach (var passed in new[] { true, false })
        {
            var wanted = new List<Guid>();
            foreach (var scored in new[] { good, bad })
                if ((await ResultAsync(scored)).Score.Passed == passed)
                    wanted.Add(scored);
            (await ListedAsync(new() { State = passed ? PracticeState.Passed : PracticeState.NotPassed })).ShouldBe(wanted, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_trainer_filters_who_runs_the_results_and_the_cohort()
    {
        await PlayAsync(Good);
        await StartAsync();
        await HelpSeekerAsync();
        var (residents, helpSeekers) = (new PracticeFilter { Role = SimulatedRole.Resident }, new PracticeFilter { Role = SimulatedRole.HelpSeeker });

        (await RunningAsync(residents)).ShouldBe(1);
        (await RunningAsync(helpSeekers)).ShouldBe(1);
        (await RunningAsync(new() { State = PracticeState.Void })).ShouldBe(0);
        (await ResultsAsync(residents)).ShouldBe(1);
        (await ResultsAsync(helpSeekers)).ShouldBe(0);
        (await ScoredAsync(residents)).ShouldBe(1);
        (await ScoredAsync(helpSeekers)).ShouldBe(0);
    }

    [Fact]
    public async Task Assignments_are_found_by_scene_and_by_how_far_they_are()
    {
        var day = TimeProvider.System.GetUtcNow();
        await GiveAsync(Key, day.AddDays(-1));
        await GiveAsync(Key with { Difficulty = Difficulty.Hard }, day.AddDays(1));
        await PlayAsync(Good);

        (await AssignedAsync(new())).ShouldBe(2);
        (await AssignedAsync(new() { Task = AssignmentState.Done })).ShouldBe(1);
        (await AssignedAsync(new() { Task = AssignmentState.Open })).ShouldBe(1);
        (await AssignedAsync(new() { Task = AssignmentState.Overdue })).ShouldBe(0);
        (await AssignedAsync(new() { Difficulty = Difficulty.Hard, Task = AssignmentState.Done })).ShouldBe(0);
        (await AssignedAsync(new() { Role = SimulatedRole.HelpSeeker })).ShouldBe(0);
    }

    private Task<Guid> HelpSeekerAsync() => Fresh(async db =>
    {
        var key = new SceneKey(ActCodes.CounsellingFamily, Scenes.HelpSeekers.First(p => p.Lang == "zh").Id, null, Difficulty.Hard);
        return (await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(Trainee, null, key, ConsentsToTraining: false, Seed: 1), Cancel)).ShouldBeOfType<StartOutcome.Started>().Session;
    });

    private async Task<Guid> PlayAsync(IReadOnlyList<string> lines)
    {
        var session = await StartAsync();
        foreach (var line in lines)
            await TakeAsync(session, line);
        await EndAsync(session);
        return session;
    }

    private async Task<PracticeResult> ResultAsync(Guid session) =>
        (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPracticeResult(session, Trainee), Cancel))).ShouldNotBeNull();

    private async Task<List<Guid>> ListedAsync(PracticeFilter filter) =>
        [.. (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ListPractice(Trainee, filter), Cancel))).Select(row => row.Id)];

    private async Task<int> RunningAsync(PracticeFilter filter) => (await Fresh(db => new ObservingReader(db, Scenes).Handle(new ListRunning(Trainer, filter), Cancel))).Count;

    private async Task<int> ResultsAsync(PracticeFilter filter) => (await Fresh(db => new ListTraineeResultsHandler(db, Scenes).Handle(new ListTraineeResults(Trainer, filter), Cancel))).Count;

    private async Task<int> ScoredAsync(PracticeFilter filter)
    {
        var cohort = await Fresh(db => db.PracticeCohorts.Select(c => c.Id).SingleAsync(Cancel));
        var matrix = (await Fresh(db => new ProgressReader(db, Scenes).Handle(new ReadCohortMatrix(Trainer, cohort, filter), Cancel))).ShouldNotBeNull();
        return matrix.Rows.ShouldHaveSingleItem().Sessions;
    }

    private Task<int> GiveAsync(SceneKey scene, DateTimeOffset due) =>
        Fresh(db => new GiveAssignmentHandler(db, Scenes, TimeProvider.System).Handle(new GiveAssignment(Trainer, [Trainee], scene, due, null), Cancel));

    private async Task<int> AssignedAsync(PracticeFilter filter) =>
        (await Fresh(db => new ListAssignmentsHandler(db, Scenes, TimeProvider.System).Handle(new ListAssignments(Trainee, null, filter), Cancel))).Count;
}
