using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;

namespace Platform.Scenarios.Practice;

/// <summary>Cohorts of a trainer, and everybody who can be taught.</summary>
public sealed record ListCohorts(TrainerScope By) : IRequest<CohortList>;

public sealed record CohortList(IReadOnlyList<CohortView> Cohorts, IReadOnlyList<TraineeView> Trainees);

public sealed record CohortView(Guid Id, string Name, IReadOnlyList<Guid> Members);

public sealed record TraineeView(Guid Id, string Name);

/// <summary>Makes a cohort, or gives the trainer's cohort of that name these members.</summary>
public sealed record SaveCohort(TrainerScope By, string Name, IReadOnlyList<Guid> Members) : IRequest<Guid>;

internal sealed class SaveCohortRules : AbstractValidator<SaveCohort>
{
    private const int Most = 500;

    public SaveCohortRules()
    {
        RuleFor(cohort => cohort.Name).NotEmpty().MaximumLength(PracticeCohort.NameLength);
        RuleFor(cohort => cohort.Members).NotEmpty().Must(members => members.Count <= Most).WithMessage($"A cohort has {Most} members at most.");
    }
}

internal sealed class ListCohortsHandler(PlatformDbContext db) : IRequestHandler<ListCohorts, CohortList>
{
    public async Task<CohortList> Handle(ListCohorts query, CancellationToken cancellationToken)
    {
        var cohorts = await query.By.Cohorts(db).Include(c => c.Members).AsNoTracking().OrderBy(c => c.Name).ToListAsync(cancellationToken);
        var trainees = await TrainerScope.Trainees(db).AsNoTracking().OrderBy(a => a.UserName).Select(a => new TraineeView(a.Id, a.DisplayName ?? a.UserName ?? "")).ToListAsync(cancellationToken);
        return new CohortList([.. cohorts.Select(c => new CohortView(c.Id, c.Name, [.. c.Members.Select(m => m.TraineeId)]))], trainees);
    }
}

internal sealed class SaveCohortHandler(PlatformDbContext db) : IRequestHandler<SaveCohort, Guid>
{
    public async Task<Guid> Handle(SaveCohort command, CancellationToken cancellationToken)
    {
        var wanted = command.Members.ToHashSet();
        var known = await TrainerScope.Trainees(db).Where(a => wanted.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        var name = command.Name.Trim();
        var cohort = await db.PracticeCohorts.Include(c => c.Members).SingleOrDefaultAsync(c => c.TrainerId == command.By.Id && c.Name == name, cancellationToken);
        if (cohort is null)
            db.PracticeCohorts.Add(cohort = new PracticeCohort { Name = name, TrainerId = command.By.Id });
        cohort.Members.RemoveAll(member => !known.Contains(member.TraineeId));
        cohort.Members.AddRange(known.Except(cohort.Members.Select(m => m.TraineeId)).ToList().Select(id => new CohortMember { CohortId = cohort.Id, TraineeId = id }));
        await db.SaveChangesAsync(cancellationToken);
        return cohort.Id;
    }
}
