using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Authoring;

public sealed class DraftContentTests : AuthoringTest
{
    [Fact]
    public async Task A_draft_with_problems_is_kept_with_every_place_named_and_is_neither_tried_nor_tested_norCurrent()
    {
        await CopyAsync();
        var text = (await ReadAsync()).Version.Text;
        var broken = ContentDocument.TryRead(text)!.With("temper/anger", JsonValue.Create(140)).With("facts/0/say", new JsonArray("只有一句")).With("facts/1/marks", new JsonArray((JsonNode?)null)).Text;

        var withNull = (await SaveAsync(1, broken)).ShouldBeOfType<SaveDraftOutcome.Saved>();
        var saved = (await SaveAsync(2, broken.Replace("null", "\"没有\"", StringComparison.Ordinal))).ShouldBeOfType<SaveDraftOutcome.Saved>();

        withNull.Problems.ShouldHaveSingleItem().English.ShouldStartWith("$.facts[1].marks[0]");
        saved.Number.ShouldBe(3);
        saved.Problems.ShouldContain(p => p.English.StartsWith("$.temper.anger is 140", StringComparison.Ordinal));
        saved.Problems.ShouldContain(p => p.English.StartsWith("$.facts[0].say has 1", StringComparison.Ordinal));
        (await ReadAsync()).Version.Problems.ShouldBe(saved.Problems);
        (await TryAsync((await ReadAsync()).Version.Text)).ShouldBeOfType<TryOutcome.Broken>().Problems.ShouldBe(saved.Problems);
        (await AcceptAsync(3)).ShouldBeOfType<AcceptanceOutcome.Broken>();
        (await ReleaseAsync(3)).ShouldBeOfType<ReleaseOutcome.Broken>();
        (await SaveAsync(3, "{ \"id\": ")).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldNotBeEmpty();
        (await SaveAsync(4, text.Replace($"\"{Key}\"", "\"somebody-else\"", StringComparison.Ordinal))).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldHaveSingleItem().English.ShouldStartWith("$.id");
    }

    [Fact]
    public async Task A_text_never_changes_a_save_on_top_of_an_older_one_is_refused_and_an_earlier_one_comes_back_as_a_new_version()
    {
        await CopyAsync();
        var first = (await ReadAsync()).Version.Text;
        var second = first.Replace("周桂兰", "周二婶", StringComparison.Ordinal);
        (await SaveAsync(1, second)).ShouldBeOfType<SaveDraftOutcome.Saved>();

        (await SaveAsync(1, first + " ")).ShouldBeOfType<SaveDraftOutcome.Overtaken>().Latest.ShouldBe(2);
        (await SaveAsync(2, second)).ShouldBeOfType<SaveDraftOutcome.Unchanged>();
        await using (var db = await OpenAsync())
            (await new RestoreVersionHandler(db, TimeProvider.System).Handle(new RestoreVersion(Trainer, Key, 1, "back"), Cancel)).ShouldBe(3);

        var view = await ReadAsync();
        (view.Version.Text, view.Title).ShouldBe((first, "周桂兰"));
        view.Versions.Select(v => (v.Number, v.Note, v.Author)).ShouldBe([(3, "back", "a-trainer"), (2, null, "a-trainer"), (1, "zhou-guilan", "a-trainer")]);
        await using var changing = await OpenAsync();
        var row = await changing.AuthoredVersions.FirstAsync(Cancel);
        changing.Entry(row).Property(v => v.Text).CurrentValue = "{}";
        await Should.ThrowAsync<InvalidOperationException>(() => changing.SaveChangesAsync(Cancel));
    }

    [Fact]
    public async Task A_person_whose_good_trainee_does_no_better_than_the_bad_one_gets_a_red_sheet_and_is_notCurrent()
    {
        await CopyAsync("night-mahjong", "night-cards");
        var document = ContentDocument.TryRead((await ReadAsync("night-cards")).Version.Text)!;
        var (good, bad) = (document.LinesAt("trainees/good"), document.LinesAt("trainees/bad"));
        var swapped = document.With("trainees/good", Lines($"{bad}\n{good.Replace("。", "呀。", StringComparison.Ordinal)}".Split('\n').Take(9))).With("trainees/bad", Lines(good.Split('\n'))).Text;
        (await SaveAsync(1, swapped, "night-cards")).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();

        var sheet = (await AcceptAsync(2, "night-cards")).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet;

        sheet.Scenes.Count.ShouldBe(4);
        sheet.Passed.ShouldBeFalse();
        (await ReleaseAsync(2, "night-cards")).ShouldBeOfType<ReleaseOutcome.NotAccepted>();
        (await ReadAsync("night-cards")).Version.Sheet.ShouldNotBeNull().Scenes.ShouldBe(sheet.Scenes);
        (await AcceptAsync(2, "night-cards")).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet.Scenes.ShouldBe(sheet.Scenes); // the same every time
    }

    [Fact]
    public async Task A_try_shows_moves_with_reasons_and_which_facts_are_open_and_goes_on_as_a_session_would()
    {
        await CopyAsync();
        var text = (await ReadAsync()).Version.Text;

        var two = (await TryAsync(text, Words[..2])).ShouldBeOfType<TryOutcome.Played>().Session;
        var all = (await TryAsync(text, Words)).ShouldBeOfType<TryOutcome.Played>().Session;

        all.Turns.Take(2).Select(t => t.Words).ShouldBe(two.Turns.Select(t => t.Words));
        all.Turns[2].Acts.ShouldContain(act => act == ActCodes.Empathy);
        all.Turns[2].Moves.ShouldContain(m => m.Variable == StateVariables.Heard && m.By > 0 && m.Reason.Length > 0);
        all.Facts.ShouldContain(f => f.Turn != null);
        all.Facts.ShouldContain(f => f.IsOpen);
        two.Facts.ShouldContain(f => f.Needs > 0 && !f.IsOpen);
        var (_, state) = PracticePlay.Open(Scenes.Compose(Scene with { Persona = "zhou-guilan" }), 7);
        all.Start.ShouldBe(state.State.Values);
        await using var db = await OpenAsync();
        (await db.PracticeSessions.AnyAsync(Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_trainee_gets_nothing_of_it_whatever_the_caller_claims()
    {
        await CopyAsync();
        var text = (await ReadAsync()).Version.Text;
        await using var db = await OpenAsync();

        (await new ListContentHandler(db, Scenes).Handle(new ListContent(Trainee, "zh"), Cancel)).ShouldBeEmpty();
        (await new ReadContentHandler(db, Scenes).Handle(new ReadContent(Trainee, Key), Cancel)).ShouldBeNull();
        (await new ReadContentHandler(db, Scenes).Handle(new ReadContent(Trainee, "zhou-guilan"), Cancel)).ShouldBeNull();
        (await new CheckDraftHandler(db, Scenes).Handle(new CheckDraft(Trainee, Key, text), Cancel)).ShouldBeNull();
        (await new TryDraftHandler(db, Scenes).Handle(new TryDraft(Trainee, Key, text, null, Difficulty.Medium, false, 1, []), Cancel)).ShouldBeOfType<TryOutcome.NoSuchContent>();
        (await new CopyContentHandler(db, Scenes, TimeProvider.System).Handle(new CopyContent(Trainee, Key, "mine"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoSuchContent>();
        (await new SaveDraftHandler(db, TimeProvider.System).Handle(new SaveDraft(Trainee, Key, 1, "{}", null), Cancel)).ShouldBeOfType<SaveDraftOutcome.NoSuchContent>();
        (await new RestoreVersionHandler(db, TimeProvider.System).Handle(new RestoreVersion(Trainee, Key, 1, null), Cancel)).ShouldBeNull();
        (await new RunAcceptanceHandler(db, Scenes, TimeProvider.System).Handle(new RunAcceptance(Trainee, Key, 1), Cancel)).ShouldBeOfType<AcceptanceOutcome.NoSuchVersion>();
        (await new ReleaseVersionHandler(db, Current, TimeProvider.System).Handle(new ReleaseVersion(Trainee, Key, 1), Cancel)).ShouldBeOfType<ReleaseOutcome.NoSuchVersion>();
        (await new RetireContentHandler(db, Current, TimeProvider.System).Handle(new RetireContent(Trainee, Key), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_copy_needs_an_id_of_its_own_and_what_ships_is_listed_beside_it()
    {
        await CopyAsync();
        await using var db = await OpenAsync();
        var copy = new CopyContentHandler(db, Scenes, TimeProvider.System);

        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", Key), Cancel)).ShouldBeOfType<CopyContentOutcome.Taken>();
        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", "frank-doyle-en"), Cancel)).ShouldBeOfType<CopyContentOutcome.Taken>();
        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", "../Zhou"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoId>();
        (await copy.Handle(new CopyContent(Trainer, "frank-doyle-en", "frank"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoId>();
        (await copy.Handle(new CopyContent(Trainer, "nobody", "somebody"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoSuchContent>();
        var rows = await new ListContentHandler(db, Scenes).Handle(new ListContent(Trainer, "zh"), Cancel);
        rows.Single(r => r.Key == Key).ShouldBe(new ContentRow(Key, ContentKind.Resident, "周桂兰", "zh", 1, null, Retired: false));
        rows.Count(r => r.Ships).ShouldBe(Scenes.Community.Residents.Count(r => r.Lang == "zh") + Scenes.Community.Cases.Count(c => c.Lang == "zh") + Scenes.Counselling.People.Count(p => p.Lang == "zh"));
    }

    private static JsonArray Lines(IEnumerable<string> lines) => [.. lines.Select(line => (JsonNode?)line)];
}
