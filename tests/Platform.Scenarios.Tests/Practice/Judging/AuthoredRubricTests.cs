using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Practice.Judging;
using Platform.Scenarios.Simulation.Content;
using Platform.Scenarios.Simulation.Scoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Judging;

public sealed class AuthoredRubricTests : RubricTest
{
    [Fact]
    public async Task A_running_session_keeps_the_version_it_began_with_and_an_earlier_one_comes_back_by_a_release()
    {
        await CopyAsync(Shipped, Mine);
        (await ReleaseAsync(1, Mine)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await AssignAsync(Mine)).ShouldBe(1);
        var running = await BeginAsync();
        await SayAsync(running, Words[0], Scenes);

        (await SaveAsync(1, await DraftAsync() with { PassMark = 33 })).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        (await ReleaseAsync(2, Mine)).ShouldBeOfType<ReleaseOutcome.Released>();
        var next = await PlayAsync();
        var restarted = new PracticeScenes();
        using (var loaded = Released(restarted))
        {
            await loaded.StartAsync(Cancel);
            await loaded.StopAsync(Cancel);
        }

        await EndAsync(running, restarted);
        (await ReleaseAsync(1, Mine)).ShouldBeOfType<ReleaseOutcome.Released>();
        var last = await PlayAsync();

        (await JudgeAsync(running)).ShouldBe((Mine, 1, 70));
        (await JudgeAsync(next)).ShouldBe((Mine, 2, 33)); // what is stored stays
        (await JudgeAsync(last)).ShouldBe((Mine, 1, 70));
    }

    [Fact]
    public async Task What_ships_judges_until_a_scene_or_an_assignment_names_another_that_is_released()
    {
        var cards = Plain with { Case = "night-cards" };
        await CopyAsync(Shipped, Mine);
        await CopyAsync("night-mahjong", "night-cards");
        var text = ContentDocument.TryRead((await ReadAsync("night-cards")).Version.Text)!.With("rubric", JsonValue.Create(Mine)).Text;
        (await SaveAsync(1, text, "night-cards")).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        await AcceptAsync(2, "night-cards");
        (await ReleaseAsync(2, "night-cards")).ShouldBeOfType<ReleaseOutcome.Released>();

        (await AssignAsync(Mine)).ShouldBe(0); // a draft judges nobody
        (await JudgeAsync(await PlayAsync(cards))).ShouldBe((Shipped, 1, 70));
        (await ReleaseAsync(1, Mine)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await JudgeAsync(await PlayAsync(cards))).ShouldBe((Mine, 1, 70));
        (await JudgeAsync(await PlayAsync())).ShouldBe((Shipped, 1, 70));
        (await AssignAsync("counselling-v1")).ShouldBe(0); // it judges other scenes
        (await AssignAsync(Mine)).ShouldBe(1);
        var running = await BeginAsync();
        await SayAsync(running, Words[0], Scenes);

        await using (var db = await OpenAsync())
            (await new RetireContentHandler(db, Current, TimeProvider.System).Handle(new RetireContent(Trainer, Mine), Cancel)).ShouldBeTrue();

        (await JudgeAsync(await PlayAsync())).ShouldBe((Shipped, 1, 70));
        await EndAsync(running);
        (await JudgeAsync(running)).ShouldBe((Mine, 1, 70));
    }

    [Fact]
    public async Task A_preview_gives_what_a_session_then_gets_and_keeps_nothing()
    {
        await CopyAsync(Shipped, Mine);
        (await AssignAsync(null)).ShouldBe(1);
        var before = await PlayAsync();
        var (stored, changed) = (await StoredAsync(before), WithoutOutcome(await DraftAsync()));

        var row = (await PreviewAsync(changed)).ShouldNotBeNull().Rows.ShouldHaveSingleItem();

        (await StoredAsync(before)).ScoreDetails.ShouldBe(stored.ScoreDetails);
        (await ReadAsync(Mine)).Latest.ShouldBe(1);
        (row.Session, row.Before.Score).ShouldBe((before, stored.Score!.Value));
        (await SaveAsync(1, changed)).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        (await ReleaseAsync(2, Mine)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await AssignAsync(Mine)).ShouldBe(1);
        var after = await ScoreAsync(await PlayAsync()); // the same seed and the same words
        (row.After.Score, row.After.Passed).ShouldBe((after.Score, after.Passed));
        row.After.Passed.ShouldBeTrue();
        row.Criteria.Where(criterion => criterion.After is not null).Select(criterion => (criterion.Id, criterion.After!.Value)).ShouldBe(after.Criteria.Select(criterion => (criterion.Id, criterion.Share)));
        var off = row.Criteria.Single(criterion => criterion.Id == "outcome");
        (off.Before is null, off.After is null).ShouldBe((false, true));
    }

    [Fact]
    public async Task A_broken_rubric_is_kept_with_its_problems_in_both_languages_and_neither_released_nor_previewed()
    {
        await CopyAsync(Shipped, Mine);
        var draft = await DraftAsync();
        var broken = draft with { PassMark = 0, Criteria = [.. draft.Criteria.Take(4)] };

        var problems = (await SaveAsync(1, broken)).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems;

        problems.ShouldContain(new ContentProblem("$.criteria：启用的权重合计 90，应为 100。", "$.criteria: the weights sum up to 90; 100 is needed."));
        problems.ShouldContain(new ContentProblem("$.passMark 是 0，应在 1 到 100 之间。", "$.passMark is 0; 1 to 100 is needed."));
        (await ReleaseAsync(2, Mine)).ShouldBeOfType<ReleaseOutcome.Broken>();
        (await PreviewAsync(broken)).ShouldBeNull();
        (await DraftAsync()).Criteria.Count.ShouldBe(4);
        (await SaveAsync(1, draft)).ShouldBeOfType<SaveDraftOutcome.Overtaken>();
    }

    [Fact]
    public async Task Rubrics_are_listed_beside_what_ships_copied_under_an_own_id_and_every_step_is_audited()
    {
        await CopyAsync(Shipped, Mine);
        await ReleaseAsync(1, Mine);
        await using var db = await OpenAsync();

        var rows = await new ListRubricsHandler(db, Scenes).Handle(new ListRubrics(Trainer), Cancel);
        var copied = await new CopyContentHandler(db, Scenes, TimeProvider.System).Handle(new CopyContent(Trainer, Mine, "crisis-v1"), Cancel);
        await new RetireContentHandler(db, Current, TimeProvider.System).Handle(new RetireContent(Trainer, Mine), Cancel);

        rows[0].ShouldBe(new RubricRow(Mine, new InBoth("社区接待", "Community reception"), "community", Crisis: false, 1, 1, Retired: false));
        rows.Where(row => row.Ships).Select(row => row.Key).ShouldBe(["community-v1", "counselling-v1", "crisis-v1"], ignoreOrder: true);
        copied.ShouldBeOfType<CopyContentOutcome.Taken>();
        (await db.AuditEntries.Where(entry => entry.AccountId == Trainer.Id).Select(entry => entry.Act).ToListAsync(Cancel))
            .ShouldBe(["practice-content.copy", "practice-content.release", "practice-content.retire"], ignoreOrder: true);
        (await new ListContentHandler(db, Scenes).Handle(new ListContent(Trainer, "zh"), Cancel)).ShouldNotContain(row => row.Key == Mine || row.Key == Shipped);
    }

    [Fact]
    public async Task A_trainee_gets_nothing_of_it_whatever_the_caller_claims()
    {
        await CopyAsync(Shipped, Mine);
        await AssignAsync(null);
        await PlayAsync();
        await using var db = await OpenAsync();

        (await new ListRubricsHandler(db, Scenes).Handle(new ListRubrics(Trainee), Cancel)).ShouldBeEmpty();
        (await new ListRubricChecksHandler(db, Scenes).Handle(new ListRubricChecks(Trainee, "community", Crisis: false), Cancel)).ShouldBeEmpty();
        (await new ReadContentHandler(db, Scenes).Handle(new ReadContent(Trainee, Shipped), Cancel)).ShouldBeNull();
        (await PreviewAsync(await DraftAsync(), Trainee)).ShouldBeNull();
        (await PreviewAsync(await DraftAsync(), Trainer)).ShouldNotBeNull().Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_criterion_that_asks_something_else_earns_its_marks_anew_and_one_that_stayed_keeps_them()
    {
        await CopyAsync(Shipped, Mine);
        await ReleaseAsync(1, Mine);
        await AssignAsync(Mine);
        var session = await PlayAsync();
        foreach (var check in new[] { "greets", "empathy" })
        {
            await using var db = await OpenAsync();
            (await new DecideCheckHandler(db, TimeProvider.System).Handle(new DecideCheck(session, (await StoredAsync(session)).HeadId, Trainer, check, Met: true, null), Cancel)).ShouldBeTrue();
        }

        (await InServiceAsync()).ShouldBe([("listening", $"{Shipped} {Mine}"), ("reception", $"{Shipped} {Mine}")]); // the copy asks the same
        var draft = await DraftAsync();
        await SaveAsync(1, draft.WithoutCheck(0, 1) with { PassMark = 60 });
        await ReleaseAsync(2, Mine);

        (await InServiceAsync()).ShouldBe([("listening", $"{Shipped} {Mine}"), ("reception", Shipped)]);
    }

    private async Task<IReadOnlyList<(string Criterion, string Rubrics)>> InServiceAsync()
    {
        await using var db = await OpenAsync();
        return [.. (await new ReadAgreementHandler(db, Scenes).Handle(new ReadAgreement(), Cancel)).Select(agreement => (agreement.Criterion, string.Join(' ', agreement.Rubrics)))];
    }
}
