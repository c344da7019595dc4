using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Practice.Recognition;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>A session as its trainee may see it while it runs.</summary>
public sealed record ReadPractice(Guid Session, Guid? Trainee) : IRequest<OpenPractice?>;

/// <summary>A session with everything in it, as it was closed last.</summary>
/// <returns>Null before it was closed once, or when there is none.</returns>
public sealed record ReadPracticeResult(Guid Session, Guid? Trainee) : IRequest<PracticeResult?>;

/// <summary>The same for somebody who trains its trainee.</summary>
public sealed record ReadTraineeResult(Guid Session, TrainerScope By) : IRequest<PracticeResult?>;

/// <summary>A trainee's own sessions, newest first.</summary>
public sealed record ListPractice(Guid Trainee, PracticeFilter? Filter = null) : IRequest<IReadOnlyList<PracticeRow>>;

public sealed record PracticeRow(Guid Id, string Title, string Name, DateTimeOffset StartedAt, bool Ended, int? Score);

internal sealed class PracticeReader(PlatformDbContext db, PracticeScenes scenes) :
    IRequestHandler<ReadPractice, OpenPractice?>, IRequestHandler<ReadPracticeResult, PracticeResult?>, IRequestHandler<ReadTraineeResult, PracticeResult?>, IRequestHandler<ListPractice, IReadOnlyList<PracticeRow>>
{
    private const int MostListed = 50;

    public async Task<OpenPractice?> Handle(ReadPractice query, CancellationToken cancellationToken) =>
        await FindAsync(query.Session, query.Trainee, cancellationToken) is { } session ? Open(session, scenes.Compose(session), await WhispersAsync(session.Id, cancellationToken)) : null;

    public async Task<PracticeResult?> Handle(ReadPracticeResult query, CancellationToken cancellationToken) =>
        await FindAsync(query.Session, query.Trainee, cancellationToken) is { } session ? await ResultAsync(session, cancellationToken) : null;

    public async Task<PracticeResult?> Handle(ReadTraineeResult query, CancellationToken cancellationToken) =>
        await query.By.Sessions(db).Include(s => s.Turns).AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.Session, cancellationToken) is { } session ? await ResultAsync(session, cancellationToken) : null;

    private async Task<PracticeResult?> ResultAsync(PracticeSession session, CancellationToken cancellationToken)
    {
        if (ClosedBranches.Shown(session) is not { } shown || scenes.TryCompose(session) is not { } scene)
            return null;

        var earlier = await db.PracticeSessions.AsNoTracking()
            .Where(s => s.TraineeId == session.TraineeId && (s.TraineeId != null || s.ChannelUser == session.ChannelUser) && s.Persona == session.Persona && s.Case == session.Case && s.Id != session.Id && s.Score != null)
            .OrderBy(s => s.StartedAt).Select(s => new EarlierAttempt(s.Id, s.StartedAt, s.Score!.Value)).ToListAsync(cancellationToken);
        var marks = await db.CheckMarks.AsNoTracking().Where(m => m.SessionId == session.Id).ToListAsync(cancellationToken);
        var corrections = await db.ActCorrections.AsNoTracking().Where(c => db.PracticeTurns.Any(t => t.Id == c.TurnId && t.SessionId == session.Id)).ToDictionaryAsync(c => c.TurnId, cancellationToken);
        var own = marks.FindAll(m => m.HeadId == shown.Head);
        var score = CheckMarking.Judged(shown.Score, own);
        var official = (await new ReadAgreementHandler(db, scenes).Handle(new ReadAgreement(), cancellationToken)).Where(a => a.Official).Select(a => (a.Criterion, a.Judge)).ToHashSet();
        var shelf = scenes.Shelf;
        bool IsOfficial(CriterionScore c) => shelf.JudgeOf(c.Id, c.Rubric, score.ByRubric.FirstOrDefault(rubric => rubric.Id == c.Rubric)?.Version) is { } judge && official.Contains((c.Id, judge));
        return new PracticeResult(
            Open(session, scene, []) with { Turns = Said(session, shown.Head), Ended = true }, shown.Head,
            score with { Criteria = [.. score.Criteria.Select(c => c with { Official = IsOfficial(c) })] },
            StateOf(score, own), [.. own.Select(m => new CheckMarkView(m.Check, m.State, m.PersonMet, m.TraineeComment, m.TrainerComment))], Turns(session, shown.Head, corrections),
            PracticeJson.Read<PracticeOpening>(session.Opening).State.State.Values, scene.Reference, Branches(session, shown, marks, corrections), earlier)
        {
            Family = session.Family,
            Otherwise = CorrectedChecks.Of(session, scene, scenes.RubricsOf(session), shown, corrections),
        };
    }

    public async Task<IReadOnlyList<PracticeRow>> Handle(ListPractice query, CancellationToken cancellationToken)
    {
        var sessions = await FilteredSessions.TakeAsync(db, db.PracticeSessions.Where(s => s.TraineeId == query.Trainee), query.Filter, scenes, MostListed, cancellationToken);
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
            Said(session, session.HeadId), session.EndedAt is not null, session.PausedAt is not null, session.PausedForSafety, session.Unanswered, whispers)
        {
            PausedByTrainee = session.PausedByTrainee && !session.PausedForSafety,
        };
    }

    /// <summary>A branch as its trainee sees it while it runs.</summary>
    internal static IReadOnlyList<OpenTurn> Said(PracticeSession session, Guid? head) =>
        [.. PracticeJson.Branch(session.Turns, head).Select(b => new OpenTurn(b.Row.Id, b.Turn.Number, b.Turn.Utterance, b.Turn.Reply.Words, b.Turn.Reply.Gesture))];

    private static List<ResultTurn> Turns(PracticeSession session, Guid? head, Dictionary<Guid, ActCorrection> corrections) =>
        [.. PracticeJson.Branch(session.Turns, head).Select(b => new ResultTurn(
            b.Row.Id, b.Turn.Number, b.Turn.Utterance, b.Turn.Reply.Words, b.Turn.Reply.Gesture, b.Turn.Reply.Thought, b.Turn.Reply.WordedBy,
            [.. b.Turn.Acts.Select(act => act.Act)], b.Turn.Moves, b.Turn.After.State.Values)
        {
            Seen = CorrectedActs.Seen(b.Turn),
            Correction = corrections.TryGetValue(b.Row.Id, out var correction) ? new TurnCorrection([.. CorrectedActs.Of(correction).Select(act => act.Act)], correction.CorrectedAt) : null,
        })];

    /// <summary>Those that were closed, in the order of their closing; nothing of one that still runs.</summary>
    private static List<BranchView> Branches(PracticeSession session, ClosedBranch shown, List<CheckMark> marks, Dictionary<Guid, ActCorrection> corrections) =>
        [.. ClosedBranches.Of(session).Where(branch => branch.Head is not null).Select(branch =>
        {
            var score = CheckMarking.Judged(branch.Score, marks.FindAll(m => m.HeadId == branch.Head));
            var isValid = score.Void is null;
            return new BranchView(
                branch.Head!.Value, isValid ? score.Score : null,
                (isValid ? score.Criteria : []).ToDictionary(c => c.Id, c => c.Share, StringComparer.Ordinal), Turns(session, branch.Head, corrections), branch.Head == shown.Head);
        })];
}
