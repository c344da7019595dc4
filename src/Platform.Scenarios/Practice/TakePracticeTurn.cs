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
/// <param name="Conversation">The channel's conversation in which it was said; null in the console.</param>
public sealed record TakePracticeTurn(Guid Session, Guid? Trainee, string Text, string Key, Guid? Conversation = null) : IRequest<PracticeTurnOutcome>;

public abstract record PracticeTurnOutcome
{
    public sealed record Answered(OpenTurn Turn, bool Ended) : PracticeTurnOutcome;

    public sealed record NoSuchSession : PracticeTurnOutcome;

    public sealed record AlreadyEnded : PracticeTurnOutcome;

    /// <summary>Another window went on in the meantime.</summary>
    public sealed record Overtaken : PracticeTurnOutcome;

    /// <summary>It stands still for now.</summary>
    /// <param name="ByTrainee">Whether the trainee takes a break and can go on; else a trainer stopped it.</param>
    public sealed record Paused(bool ByTrainee) : PracticeTurnOutcome;

    /// <summary>The trainee wrote of a danger to themselves: the role-play stops, help lines are shown, a person is told.</summary>
    public sealed record StoppedForSafety(string Text) : PracticeTurnOutcome;

    /// <summary>A trainer plays the character and answers later.</summary>
    public sealed record Waiting : PracticeTurnOutcome;

    /// <summary>So much waits for the trainer that this was not taken: it is said again after the answer.</summary>
    public sealed record TooMuchWaiting : PracticeTurnOutcome;
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
    public Task<PracticeTurnOutcome> Handle(TakePracticeTurn command, CancellationToken cancellationToken) =>
        SessionFence.RetryAsync(db, () => TakeAsync(command, plays: true, cancellationToken), () => TakeAsync(command, plays: false, cancellationToken));

    /// <param name="plays">Whether the character may answer: not to somebody who has not seen what another window said meanwhile.</param>
    private async Task<PracticeTurnOutcome> TakeAsync(TakePracticeTurn command, bool plays, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.Include(s => s.Turns).SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null)
            return await LeaveOutAsync(command, cancellationToken);
        if (session.Turns.Find(turn => turn.Key == command.Key) is { } known)
            return Answer(known.Id, PracticeJson.Read<PlayTurn>(known.Content));

        // Looked at whatever the session is doing; once it was stopped for this, nothing that is written is role-play.
        var signal = session.PausedForSafety ? danger.InConversation(command.Text) : danger.InPractice(command.Text);
        if (signal.IsSign)
            return await StopAsync(session, command, signal, cancellationToken);
        if (session.EndedAt is not null)
            return new PracticeTurnOutcome.AlreadyEnded();
        if (session.PausedAt is not null)
            return session.PausedForSafety ? new PracticeTurnOutcome.StoppedForSafety(crisis.Text(session.Lang)) : new PracticeTurnOutcome.Paused(session.PausedByTrainee);
        if (session.PlayedBy is not null)
            return await WaitAsync(session, command.Text, cancellationToken);
        if (!plays)
            return new PracticeTurnOutcome.Overtaken();

        var place = SessionPlace.Of(session, scenes.Compose(session));
        if (place.State.End is not null)
            return new PracticeTurnOutcome.AlreadyEnded();

        var recogniser = scenes.Recogniser; // the turn names the one that heard it, also when another comes into service while it is worded
        var acts = recogniser.Recognise(command.Text, place.Scene.Key.Family, place.Scene.Lang);
        var turn = await voice.TakeAsync(place.Scene, session.Seed, place.State, command.Text, acts, place.Turns, cancellationToken);
        await place.GoOnAsync(db, scenes, turn with { Recogniser = recogniser.VersionOf(place.Scene.Key.Family, place.Scene.Lang) }, command.Key, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Answer(session.HeadId!.Value, turn);
    }

    /// <summary>The words are no turn: the character does not hear them, and nothing is scored.</summary>
    private async Task<PracticeTurnOutcome> StopAsync(PracticeSession session, TakePracticeTurn command, CrisisSignal signal, CancellationToken cancellationToken)
    {
        await NoteAsync(session, command, signal.Acute, cancellationToken);
        if (session is { EndedAt: null, PausedForSafety: false })
        {
            (session.PausedAt, session.PausedForSafety, session.PausedByTrainee) = (clock.GetUtcNow(), true, false);
            await db.SaveChangesAsync(cancellationToken);
        }

        return new PracticeTurnOutcome.StoppedForSafety(crisis.Text(session.Lang));
    }

    /// <summary>Whoever else speaks in the conversation of a session does not play in it; a danger to their own life is seen all the same.</summary>
    private async Task<PracticeTurnOutcome> LeaveOutAsync(TakePracticeTurn command, CancellationToken cancellationToken)
    {
        if (command.Conversation is null || danger.InConversation(command.Text) is not { IsSign: true } signal)
            return new PracticeTurnOutcome.NoSuchSession();
        if (!await db.SafetyNotes.AnyAsync(n => n.ConversationId == command.Conversation && n.Text == command.Text && n.Finding == SafetyFinding.Open, cancellationToken))
        {
            db.SafetyNotes.Add(new SafetyNote { ConversationId = command.Conversation, AccountId = command.Trainee, Text = command.Text, Acute = signal.Acute, At = clock.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }

        var lang = await db.PracticeSessions.Where(s => s.Id == command.Session).Select(s => s.Lang).SingleOrDefaultAsync(cancellationToken);
        return new PracticeTurnOutcome.StoppedForSafety(crisis.Text(lang ?? "zh"));
    }

    /// <summary>Saved by itself and first, so that nothing that happens to the session takes it away. The same words are one note until a person has looked.</summary>
    private async Task NoteAsync(PracticeSession session, TakePracticeTurn command, bool acute, CancellationToken cancellationToken)
    {
        if (await db.SafetyNotes.AnyAsync(n => n.SessionId == session.Id && n.Text == command.Text && n.Finding == SafetyFinding.Open, cancellationToken))
            return;
        db.SafetyNotes.Add(new SafetyNote
        {
            SessionId = session.Id,
            ConversationId = command.Conversation,
            AccountId = session.TraineeId,
            ChannelUser = session.ChannelUser,
            Text = command.Text,
            Acute = acute,
            At = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What is said before a trainer has answered stands below what waits already; a line that comes twice in a row is one.</summary>
    private async Task<PracticeTurnOutcome> WaitAsync(PracticeSession session, string said, CancellationToken cancellationToken)
    {
        if (session.Unanswered is { } waiting && (waiting == said || waiting.EndsWith($"\n{said}", StringComparison.Ordinal)))
            return new PracticeTurnOutcome.Waiting();
        var all = session.Unanswered is { } before ? $"{before}\n{said}" : said;
        if (all.Length > PracticeSession.UnansweredLength)
            return new PracticeTurnOutcome.TooMuchWaiting();
        session.Unanswered = all;
        await db.SaveChangesAsync(cancellationToken);
        return new PracticeTurnOutcome.Waiting();
    }

    private static PracticeTurnOutcome.Answered Answer(Guid id, PlayTurn turn) =>
        new(new OpenTurn(id, turn.Number, turn.Utterance, turn.Reply.Words, turn.Reply.Gesture), turn.After.End is not null);
}
