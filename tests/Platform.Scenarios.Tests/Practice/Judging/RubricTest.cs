using Microsoft.EntityFrameworkCore;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;
using Platform.Scenarios.Tests.Practice.Authoring;
using Shouldly;

namespace Platform.Scenarios.Tests.Practice.Judging;

/// <summary>A trainer's copy of the rubric of community work, and sessions that are judged by it.</summary>
public abstract class RubricTest : AuthoringTest
{
    protected const string Shipped = "community-v1";
    protected const string Mine = "our-reception";

    protected static readonly SceneKey Plain = new(ActCodes.CommunityFamily, "zhou-guilan", "night-mahjong", Difficulty.Medium);

    private protected async Task<Rubric> DraftAsync() => RubricText.Read((await ReadAsync(Mine)).Version.Text).ShouldNotBeNull();

    private protected async Task<SaveDraftOutcome> SaveAsync(int basedOn, Rubric rubric) => await SaveAsync(basedOn, RubricText.Write(rubric), Mine);

    private protected async Task<int> AssignAsync(string? rubric, SceneKey? scene = null)
    {
        await using var db = await OpenAsync();
        return await new GiveAssignmentHandler(db, Scenes, TimeProvider.System).Handle(new GiveAssignment(Trainer, [Trainee.Id], scene ?? Plain, null, null, rubric), Cancel);
    }

    private protected async Task<Guid> BeginAsync(SceneKey? scene = null) => (await StartAsync(scene ?? Plain)).ShouldBeOfType<StartOutcome.Started>().Session;

    private protected async Task EndAsync(Guid session, PracticeScenes? scenes = null)
    {
        await using var db = await OpenAsync();
        (await new EndPracticeHandler(db, scenes ?? Scenes, TimeProvider.System).Handle(new EndPractice(session, Trainee.Id), Cancel)).ShouldBeTrue();
    }

    private protected async Task<Guid> PlayAsync(SceneKey? scene = null)
    {
        var session = await BeginAsync(scene);
        foreach (var said in Words)
            await SayAsync(session, said, Scenes);
        await EndAsync(session);
        return session;
    }

    private protected async Task<PracticeSession> StoredAsync(Guid session)
    {
        await using var db = await OpenAsync();
        return await db.PracticeSessions.AsNoTracking().SingleAsync(s => s.Id == session, Cancel);
    }

    private protected async Task<SessionScore> ScoreAsync(Guid session) => ClosedBranches.Attempt((await StoredAsync(session)).ScoreDetails).ShouldNotBeNull().Score;

    private protected async Task<(string Id, int Version, int PassMark)> JudgeAsync(Guid session)
    {
        var judged = (await ScoreAsync(session)).ByRubric.ShouldHaveSingleItem();
        return (judged.Id, judged.Version, judged.PassMark);
    }

    private protected async Task<RubricPreview?> PreviewAsync(Rubric rubric, TrainerScope? by = null)
    {
        await using var db = await OpenAsync();
        return await new PreviewRubricHandler(db, Scenes).Handle(new PreviewRubric(by ?? Trainer, RubricText.Write(rubric), 20), Cancel);
    }

    /// <summary>Without the criterion on what came of it; its weight goes to listening.</summary>
    private protected static Rubric WithoutOutcome(Rubric rubric) => rubric with
    {
        PassMark = 1,
        Criteria = [.. rubric.Criteria.Select(criterion => criterion.Id switch
        {
            "listening" => criterion with { Weight = criterion.Weight + 10 },
            "outcome" => criterion with { Off = true },
            _ => criterion,
        })],
    };
}
