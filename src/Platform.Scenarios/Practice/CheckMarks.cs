using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>A trainee says that a check of a scored session is decided wrongly.</summary>
public sealed record ContestCheck(Guid Session, Guid Trainee, string Check, string Comment) : IRequest<bool>;

/// <summary>A trainer decides a check: contested, or unasked to measure how well the program agrees with people.</summary>
/// <param name="Head">The last turn of the branch that was scored.</param>
/// <param name="Met">What the trainer found; null settles a contest without a decision.</param>
public sealed record DecideCheck(Guid Session, Guid? Head, TrainerScope By, string Check, bool? Met, string? Comment) : IRequest<bool>;

/// <summary>Contested checks, oldest first; each waits until it is decided, wherever its session has gone since.</summary>
public sealed record ListContests(TrainerScope By) : IRequest<IReadOnlyList<ContestView>>;

/// <param name="Trainee">Not to be shown while the check is judged, unless the trainer asks for it.</param>
public sealed record ContestView(
    Guid Session, Guid? Head, string Trainee, string Title, string Check, string Question, bool MachineMet, string Comment, DateTimeOffset At, IReadOnlyList<Evidence> Evidence, string Reason, IReadOnlyList<OpenTurn> Turns);

/// <summary>How a check stands with people.</summary>
public sealed record CheckMarkView(string Check, MarkState State, bool? PersonMet, string? TraineeComment, string? TrainerComment);

internal sealed class ContestRules : AbstractValidator<ContestCheck>
{
    public ContestRules() => RuleFor(contest => contest.Comment).NotEmpty().MaximumLength(CheckMark.CommentLength);
}

internal sealed class DecideRules : AbstractValidator<DecideCheck>
{
    public DecideRules()
    {
        RuleFor(decide => decide.Comment).MaximumLength(CheckMark.CommentLength);
        RuleFor(decide => decide.Comment).NotEmpty().When(decide => decide.Met is null).WithMessage("Say how it was settled.");
    }
}

internal sealed class ContestCheckHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<ContestCheck, bool>
{
    public Task<bool> Handle(ContestCheck command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => ContestAsync(command, cancellationToken));

    private async Task<bool> ContestAsync(ContestCheck command, CancellationToken cancellationToken)
    {
        var session = await db.PracticeSessions.SingleOrDefaultAsync(s => s.Id == command.Session && s.TraineeId == command.Trainee, cancellationToken);
        if (session is null || ClosedBranches.Shown(session) is not { Score.Void: null } shown || CheckMarking.Find(shown.Score, command.Check) is not { } found
            || await db.CheckMarks.AnyAsync(m => m.SessionId == session.Id && m.HeadId == shown.Head && m.Check == command.Check, cancellationToken))
            return false;
        db.CheckMarks.Add(CheckMarking.Begin(session, shown, found, clock.GetUtcNow(), command.Comment.Trim()));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class DecideCheckHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<DecideCheck, bool>
{
    public Task<bool> Handle(DecideCheck command, CancellationToken cancellationToken) => SessionFence.RetryAsync(db, () => DecideAsync(command, cancellationToken));

    private async Task<bool> DecideAsync(DecideCheck command, CancellationToken cancellationToken)
    {
        var session = await command.By.Sessions(db).SingleOrDefaultAsync(s => s.Id == command.Session, cancellationToken);
        if (session is null || ClosedBranches.At(session, command.Head) is not { Score.Void: null } branch || CheckMarking.Find(branch.Score, command.Check) is not { } found)
            return false;
        var mark = await db.CheckMarks.SingleOrDefaultAsync(m => m.SessionId == session.Id && m.HeadId == branch.Head && m.Check == command.Check, cancellationToken);
        if (mark is null && command.Met is null)
            return false; // nothing to settle
        if (mark is null)
            db.CheckMarks.Add(mark = CheckMarking.Begin(session, branch, found, clock.GetUtcNow()));
        mark.State = command.Met is not { } met ? MarkState.Settled : met == mark.MachineMet ? MarkState.Confirmed : MarkState.Changed;
        (mark.PersonMet, mark.TrainerComment, mark.DecidedAt, mark.DecidedBy) = (command.Met, command.Comment?.Trim(), clock.GetUtcNow(), command.By.Id);
        await CheckMarking.RescoreAsync(db, session, branch, mark, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class ListContestsHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ListContests, IReadOnlyList<ContestView>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<ContestView>> Handle(ListContests query, CancellationToken cancellationToken)
    {
        var mine = query.By.Sessions(db);
        var open = await db.CheckMarks.AsNoTracking().Where(m => m.State == MarkState.Contested && mine.Any(s => s.Id == m.SessionId)).OrderBy(m => m.At).Take(Most).ToListAsync(cancellationToken);
        var ids = open.Select(m => m.SessionId).Distinct().ToList();
        var sessions = await db.PracticeSessions.Include(s => s.Turns).AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellationToken);
        var names = await db.Users.Where(u => mine.Any(s => ids.Contains(s.Id) && s.TraineeId == u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName ?? u.UserName ?? "", cancellationToken);
        return [.. open.Select(m => (Mark: m, Session: sessions[m.SessionId]))
            .Select(x => (x.Mark, x.Session, Found: ClosedBranches.At(x.Session, x.Mark.HeadId) is { } branch ? CheckMarking.Find(branch.Score, x.Mark.Check) : null)).Where(x => x.Found is not null)
            .Select(x => new ContestView(
                x.Session.Id, x.Mark.HeadId, names.GetValueOrDefault(x.Session.TraineeId ?? Guid.Empty, ""), scenes.TryCompose(x.Session)?.Title ?? x.Session.Persona, x.Mark.Check, x.Found!.Value.Check.Question, x.Mark.MachineMet,
                x.Mark.TraineeComment ?? "", x.Mark.At, x.Found.Value.Check.Evidence, x.Found.Value.Check.Reason,
                PracticeReader.Said(x.Session, x.Mark.HeadId)))];
    }
}
