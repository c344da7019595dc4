using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>How well the program agrees with people, criterion by criterion, by the rubrics and the recogniser in service. Only what agrees well enough is official.</summary>
public sealed record ReadAgreement : IRequest<IReadOnlyList<CriterionAgreement>>;

/// <param name="Kappa">Agreement beyond chance (Cohen 1960), from −1 to 1; null where chance alone would give the same.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record CriterionAgreement(string Criterion, int Items, double? Kappa, double Low, double High)
{
    public const double Least = 0.6;
    public const int FewestItems = 50;

    /// <summary>Null when no rubric has the criterion any more.</summary>
    public InBoth? Name { get; init; }

    public bool Official => Items >= FewestItems && Kappa >= Least;

    /// <summary>Kappa and its large-sample interval (Fleiss, Cohen, Everitt 1969, simple form).</summary>
    public static CriterionAgreement Of(string criterion, IReadOnlyList<(bool Machine, bool Person)> items)
    {
        if (items.Count == 0)
            return new CriterionAgreement(criterion, 0, null, -1, 1);
        double n = items.Count;
        var observed = items.Count(i => i.Machine == i.Person) / n;
        var (machine, person) = (items.Count(i => i.Machine) / n, items.Count(i => i.Person) / n);
        var chance = (machine * person) + ((1 - machine) * (1 - person));
        if (chance > 1 - 1e-9)
            return new CriterionAgreement(criterion, items.Count, null, -1, 1);
        var kappa = (observed - chance) / (1 - chance);
        var half = 1.96 * Math.Sqrt(observed * (1 - observed) / (n * (1 - chance) * (1 - chance)));
        return new CriterionAgreement(criterion, items.Count, kappa, Math.Max(kappa - half, -1), Math.Min(kappa + half, 1));
    }
}

internal sealed class ReadAgreementHandler(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ReadAgreement, IReadOnlyList<CriterionAgreement>>
{
    public async Task<IReadOnlyList<CriterionAgreement>> Handle(ReadAgreement query, CancellationToken cancellationToken)
    {
        var recogniser = PracticeScenes.RecogniserVersion;
        var judged = await db.CheckMarks.AsNoTracking().Where(m => m.PersonMet != null && m.Recogniser == recogniser)
            .Select(m => new { m.Criterion, m.Rubric, m.RubricVersion, m.MachineMet, Person = m.PersonMet!.Value }).ToListAsync(cancellationToken);
        return [.. judged.Where(m => scenes.Rubrics.InService(m.Rubric, m.RubricVersion)).GroupBy(m => m.Criterion, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => CriterionAgreement.Of(g.Key, [.. g.Select(m => (m.MachineMet, m.Person))]) with { Name = scenes.Rubrics.NameOf(g.Key) })];
    }
}
