using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Safety;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Wording;

namespace Platform.Scenarios.Practice;

/// <summary>A trainee says something, and the character answers. Stored whole before it is shown.</summary>
/// <param name="Key">The same for a repeated utterance: it is answered with what was answered then.</param>
public sealed record TakePracticeTurn(Guid Session, Guid? Trainee, string Text, string Key) : IRequest<PracticeTurnOutcome>;

public abstract record PracticeTurnOutcome
{
    public sealed record Answered(OpenTurn Turn, bool Ended) : PracticeTurnOutcome;

    public sealed record NoSuchSession : PracticeTurnOutcome;

    public sealed record AlreadyEnded : PracticeTurnOutcome;

    /// <summary>Another window went on in the meantime.</summary>
    public sealed record Overtaken : PracticeTurnOutcome;

    /// <summary>A trainer stopped it for now.</summary>
    public sealed record Paused : PracticeTurnOutcome;

    /// <summary>The trainee wrote of a danger to themselves: the role-play stops, help lines are shown, a person is told.</summary>
    public sealed record StoppedForSafety(string Text) : PracticeTurnOutcome;

    /// <summary>A trainer plays the character and answers later.</summary>
    public sealed record Waiting : PracticeTurnOutcome;
}

internal sealed class TakePracticeTurnRules : AbstractValidator<TakePracticeTurn>
{
    public TakePracticeTurnRules()
    {
        RuleFor(turn => turn.Text).NotEmpty().MaximumLength(2000);
        RuleFor(turn => turn.Key).NotEmpty().MaximumLength(400);
    }
}

internal sealed class TakePracticeTurnHandler(PlatformDbContext db, PracticeScenes scenes, CharacterVoice voice, OwnDanger danger, CrisisReply crisis, TimeProvider clock) : IRequestHandler<TakePracticeTurn, PracticeTurnOutcome>
{
    public async Task<PracticeTurnOutcome> Handle(TakePracticeTurn command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null)
            return new PracticeTurnOutcome.NoSuchSession();
        if (session.Turns.Find(turn => turn.Key == command.Key) is { } known)
            return Answer(known, PracticeJson.Read<PlayTurn>(known.Content));
        if (session.EndedAt is not null)
            return new PracticeTurnOutcome.AlreadyEnded();

        if (session.PausedAt is not null)
            return session.PausedForSafety ? new PracticeTurnOutcome.StoppedForSafety(crisis.Text(session.Lang)) : new PracticeTurnOutcome.Paused();
        if (danger.InPractice(command.Text) is { IsSign: true } signal)
            return await StopAsync(session, command, signal, cancellationToken);
        if (session.PlayedBy is not null)
        {
            session.Unanswered = command.Text;
            await db.SaveChangesAsync(cancellationToken);
            return new PracticeTurnOutcome.Waiting();
        }

        var scene = scenes.Compose(session);
        var branch = PracticeJson.Branch(session.Turns, session.HeadId);
        var before = branch.Count > 0 ? branch[^1].Turn.After : PracticeJson.Read<PracticeOpening>(session.Opening).State;
        if (before.End is not null)
            return new PracticeTurnOutcome.AlreadyEnded();

        var acts = scenes.Recogniser.Recognise(command.Text, scene.Key.Family, scene.Lang);
        var turn = await voice.TakeAsync(scene, session.Seed, before, command.Text, acts, [.. branch.Select(b => b.Turn)], cancellationToken);
        var row = new PracticeTurn { SessionId = session.Id, ParentId = session.HeadId, Key = command.Key, Content = PracticeJson.Write(turn), At = clock.GetUtcNow() };
        db.PracticeTurns.Add(row);
        session.HeadId = row.Id;
        if (turn.After.End is not null)
        {
            PracticeClosing.Close(session, scene, scenes, [.. branch.Select(b => b.Turn), turn], clock.GetUtcNow());
            await PreferencePairing.AddAsync(db, session, scene, scenes, clock.GetUtcNow(), cancellationToken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) // the head has moved, or the key was written by another request
        {
            return new PracticeTurnOutcome.Overtaken();
        }

        return Answer(row, turn);
    }

    /// <summary>The words are no turn: the character does not hear them, and nothing is scored.</summary>
    private async Task<PracticeTurnOutcome> StopAsync(PracticeSession session, TakePracticeTurn command, CrisisSignal signal, CancellationToken cancellationToken)
    {
        (session.PausedAt, session.PausedForSafety) = (clock.GetUtcNow(), true);
        db.SafetyNotes.Add(new SafetyNote
        {
            SessionId = session.Id,
            AccountId = session.TraineeId,
            ChannelUser = session.ChannelUser,
            Text = command.Text,
            Acute = signal.Acute,
            At = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
        return new PracticeTurnOutcome.StoppedForSafety(crisis.Text(session.Lang));
    }

    private static PracticeTurnOutcome.Answered Answer(PracticeTurn row, PlayTurn turn) =>
        new(new OpenTurn(row.Id, turn.Number, turn.Utterance, turn.Reply.Words, turn.Reply.Gesture), turn.After.End is not null);
}
