using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Practice;

/// <summary>A trainer gives a scene to trainees.</summary>
/// <param name="Rubric">Id of a rubric in service that judges such scenes; null for what the scene names or what ships.</param>
/// <returns>How many got it; none when there is no such scene or rubric.</returns>
public sealed record GiveAssignment(TrainerScope By, IReadOnlyList<Guid> Trainees, SceneKey Scene, DateTimeOffset? DueAt, string? Note, string? Rubric = null) : IRequest<int>;

public sealed record WithdrawAssignment(TrainerScope By, Guid Assignment) : IRequest<bool>;

/// <summary>What a trainee has to do, open ones first; or what a trainer gave.</summary>
public sealed record ListAssignments(Guid? Trainee, TrainerScope? By, PracticeFilter? Filter = null) : IRequest<IReadOnlyList<AssignmentView>>;

/// <param name="Best">Best score since it was given; null while it is open.</param>
public sealed record AssignmentView(
    Guid Id, string Trainee, string Title, string Person, SceneKey Scene, DateTimeOffset GivenAt, DateTimeOffset? DueAt, string? Note, int? Best, bool Overdue)
{
    public bool Done => Best is not null;

    /// <summary>Id of the rubric that its trainer chose.</summary>
    public string? Rubric { get; init; }
}

internal sealed class GiveAssignmentRules : AbstractValidator<GiveAssignment>
{
    private const int Most = 500;

    public GiveAssignmentRules()
    {
        RuleFor(give => give.Trainees).NotEmpty().Must(trainees => trainees.Count <= Most).WithMessage($"{Most} trainees at once at most.");
        RuleFor(give => give.Note).MaximumLength(PracticeAssignment.NoteLength);
    }
}

internal sealed class GiveAssignmentHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<GiveAssignment, int>
{
    public async Task<int> Handle(GiveAssignment command, CancellationToken cancellationToken)
    {
        if (scenes.TryCompose(command.Scene) is null || (command.Rubric is { } named && scenes.Shelf.For(command.Scene, named).All(rubric => rubric.Id != named)))
            return 0;
        var wanted = command.Trainees.ToHashSet();
        var known = await TrainerScope.Trainees(db).Where(a => wanted.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        db.PracticeAssignments.AddRange(known.Select(trainee => new PracticeAssignment
        {
            TrainerId = command.By.Id,
            TraineeId = trainee,
            Family = command.Scene.Family,
            Persona = command.Scene.Persona,
            Case = command.Scene.Case,
            Difficulty = command.Scene.Difficulty.ToString(),
            Crisis = command.Scene.Crisis,
            Rubric = command.Rubric,
            DueAt = command.DueAt,
            Note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim(),
            GivenAt = clock.GetUtcNow(),
        }));
        await db.SaveChangesAsync(cancellationToken);
        return known.Count;
    }
}

internal sealed class WithdrawAssignmentHandler(PlatformDbContext db, TimeProvider clock) : IRequestHandler<WithdrawAssignment, bool>
{
    public async Task<bool> Handle(WithdrawAssignment command, CancellationToken cancellationToken)
    {
        if (await db.PracticeAssignments.SingleOrDefaultAsync(a => a.Id == command.Assignment && (command.By.IsAdmin || a.TrainerId == command.By.Id), cancellationToken) is not { } assignment)
            return false;
        assignment.WithdrawnAt ??= clock.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}

internal sealed class ListAssignmentsHandler(PlatformDbContext db, PracticeScenes scenes, TimeProvider clock) : IRequestHandler<ListAssignments, IReadOnlyList<AssignmentView>>
{
    private const int Most = 200;

    public async Task<IReadOnlyList<AssignmentView>> Handle(ListAssignments query, CancellationToken cancellationToken)
    {
        var given = db.PracticeAssignments.AsNoTracking().Where(a => a.WithdrawnAt == null);
        given = query.By is { } by ? given.Where(a => by.IsAdmin || a.TrainerId == by.Id) : given.Where(a => a.TraineeId == query.Trainee);
        given = query.Filter?.Apply(given, scenes) ?? given;
        var found = await (from a in given
                           orderby a.GivenAt descending
                           select new
                           {
                               Assignment = a,
                               Name = db.Users.Where(u => u.Id == a.TraineeId).Select(u => u.DisplayName ?? u.UserName).FirstOrDefault(),
                               Best = db.PracticeSessions.Where(s => s.TraineeId == a.TraineeId && s.Persona == a.Persona && s.Case == a.Case && s.Difficulty == a.Difficulty
                                   && s.Crisis == a.Crisis && s.StartedAt >= a.GivenAt && s.Score != null).Max(s => s.Score),
                           }).Take(Most).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return [.. found.Select(f => (f, Key: KeyOf(f.Assignment))).Select(x => (x.f, x.Key, Scene: scenes.TryCompose(x.Key))).Where(x => x.Scene is not null)
            .Select(x => new AssignmentView(
                x.f.Assignment.Id, x.f.Name ?? "", x.Scene!.Title, x.Scene.Name, x.Key, x.f.Assignment.GivenAt, x.f.Assignment.DueAt, x.f.Assignment.Note, x.f.Best, x.f.Best is null && x.f.Assignment.DueAt < now)
            {
                Rubric = x.f.Assignment.Rubric,
            })
            .Where(a => query.Filter?.Passes(a) != false)
            .OrderBy(a => a.Done).ThenBy(a => a.DueAt ?? DateTimeOffset.MaxValue)];
    }

    private static SceneKey KeyOf(PracticeAssignment a) => new(a.Family, a.Persona, a.Case, Enum.Parse<Difficulty>(a.Difficulty), a.Crisis);
}
