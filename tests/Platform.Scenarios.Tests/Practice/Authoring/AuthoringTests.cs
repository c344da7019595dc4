using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Simulations;
using Platform.Model.Routes;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Authoring;

public sealed class AuthoringTests : IAsyncLifetime
{
    private const string Key = "aunt-zhou";
    private static readonly SceneKey Scene = new(ActCodes.CommunityFamily, Key, "night-mahjong", Difficulty.Medium);
    private static readonly TrainerScope Trainer = new(Guid.NewGuid(), IsAdmin: false);
    private static readonly TrainerScope Trainee = new(Guid.NewGuid(), IsAdmin: true); // as if a page had claimed it
    private static readonly string[] Words = ["您好，您先坐，慢慢说。", "这事从什么时候开始的？", "听您说完，我明白您一夜没睡好，心里着急。", "我明天上午去找楼上谈，下午给您回话。"];

    private readonly PracticeScenes _scenes = new();
    private TestDatabase _database = default!;
    private ReleasedContent _released = default!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _released = Released(_scenes);
        await using var db = await OpenAsync();
        foreach (var (role, account) in new[] { (Roles.Trainer, Trainer.Id), (Roles.Trainee, Trainee.Id) })
        {
            var kept = new IdentityRole<Guid>(role) { Id = Guid.NewGuid(), NormalizedName = role.ToUpperInvariant() };
            db.Roles.Add(kept);
            db.Users.Add(new Account { Id = account, UserName = $"a-{role}", NormalizedUserName = $"A-{role.ToUpperInvariant()}" });
            db.UserRoles.Add(new IdentityUserRole<Guid> { RoleId = kept.Id, UserId = account });
        }

        await db.SaveChangesAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _released.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_draft_with_problems_is_kept_with_every_place_named_and_is_neither_tried_nor_tested_nor_released()
    {
        await CopyAsync();
        var text = (await ReadAsync()).Version.Text;
        var broken = ContentDocument.TryRead(text)!.With("temper/anger", JsonValue.Create(140)).With("facts/0/say", new JsonArray("只有一句")).With("facts/1/marks", new JsonArray((JsonNode?)null)).Text;

        var withNull = (await SaveAsync(1, broken)).ShouldBeOfType<SaveDraftOutcome.Saved>();
        var saved = (await SaveAsync(2, broken.Replace("null", "\"没有\"", StringComparison.Ordinal))).ShouldBeOfType<SaveDraftOutcome.Saved>();

        withNull.Problems.ShouldHaveSingleItem().ShouldStartWith("$.facts[1].marks[0]");
        saved.Number.ShouldBe(3);
        saved.Problems.ShouldContain(p => p.StartsWith("$.temper.anger is 140", StringComparison.Ordinal));
        saved.Problems.ShouldContain(p => p.StartsWith("$.facts[0].say has 1", StringComparison.Ordinal));
        (await ReadAsync()).Version.Problems.ShouldBe(saved.Problems);
        (await TryAsync((await ReadAsync()).Version.Text)).ShouldBeOfType<TryOutcome.Broken>().Problems.ShouldBe(saved.Problems);
        (await AcceptAsync(3)).ShouldBeOfType<AcceptanceOutcome.Broken>();
        (await ReleaseAsync(3)).ShouldBeOfType<ReleaseOutcome.Broken>();
        (await SaveAsync(3, "{ \"id\": ")).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldNotBeEmpty();
        (await SaveAsync(4, text.Replace($"\"{Key}\"", "\"somebody-else\"", StringComparison.Ordinal))).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldHaveSingleItem().ShouldStartWith("$.id");
    }

    [Fact]
    public async Task A_version_is_released_on_a_green_sheet_and_played_and_a_running_session_keeps_it_when_a_newer_one_comes()
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
            await SayAsync(undisturbed, said, _scenes);
        foreach (var said in Words.Take(2))
            await SayAsync(session, said, _scenes);

        // Another temper and another way of speaking: were it played, the session would go on differently.
        var changed = ContentDocument.TryRead((await ReadAsync()).Version.Text)!.With("temper/anger", JsonValue.Create(95)).With("style/address", new JsonArray("领导", "大主任")).With("name", JsonValue.Create("周二婶")).Text;
        (await SaveAsync(1, changed)).ShouldBeOfType<SaveDraftOutcome.Saved>().Problems.ShouldBeEmpty();
        (await AcceptAsync(2)).ShouldBeOfType<AcceptanceOutcome.Tested>().Sheet.Passed.ShouldBeTrue();
        (await ReleaseAsync(2)).ShouldBeOfType<ReleaseOutcome.Released>();
        await SayAsync(session, Words[2], _scenes);

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
            (await new RetireContentHandler(db, _released, TimeProvider.System).Handle(new RetireContent(Trainer, Key), Cancel)).ShouldBeTrue();

        (await NamesAsync()).Count(name => name == "周桂兰").ShouldBe(1); // the one that ships
        (await StartAsync()).ShouldBeOfType<StartOutcome.NoSuchScene>();
        await SayAsync(session, Words[0], _scenes);
        await using (var db = await OpenAsync())
            (await new EndPracticeHandler(db, _scenes, TimeProvider.System).Handle(new EndPractice(session, Trainee.Id), Cancel)).ShouldBeTrue();
        (await ReleaseAsync(1)).ShouldBeOfType<ReleaseOutcome.Released>();
        (await StartAsync()).ShouldBeOfType<StartOutcome.Started>();
    }

    [Fact]
    public async Task Cases_and_help_seekers_are_authored_released_and_pinned_as_residents_are()
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
        (await new PracticeReader(db, _scenes).Handle(new ReadPractice(matter, Trainee.Id), Cancel))!.Title.ShouldNotContain("打牌");
        _scenes.Compose(Scene with { Case = "night-cards", Persona = "zhou-guilan" }).Title.ShouldBe("半夜打牌");
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
    public async Task A_person_whose_good_trainee_does_no_better_than_the_bad_one_gets_a_red_sheet_and_is_not_released()
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
        var (_, state) = PracticePlay.Open(_scenes.Compose(Scene with { Persona = "zhou-guilan" }), 7);
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

        (await new ListContentHandler(db, _scenes).Handle(new ListContent(Trainee, "zh"), Cancel)).ShouldBeEmpty();
        (await new ReadContentHandler(db, _scenes).Handle(new ReadContent(Trainee, Key), Cancel)).ShouldBeNull();
        (await new ReadContentHandler(db, _scenes).Handle(new ReadContent(Trainee, "zhou-guilan"), Cancel)).ShouldBeNull();
        (await new CheckDraftHandler(db, _scenes).Handle(new CheckDraft(Trainee, Key, text), Cancel)).ShouldBeNull();
        (await new TryDraftHandler(db, _scenes).Handle(new TryDraft(Trainee, Key, text, null, Difficulty.Medium, false, 1, []), Cancel)).ShouldBeOfType<TryOutcome.NoSuchContent>();
        (await new CopyContentHandler(db, _scenes, TimeProvider.System).Handle(new CopyContent(Trainee, Key, "mine"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoSuchContent>();
        (await new SaveDraftHandler(db, TimeProvider.System).Handle(new SaveDraft(Trainee, Key, 1, "{}", null), Cancel)).ShouldBeOfType<SaveDraftOutcome.NoSuchContent>();
        (await new RestoreVersionHandler(db, TimeProvider.System).Handle(new RestoreVersion(Trainee, Key, 1, null), Cancel)).ShouldBeNull();
        (await new RunAcceptanceHandler(db, _scenes, TimeProvider.System).Handle(new RunAcceptance(Trainee, Key, 1), Cancel)).ShouldBeOfType<AcceptanceOutcome.NoSuchVersion>();
        (await new ReleaseVersionHandler(db, _released, TimeProvider.System).Handle(new ReleaseVersion(Trainee, Key, 1), Cancel)).ShouldBeOfType<ReleaseOutcome.NoSuchVersion>();
        (await new RetireContentHandler(db, _released, TimeProvider.System).Handle(new RetireContent(Trainee, Key), Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_copy_needs_an_id_of_its_own_and_what_ships_is_listed_beside_it()
    {
        await CopyAsync();
        await using var db = await OpenAsync();
        var copy = new CopyContentHandler(db, _scenes, TimeProvider.System);

        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", Key), Cancel)).ShouldBeOfType<CopyContentOutcome.Taken>();
        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", "frank-doyle-en"), Cancel)).ShouldBeOfType<CopyContentOutcome.Taken>();
        (await copy.Handle(new CopyContent(Trainer, "zhou-guilan", "../Zhou"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoId>();
        (await copy.Handle(new CopyContent(Trainer, "frank-doyle-en", "frank"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoId>();
        (await copy.Handle(new CopyContent(Trainer, "nobody", "somebody"), Cancel)).ShouldBeOfType<CopyContentOutcome.NoSuchContent>();
        var rows = await new ListContentHandler(db, _scenes).Handle(new ListContent(Trainer, "zh"), Cancel);
        rows.Single(r => r.Key == Key).ShouldBe(new ContentRow(Key, ContentKind.Resident, "周桂兰", "zh", 1, null, Retired: false));
        rows.Count(r => r.Ships).ShouldBe(_scenes.Community.Residents.Count(r => r.Lang == "zh") + _scenes.Community.Cases.Count(c => c.Lang == "zh") + _scenes.Counselling.People.Count(p => p.Lang == "zh"));
    }

    private ReleasedContent Released(PracticeScenes scenes) => new(_database.Contexts, scenes, TimeProvider.System, NullLogger<ReleasedContent>.Instance);

    private Task<PlatformDbContext> OpenAsync() => _database.Contexts.CreateDbContextAsync(Cancel);

    private static JsonArray Lines(IEnumerable<string> lines) => [.. lines.Select(line => (JsonNode?)line)];

    private async Task CopyAsync(string source = "zhou-guilan", string key = Key)
    {
        await using var db = await OpenAsync();
        (await new CopyContentHandler(db, _scenes, TimeProvider.System).Handle(new CopyContent(Trainer, source, key), Cancel)).ShouldBeOfType<CopyContentOutcome.Copied>();
    }

    private async Task<ContentView> ReadAsync(string key = Key)
    {
        await using var db = await OpenAsync();
        return (await new ReadContentHandler(db, _scenes).Handle(new ReadContent(Trainer, key), Cancel)).ShouldNotBeNull();
    }

    private async Task<SaveDraftOutcome> SaveAsync(int basedOn, string text, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new SaveDraftHandler(db, TimeProvider.System).Handle(new SaveDraft(Trainer, key, basedOn, text, null), Cancel);
    }

    private async Task<TryOutcome> TryAsync(string text, params string[] said)
    {
        await using var db = await OpenAsync();
        return await new TryDraftHandler(db, _scenes).Handle(new TryDraft(Trainer, Key, text, "night-mahjong", Difficulty.Medium, Crisis: false, Seed: 7, said), Cancel);
    }

    private async Task<AcceptanceOutcome> AcceptAsync(int number, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new RunAcceptanceHandler(db, _scenes, TimeProvider.System).Handle(new RunAcceptance(Trainer, key, number), Cancel);
    }

    private async Task<ReleaseOutcome> ReleaseAsync(int number, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new ReleaseVersionHandler(db, _released, TimeProvider.System).Handle(new ReleaseVersion(Trainer, key, number), Cancel);
    }

    private async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await new ListScenesHandler(_scenes).Handle(new ListScenes("zh"), Cancel)).Residents.Select(r => r.Name)];

    private async Task<StartOutcome> StartAsync(SceneKey? scene = null)
    {
        await using var db = await OpenAsync();
        return await new StartPracticeHandler(db, _scenes, TimeProvider.System).Handle(new StartPractice(Trainee.Id, null, scene ?? Scene, ConsentsToTraining: false, Seed: 7), Cancel);
    }

    private async Task SayAsync(Guid session, string text, PracticeScenes scenes)
    {
        await using var db = await OpenAsync();
        var voice = new CharacterVoice(new NoRoute(), TimeProvider.System, NullLogger<CharacterVoice>.Instance);
        (await new TakePracticeTurnHandler(db, scenes, voice, new OwnDanger(), new CrisisReply(Options.Create(new SafetyOptions())), TimeProvider.System)
            .Handle(new TakePracticeTurn(session, Trainee.Id, text, Guid.NewGuid().ToString()), Cancel)).ShouldBeOfType<PracticeTurnOutcome.Answered>();
    }

    private async Task<IReadOnlyList<string>> TurnsAsync(Guid session)
    {
        await using var db = await OpenAsync();
        var opening = await db.PracticeSessions.Where(s => s.Id == session).Select(s => s.Opening).SingleAsync(Cancel);
        return [opening, .. await db.PracticeTurns.Where(t => t.SessionId == session).OrderBy(t => t.At).Select(t => t.Content).ToListAsync(Cancel)];
    }

    private sealed class NoRoute : IModelRoutes
    {
        public bool TryRoute(string skill, [NotNullWhen(true)] out RoutedModel? model)
        {
            model = null;
            return false;
        }
    }
}
