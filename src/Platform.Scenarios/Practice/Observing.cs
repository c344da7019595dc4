using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>Sessions that run now and that the trainer may watch.</summary>
public sealed record ListRunning(TrainerScope By) : IRequest<IReadOnlyList<RunningPractice>>;

public sealed record RunningPractice(Guid Id, string Trainee, string Title, string Person, int Turns, DateTimeOffset StartedAt, bool Paused, bool ForSafety);

/// <summary>A session as its trainer sees it while it runs: with the state that the trainee does not see.</summary>
public sealed record ObservePractice(Guid Session, TrainerScope By) : IRequest<ObservedPractice?>;

public sealed record ObservedPractice(
    OpenPractice Practice, IReadOnlyDictionary<string, int> State, IReadOnlyList<string> Told, IReadOnlyList<IReadOnlyList<string>> Acts, bool Paused, bool PlayedByMe, string? Unanswered, IReadOnlyList<string> Whispers);

/// <summary>Says something to the trainee that the character does not hear.</summary>
public sealed record SendWhisper(Guid Session, TrainerScope By, string Text) : IRequest<bool>;

/// <summary>The trainer speaks in place of the character, or gives it back to the engine.</summary>
public sealed record TakeOverPractice(Guid Session, TrainerScope By, bool Plays) : IRequest<bool>;

/// <summary>The trainer's answer in the character's place; the engine still moves the state by what the trainee did.</summary>
public sealed record SpeakForCharacter(Guid Session, TrainerScope By, string Words) : IRequest<bool>;

internal sealed class SendWhisperRules : AbstractValidator<SendWhisper>
{
    public SendWhisperRules() => RuleFor(whisper => whisper.Text).NotEmpty().MaximumLength(Whisper.TextLength);
}

internal sealed class SpeakForCharacterRules : AbstractValidator<SpeakForCharacter>
{
    public SpeakForCharacterRules() => RuleFor(speak => speak.Words).NotEmpty().MaximumLength(2000);
}

internal sealed class ObservingReader(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListRunning, IReadOnlyList<RunningPractice>>, IRequestHandler<ObservePractice, ObservedPractice?>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<RunningPractice>> Handle(ListRunning query, CancellationToken cancellationToken)
    {
        var running = await query.By.Sessions(db).AsNoTracking().Where(s => s.EndedAt == null).OrderByDescending(s => s.StartedAt).Take(Most)
            .Select(s => new { Session = s, Turns = s.Turns.Count, Name = db.Users.Where(u => u.Id == s.TraineeId).Select(u => u.DisplayName ?? u.UserName).FirstOrDefault() }).ToListAsync(cancellationToken);
        return [.. running.Select(r => (r, Scene: scenes.TryCompose(r.Session))).Where(x => x.Scene is not null)
            .Select(x => new RunningPractice(x.r.Session.Id, x.r.Name ?? "", x.Scene!.Title, x.Scene.Name, x.r.Turns, x.r.Session.StartedAt, x.r.Session.PausedAt is not null, x.r.Session.PausedForSafety))];
    }

    public async Task<ObservedPractice?> Handle(ObservePractice query, CancellationToken cancellationToken)
    {
        var session = await query.By.Sessions(db).Include(s => s.Turns).AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.Session, cancellationToken);
        if (session is null || scenes.TryCompose(session) is not { } scene)
            return null;
        var turns = PracticeJson.Branch(session.Turns, session.HeadId).Select(b => b.Turn).ToList();
        var state = turns.Count > 0 ? turns[^1].After : PracticeJson.Read<PracticeOpening>(session.Opening).State;
        var whispers = await db.Whispers.AsNoTracking().Where(w => w.SessionId == session.Id).OrderBy(w => w.At).Select(w => w.Text).ToListAsync(cancellationToken);
        return new ObservedPractice(
            PracticeReader.Open(session, scene, whispers), state.State.Values, [.. state.Told.Select(told => scene.Facts.First(f => f.Id == told.Fact).Text)],
            [.. turns.Select(turn => (IReadOnlyList<string>)[.. turn.Acts.Select(act => act.Act)])], session.PausedAt is not null, session.PlayedBy == query.By.Id, session.Unanswered, whispers);
    }
}

internal sealed class SendWhisperHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<SendWhisper, bool>
{
    public async Task<bool> Handle(SendWhisper command, CancellationToken cancellationToken)
    {
        if (!await command.By.Sessions(db).AnyAsync(s => s.Id == command.Session && s.EndedAt == null, cancellationToken))
            return false;
        db.Whispers.Add(new Whisper { SessionId = command.Session, TrainerId = command.By.Id, Text = command.Text.Trim(), At = clock.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class TakeOverPracticeHandler(PlatformDbContext db) : IRequestHandler<TakeOverPractice, bool>
{
    public async Task<bool> Handle(TakeOverPractice command, CancellationToken cancellationToken)
    {
        var session = await command.By.Sessions(db).SingleOrDefaultAsync(s => s.Id == command.Session && s.EndedAt == null, cancellationToken);
        if (session is null || (session.PlayedBy is { } other && other != command.By.Id) || (!command.Plays && session.Unanswered is not null))
            return false; // somebody else plays it, or the trainee still waits for an answer
        session.PlayedBy = command.Plays ? command.By.Id : null;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class SpeakForCharacterHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<SpeakForCharacter, bool>
{
    /// <summary>Stands where otherwise the model's name stands.</summary>
    private const string Trainer = "trainer";

    public async Task<bool> Handle(SpeakForCharacter command, CancellationToken cancellationToken)
    {
        var session = await command.By.Sessions(db).Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.EndedAt == null && s.PlayedBy == command.By.Id, cancellationToken);
        if (session?.Unanswered is not { } said || scenes.TryCompose(session) is not { } scene)
            return false;
        var branch = PracticeJson.Branch(session.Turns, session.HeadId);
        var before = branch.Count > 0 ? branch[^1].Turn.After : PracticeJson.Read<PracticeOpening>(session.Opening).State;
        var own = PracticePlay.Take(scene, session.Seed, before, said, scenes.Recogniser.Recognise(said, scene.Key.Family, scene.Lang));
        var words = command.Words.Trim();
        var turn = own with { Reply = own.Reply with { Words = words, Gesture = null, WordedBy = Trainer }, After = own.After with { LastReply = words } };
        var row = new PracticeTurn { SessionId = session.Id, ParentId = session.HeadId, Key = $"{Trainer}:{Guid.CreateVersion7()}", Content = PracticeJson.Write(turn), At = clock.GetUtcNow() };
        db.PracticeTurns.Add(row);
        (session.HeadId, session.Unanswered) = (row.Id, null);
        if (turn.After.End is not null)
            PracticeClosing.Close(session, scene, scenes, [.. branch.Select(b => b.Turn), turn], clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
