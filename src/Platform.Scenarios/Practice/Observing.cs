using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>Sessions that run now and that the trainer may watch.</summary>
public sealed record ListRunning(TrainerScope By, PracticeFilter? Filter = null) : IRequest<IReadOnlyList<RunningPractice>>;

public sealed record RunningPractice(Guid Id, string Trainee, string Title, string Person, int Turns, DateTimeOffset StartedAt, bool Paused, bool ForSafety);

/// <summary>A session as its trainer sees it while it runs: with the state that the trainee does not see.</summary>
public sealed record ObservePractice(Guid Session, TrainerScope By) : IRequest<ObservedPractice?>;

/// <param name="PlayedByOther">Name of another trainer who speaks for the character now.</param>
public sealed record ObservedPractice(
    OpenPractice Practice, IReadOnlyDictionary<string, int> State, IReadOnlyList<string> Told, IReadOnlyList<IReadOnlyList<string>> Acts, bool Paused, bool PlayedByMe, string? PlayedByOther, string? Unanswered, IReadOnlyList<string> Whispers);

/// <summary>Says something to the trainee that the character does not hear.</summary>
public sealed record SendWhisper(Guid Session, TrainerScope By, string Text) : IRequest<bool>;

/// <summary>The trainer speaks in place of the character, or gives it back to the engine, which answers what still waits. An admin can give back what another trainer left.</summary>
public sealed record TakeOverPractice(Guid Session, TrainerScope By, bool Plays) : IRequest<TakeOverOutcome>;

public abstract record TakeOverOutcome
{
    public sealed record Done : TakeOverOutcome;

    /// <summary>None that runs and that the trainer may watch.</summary>
    public sealed record NoSuchSession : TakeOverOutcome;

    public sealed record PlayedByOther(string Trainer) : TakeOverOutcome;
}

/// <summary>The trainer's answer in the character's place; the engine still moves the state by what the trainee did.</summary>
/// <returns>False when nothing waits for this trainer, or more came while the answer was written.</returns>
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
        var running = await FilteredSessions.TakeAsync(db, query.By.Sessions(db).Where(s => s.EndedAt == null), query.Filter, scenes, Most, cancellationToken);
        var names = await TrainerScope.NamesAsync(db, running, cancellationToken);
        var ids = running.ConvertAll(s => s.Id);
        var turns = await db.PracticeTurns.Where(t => ids.Contains(t.SessionId)).GroupBy(t => t.SessionId).Select(said => new { said.Key, Count = said.Count() }).ToDictionaryAsync(said => said.Key, said => said.Count, cancellationToken);
        return [.. running.Select(session => (Session: session, Scene: scenes.TryCompose(session))).Where(x => x.Scene is not null)
            .Select(x => new RunningPractice(
                x.Session.Id, names.GetValueOrDefault(x.Session.TraineeId ?? Guid.Empty, ""), x.Scene!.Title, x.Scene.Name, turns.GetValueOrDefault(x.Session.Id), x.Session.StartedAt, x.Session.PausedAt is not null, x.Session.PausedForSafety))];
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
            [.. turns.Select(turn => (IReadOnlyList<string>)[.. turn.Acts.Select(act => act.Act)])], session.PausedAt is not null, session.PlayedBy == query.By.Id,
            session.PlayedBy is { } other && other != query.By.Id ? await TrainerScope.NameAsync(db, other, cancellationToken) : null, session.Unanswered, whispers);
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

internal sealed class TakeOverPracticeHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<TakeOverPractice, TakeOverOutcome>
{
    public Task<TakeOverOutcome> Handle(TakeOverPractice command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => TakeOverAsync(command, cancellationToken));

    private async Task<TakeOverOutcome> TakeOverAsync(TakeOverPractice command, CancellationToken cancellationToken)
    {
        var session = await command.By.Sessions(db).Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.EndedAt == null, cancellationToken);
        if (session is null)
            return new TakeOverOutcome.NoSuchSession();
        if (session.PlayedBy is { } other && other != command.By.Id && (command.Plays || !command.By.IsAdmin))
            return new TakeOverOutcome.PlayedByOther(await TrainerScope.NameAsync(db, other, cancellationToken));
        session.PlayedBy = command.Plays ? command.By.Id : null;
        if (!command.Plays && session.Unanswered is not null)
            await SessionPlace.Of(session, scenes.Compose(session)).AnswerWaitingAsync(db, scenes, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new TakeOverOutcome.Done();
    }
}

internal sealed class SpeakForCharacterHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<SpeakForCharacter, bool>
{
    public async Task<bool> Handle(SpeakForCharacter command, CancellationToken cancellationToken)
    {
        var session = await command.By.Sessions(db).Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.EndedAt == null && s.PlayedBy == command.By.Id, cancellationToken);
        if (session?.Unanswered is not { } said || scenes.TryCompose(session) is not { } scene)
            return false;
        var place = SessionPlace.Of(session, scene);
        var turn = PracticePlay.InWords(scene, place.Answer(said, scenes), command.Words.Trim(), SpokenReply.Trainer);
        await place.GoOnAsync(db, scenes, turn, $"{SessionPlace.OfTrainer}{Guid.CreateVersion7()}", clock.GetUtcNow(), cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException refused) when (SessionFence.IsOvertaken(refused))
        {
            return false; // the trainer has not read what came meanwhile
        }

        return true;
    }
}
