using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>A session as its trainee may see it while it runs.</summary>
public sealed record ReadPractice(Guid Session, Guid? Trainee) : IRequest<OpenPractice?>;

/// <summary>A closed session with everything in it.</summary>
/// <returns>Null while it runs, or when there is none.</returns>
public sealed record ReadPracticeResult(Guid Session, Guid? Trainee) : IRequest<PracticeResult?>;

/// <summary>A trainee's own sessions, newest first.</summary>
public sealed record ListPractice(Guid Trainee) : IRequest<IReadOnlyList<PracticeRow>>;

public sealed record PracticeRow(Guid Id, string Title, string Name, DateTimeOffset StartedAt, bool Ended, int? Score);

internal sealed class PracticeReader(PlatformDbContext db, PracticeScenes scenes) :
    IRequestHandler<ReadPractice, OpenPractice?>, IRequestHandler<ReadPracticeResult, PracticeResult?>, IRequestHandler<ListPractice, IReadOnlyList<PracticeRow>>
{
    public async Task<OpenPractice?> Handle(ReadPractice query, CancellationToken cancellationToken) =>
        await FindAsync(query.Session, query.Trainee, cancellationToken) is { } session ? Open(session, scenes.Compose(session), await WhispersAsync(session.Id, cancellationToken)) : null;

    public async Task<PracticeResult?> Handle(ReadPracticeResult query, CancellationToken cancellationToken)
    {
        if (await FindAsync(query.Session, query.Trainee, cancellationToken) is not { EndedAt: not null } session)
            return null;

        var scene = scenes.Compose(session);
        var branch = PracticeJson.Branch(session.Turns, session.HeadId);
        var earlier = await db.PracticeSessions.AsNoTracking()
            .Where(s => s.TraineeId == query.Trainee && s.Persona == session.Persona && s.Case == session.Case && s.Id != session.Id && s.Score != null)
            .OrderBy(s => s.StartedAt).Select(s => new EarlierAttempt(s.Id, s.StartedAt, s.Score!.Value)).ToListAsync(cancellationToken);
        var score = PracticeJson.Read<SessionScore>(session.ScoreDetails!);
        var marks = await db.CheckMarks.AsNoTracking().Where(m => m.SessionId == session.Id && m.HeadId == session.HeadId).ToListAsync(cancellationToken);
        var official = (await new ReadAgreementHandler(db).Handle(new ReadAgreement(), cancellationToken)).Where(a => a.Official).Select(a => a.Criterion).ToHashSet(StringComparer.Ordinal);
        return new PracticeResult(
            Open(session, scene, []),
            score with { Score = session.Score ?? score.Score, Criteria = [.. score.Criteria.Select(c => c with { Official = official.Contains(c.Id) })] },
            StateOf(score, marks), [.. marks.Select(m => new CheckMarkView(m.Check, m.State, m.PersonMet, m.TraineeComment, m.TrainerComment))], [.. branch.Select(b => Result(b.Row, b.Turn))],
            scene.Start.Values, scene.Reference, Branches(session, scene), earlier);
    }

    public async Task<IReadOnlyList<PracticeRow>> Handle(ListPractice query, CancellationToken cancellationToken)
    {
        var sessions = await db.PracticeSessions.AsNoTracking().Where(s => s.TraineeId == query.Trainee).OrderByDescending(s => s.StartedAt).Take(50).ToListAsync(cancellationToken);
        return [.. sessions.Select(s => (s, scene: scenes.TryCompose(s))).Where(x => x.scene is not null)
            .Select(x => new PracticeRow(x.s.Id, x.scene!.Title, x.scene.Name, x.s.StartedAt, x.s.EndedAt is not null, x.s.Score))];
    }

    private Task<PracticeSession?> FindAsync(Guid id, Guid? trainee, CancellationToken cancellationToken) =>
        db.PracticeSessions.Include(s => s.Turns).AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.TraineeId == trainee, cancellationToken);

    private async Task<IReadOnlyList<string>> WhispersAsync(Guid session, CancellationToken cancellationToken) =>
        await db.Whispers.AsNoTracking().Where(w => w.SessionId == session).OrderBy(w => w.At).Select(w => w.Text).ToListAsync(cancellationToken);

    private static ScoreState StateOf(SessionScore score, List<CheckMark> marks) =>
        score.Void is not null ? ScoreState.Void
        : marks.Exists(m => m.State == MarkState.Contested) ? ScoreState.Contested
        : marks.Exists(m => m.State == MarkState.Changed) ? ScoreState.Changed
        : marks.Exists(m => m.State == MarkState.Settled) ? ScoreState.Settled
        : marks.Count > 0 ? ScoreState.Confirmed : ScoreState.Scored;

    internal static OpenPractice Open(PracticeSession session, Scene scene, IReadOnlyList<string> whispers)
    {
        var opening = PracticeJson.Read<PracticeOpening>(session.Opening);
        return new OpenPractice(
            session.Id, scene.Lang, scene.Title, scene.Name, scene.Profile.Background, scene.Situation, scene.Goal, opening.Reply.Words, opening.Reply.Gesture,
            [.. PracticeJson.Branch(session.Turns, session.HeadId).Select(b => new OpenTurn(b.Row.Id, b.Turn.Number, b.Turn.Utterance, b.Turn.Reply.Words, b.Turn.Reply.Gesture))],
            session.EndedAt is not null, session.PausedAt is not null, session.PausedForSafety, session.Unanswered, whispers);
    }

    private static ResultTurn Result(PracticeTurn row, PlayTurn turn) => new(
        row.Id, turn.Number, turn.Utterance, turn.Reply.Words, turn.Reply.Gesture, turn.Reply.Thought, turn.Reply.WordedBy,
        [.. turn.Acts.Select(act => act.Act)], turn.Moves, turn.After.State.Values);

    private List<BranchView> Branches(PracticeSession session, Scene scene)
    {
        var parents = session.Turns.Select(turn => turn.ParentId).ToHashSet();
        return [.. session.Turns.Where(turn => !parents.Contains(turn.Id)).OrderBy(turn => turn.At).Select(leaf =>
        {
            IReadOnlyList<PlayTurn> turns = [.. PracticeJson.Branch(session.Turns, leaf.Id).Select(b => b.Turn)];
            var score = SessionScorer.Score(scene, scenes.Rubrics.For(scene.Key), turns);
            return new BranchView(leaf.Id, turns.Count, score.Score, [.. turns.Select(turn => turn.After.State[scene.Rules.Closeness])], leaf.Id == session.HeadId);
        })];
    }
}
