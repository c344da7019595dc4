using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Authoring;

public sealed class ReleasedContentTests : AuthoringTest
{
    [Fact]
    public async Task A_version_isCurrent_on_a_green_sheet_and_played_and_a_running_session_keeps_it_when_a_newer_one_comes()
    {
        await CopyAsync();
        (await StartAsync()).ShouldBeOfType<StartOutcome.NoSuchScene>();
        (await ReleaseAsync(1)).ShouldBeOfType<ReleaseOutcome.NotAccepted>();
        (await AcceptAsync(1)).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet.Passed.ShouldBeTrue();
        (await ReleaseAsync(1)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await NamesAsync()).Count(name => name == "周桂兰").ShouldBe(2); // the one that ships, too

        var session = (await StartAsync()).ShouldBeOfType<StartOutcome.Started>().Session;
        var undisturbed = (await StartAsync()).ShouldBeOfType<StartOutcome.Started>().Session;
        foreach (var said in Words)
            await SayAsync(undisturbed, said, Scenes);
        foreach (var said in Words.Take(2))
            await SayAsync(session, said, Scenes);

        // Another temper and another way of speaking: were it played, the session would go on differently.
        var changed = ContentDocument.TryRead((await ReadAsync()).Version.Text)!.With("temper/anger", JsonValue.Create(95)).With("style/address", new JsonArray("领导", "大主任")).With("name", JsonValue.Create("周二婶")).Text;
        (await SaveAsync(1, changed)).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        (await AcceptAsync(2)).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet.Passed.ShouldBeTrue();
        (await ReleaseAsync(2)).ShouldBeOfType<ReleaseOutcome.Released>();
        await SayAsync(session, Words[2], Scenes);

        var restarted = new PracticeScenes();
        using var loaded = Released(restarted);
        await loaded.StartAsync(Cancel);
        await loaded.StopAsync(Cancel);
        await SayAsync(session, Words[3], restarted);

        (await TurnsAsync(session)).ShouldBe(await TurnsAsync(undisturbed)); // byte for byte
        var next = (await StartAsync()).ShouldBeOfType<StartOutcome.Started>().Session;
        await using var db = await OpenAsync();
        (await db.PracticeSessions.OrderBy(s => s.StartedAt).Select(s => s.PersonaVersion).ToListAsync(Cancel)).ShouldBe([1, 1, 2]);
        var reader = new PracticeReader(db, restarted);
        (await reader.Handle(new ReadPractice(session, Trainee.Id), Cancel))!.Name.ShouldBe("周桂兰");
        (await reader.Handle(new ReadPractice(next, Trainee.Id), Cancel))!.Name.ShouldBe("周二婶");
    }

    [Fact]
    public async Task What_is_retired_begins_no_session_but_can_be_ended_and_read_and_comes_back_by_a_release()
    {
        await CopyAsync();
        await AcceptAsync(1);
        await ReleaseAsync(1);
        var session = (await StartAsync()).ShouldBeOfType<StartOutcome.Started>().Session;

        await using (var db = await OpenAsync())
            (await new RetireContentHandler(db, Current, TimeProvider.System).Handle(new RetireContent(Trainer, Key), Cancel)).ShouldBeTrue();

        (await NamesAsync()).Count(name => name == "周桂兰").ShouldBe(1); // the one that ships
        (await StartAsync()).ShouldBeOfType<StartOutcome.NoSuchScene>();
        await SayAsync(session, Words[0], Scenes);
        await using (var db = await OpenAsync())
            (await new EndPracticeHandler(db, Scenes, TimeProvider.System).Handle(new EndPractice(session, Trainee.Id), Cancel)).ShouldBeTrue();
        (await ReleaseAsync(1)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await StartAsync()).ShouldBeOfType<StartOutcome.Started>();
    }

    [Fact]
    public async Task Cases_and_help_seekers_are_authoredCurrent_and_pinned_as_residents_are()
    {
        await CopyAsync("night-mahjong", "night-cards");
        await CopyAsync("chen-jing", "chen-jing-second");
        foreach (var key in new[] { "night-cards", "chen-jing-second" })
        {
            (await AcceptAsync(1, key)).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet.Passed.ShouldBeTrue(key);
            (await ReleaseAsync(1, key)).ShouldBeOfType<ReleaseOutcome.Released>();
        }

        var matter = (await StartAsync(Scene with { Persona = "zhou-guilan", Case = "night-cards" })).ShouldBeOfType<StartOutcome.Started>().Session;
        (await StartAsync(new SceneKey(ActCodes.CounsellingFamily, "chen-jing-second", null, Difficulty.Medium))).ShouldBeOfType<StartOutcome.Started>();
        var changed = ContentDocument.TryRead((await ReadAsync("night-cards")).Version.Text)!.With("title", JsonValue.Create("半夜打牌")).Text;
        (await SaveAsync(1, changed, "night-cards")).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        await AcceptAsync(2, "night-cards");
        (await ReleaseAsync(2, "night-cards")).ShouldBeOfType<ReleaseOutcome.Released>();

        await using var db = await OpenAsync();
        (await db.PracticeSessions.OrderBy(s => s.StartedAt).Select(s => new { s.PersonaVersion, s.CaseVersion }).ToListAsync(Cancel)).Select(s => (s.PersonaVersion, s.CaseVersion)).ShouldBe([(null, 1), (1, null)]);
        (await new PracticeReader(db, Scenes).Handle(new ReadPractice(matter, Trainee.Id), Cancel))!.Title.ShouldNotContain("打牌");
        Scenes.Compose(Scene with { Case = "night-cards", Persona = "zhou-guilan" }).Title.ShouldBe("半夜打牌");
    }
}
