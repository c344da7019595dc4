using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice;

/// <summary>A trainee in the cohort of a trainer, and each use case of a session as a page sends it: on a context of its own.</summary>
public abstract class SessionTest : IAsyncLifetime
{
    protected const string Danger = "我不想活了，我已经买好了安眠药。";

    private static readonly OwnDanger Signs = new();

    private readonly SomebodyElse _somebodyElse = new();
    private readonly Dictionary<string, Guid> _roles = new(StringComparer.Ordinal);
    private TestDatabase _database = default!;

    protected static PracticeScenes Scenes { get; } = new();

    protected static SceneKey Key { get; } = new(ActCodes.CommunityFamily, "zhou-guilan", "night-mahjong", Difficulty.Medium);

    protected static IReadOnlyList<string> Good => Scenes.Compose(Key).Trainees.Good;

    protected static TrainerScope Admin { get; } = new(Guid.NewGuid(), IsAdmin: true);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TrainerScope Trainer { get; private set; } = default!;

    protected Guid Trainee { get; private set; }

    /// <summary>The one folder of all state.</summary>
    protected string DataFolder => Path.GetDirectoryName(_database.File)!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(options => options.AddInterceptors(_somebodyElse));
        await Fresh(async db =>
        {
            foreach (var name in new[] { Roles.Trainer, Roles.Trainee })
            {
                var role = new IdentityRole<Guid>(name) { Id = Guid.NewGuid(), NormalizedName = name.ToUpperInvariant() };
                db.Roles.Add(role);
                _roles[name] = role.Id;
            }

            return await db.SaveChangesAsync(Cancel);
        });
        Trainer = new TrainerScope(await AccountAsync("li", Roles.Trainer), IsAdmin: false);
        Trainee = await AccountAsync("wang", Roles.Trainee);
        await Fresh(db => new SaveCohortHandler(db).Handle(new SaveCohort(Trainer, "2026 秋", [Trainee]), Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody else does this after the next use case has read and before it saves.</summary>
    private protected void Meanwhile(Func<Task> act) => _somebodyElse.Act = act;

    private protected async Task<T> Fresh<T>(Func<PlatformDbContext, Task<T>> work)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Cancel);
        return await work(db);
    }

    private protected Task<Guid> AccountAsync(string name, string role) => Fresh(async db =>
    {
        var account = new Account { UserName = name, NormalizedUserName = name.ToUpperInvariant() };
        db.Users.Add(account);
        db.UserRoles.Add(new IdentityUserRole<Guid> { RoleId = _roles[role], UserId = account.Id });
        await db.SaveChangesAsync(Cancel);
        return account.Id;
    });

    private protected Task<Guid> StartAsync(bool consents = false, long seed = 1) => Fresh(async db =>
        (await new StartPracticeHandler(db, Scenes, TimeProvider.System).Handle(new StartPractice(Trainee, null, Key, consents, seed), Cancel)).ShouldBeOfType<StartOutcome.Started>().Session);

    private protected Task<PracticeTurnOutcome> TakeAsync(Guid session, string text, string? key = null, Guid? conversation = null) => Fresh(db =>
        new TakePracticeTurnHandler(db, Scenes, new CharacterVoice(new NoRoutes(), TimeProvider.System, NullLogger<CharacterVoice>.Instance), Signs, new CrisisReply(Options.Create(new SafetyOptions())), TimeProvider.System)
            .Handle(new TakePracticeTurn(session, Trainee, text, key ?? Guid.NewGuid().ToString(), conversation), Cancel));

    private protected Task<bool> EndAsync(Guid session) => Fresh(db => new EndPracticeHandler(db, Scenes, TimeProvider.System).Handle(new EndPractice(session, Trainee), Cancel));

    private protected Task<bool> PauseAsync(Guid session, bool paused) => Fresh(db => new PausePracticeHandler(db, TimeProvider.System).Handle(new PausePractice(session, Trainer, paused), Cancel));

    private protected Task<TakeOverOutcome> TakeOverAsync(Guid session, TrainerScope by, bool plays) =>
        Fresh(db => new TakeOverPracticeHandler(db, Scenes, TimeProvider.System).Handle(new TakeOverPractice(session, by, plays), Cancel));

    private protected Task<bool> SpeakAsync(Guid session, string words) => Fresh(db => new SpeakForCharacterHandler(db, Scenes, TimeProvider.System).Handle(new SpeakForCharacter(session, Trainer, words), Cancel));

    private protected Task<IReadOnlyList<SafetyNoteView>> NotesAsync(TrainerScope by) => Fresh(db => new ListSafetyNotesHandler(db).Handle(new ListSafetyNotes(by), Cancel));

    private protected Task<PracticeSession> StoredAsync(Guid session) => Fresh(db => db.PracticeSessions.AsNoTracking().SingleAsync(s => s.Id == session, Cancel));

    private protected async Task<OpenPractice> ReadAsync(Guid session) =>
        (await Fresh(db => new PracticeReader(db, Scenes).Handle(new ReadPractice(session, Trainee), Cancel))).ShouldNotBeNull();

    private sealed class SomebodyElse : SaveChangesInterceptor
    {
        public Func<Task>? Act { get; set; }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Act is { } act)
            {
                Act = null;
                await act();
            }

            return result;
        }
    }
}
