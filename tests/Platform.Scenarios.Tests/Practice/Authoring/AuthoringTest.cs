using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Practice.Authoring;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Authoring;

/// <summary>A database with a trainer and a trainee, and each use case of authoring as a trainer sends it.</summary>
public abstract class AuthoringTest : IAsyncLifetime
{
    protected const string Key = "aunt-zhou";
    protected static readonly SceneKey Scene = new(ActCodes.CommunityFamily, Key, "night-mahjong", Difficulty.Medium);
    protected static readonly TrainerScope Trainer = new(Guid.NewGuid(), IsAdmin: false);
    protected static readonly TrainerScope Trainee = new(Guid.NewGuid(), IsAdmin: true); // as if a page had claimed it
    protected static readonly string[] Words = ["您好，您先坐，慢慢说。", "这事从什么时候开始的？", "听您说完，我明白您一夜没睡好，心里着急。", "我明天上午去找楼上谈，下午给您回话。"];

    private TestDatabase _database = default!;

    private protected PracticeScenes Scenes { get; } = new();

    private protected ReleasedContent Current { get; private set; } = default!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        Current = Released(Scenes);
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
        Current.Dispose();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected ReleasedContent Released(PracticeScenes scenes) => new(_database.Contexts, scenes, TimeProvider.System, NullLogger<ReleasedContent>.Instance);

    private protected Task<PlatformDbContext> OpenAsync() => _database.Contexts.CreateDbContextAsync(Cancel);

    private protected async Task CopyAsync(string source = "zhou-guilan", string key = Key)
    {
        await using var db = await OpenAsync();
        (await new CopyContentHandler(db, Scenes, TimeProvider.System).Handle(new CopyContent(Trainer, source, key), Cancel)).ShouldBeOfType<CopyContentOutcome.Copied>();
    }

    private protected async Task<ContentView> ReadAsync(string key = Key)
    {
        await using var db = await OpenAsync();
        return (await new ReadContentHandler(db, Scenes).Handle(new ReadContent(Trainer, key), Cancel)).ShouldNotBeNull();
    }

    private protected async Task<SaveDraftOutcome> SaveAsync(int basedOn, string text, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new SaveDraftHandler(db, TimeProvider.System).Handle(new SaveDraft(Trainer, key, basedOn, text, null), Cancel);
    }

    private protected async Task<TryOutcome> TryAsync(string text, params string[] said)
    {
        await using var db = await OpenAsync();
        return await new TryDraftHandler(db, Scenes).Handle(new TryDraft(Trainer, Key, text, "night-mahjong", Difficulty.Medium, Crisis: false, Seed: 7, said), Cancel);
    }

    private protected async Task<AcceptanceOutcome> AcceptAsync(int number, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new RunAcceptanceHandler(db, Scenes, TimeProvider.System).Handle(new RunAcceptance(Trainer, key, number), Cancel);
    }

    private protected async Task<ReleaseOutcome> ReleaseAsync(int number, string key = Key)
    {
        await using var db = await OpenAsync();
        return await new ReleaseVersionHandler(db, Current, TimeProvider.System).Handle(new ReleaseVersion(Trainer, key, number), Cancel);
    }

    private protected async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await new ListScenesHandler(Scenes).Handle(new ListScenes("zh"), Cancel)).Residents.Select(r => r.Name)];

    private protected async Task<StartOutcome> StartAsync(SceneKey? scene = null)
    {
        await using var db = await OpenAsync();
        return await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(Trainee.Id, null, scene ?? Scene, ConsentsToTraining: false, Seed: 7), Cancel);
    }

    private protected async Task SayAsync(Guid session, string text, PracticeScenes scenes)
    {
        await using var db = await OpenAsync();
        var voice = new CharacterVoice(new NoRoutes(), TimeProvider.System, NullLogger<CharacterVoice>.Instance);
        (await new TakePracticeTurnHandler(db, scenes, voice, new OwnDanger(), new CrisisReply(Options.Create(new SafetyOptions())), TimeProvider.System)
            .Handle(new TakePracticeTurn(session, Trainee.Id, text, Guid.NewGuid().ToString()), Cancel)).ShouldBeOfType<PracticeTurnOutcome.Answered>();
    }

    private protected async Task<IReadOnlyList<string>> TurnsAsync(Guid session)
    {
        await using var db = await OpenAsync();
        var opening = await db.PracticeSessions.Where(s => s.Id == session).Select(s => s.Opening).SingleAsync(Cancel);
        return [opening, .. await db.PracticeTurns.Where(t => t.SessionId == session).OrderBy(t => t.At).Select(t => t.Content).ToListAsync(Cancel)];
    }
}
