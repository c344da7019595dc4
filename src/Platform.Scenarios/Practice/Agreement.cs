using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>How well the program agrees with people, criterion by criterion, by what the rubrics in service ask and the recogniser in service. Only what agrees well enough is official.</summary>
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

    /// <summary>What decides it: criteria of one name that ask different things are measured apart.</summary>
    public string Judge { get; init; } = "";

    /// <summary>Ids of the rubrics in service that have it.</summary>
    public IReadOnlyList<string> Rubrics { get; init; } = [];

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
        var (recogniser, shelf) = (scenes.Recogniser, scenes.Shelf);
        var judges = shelf.Judges();
        var judged = await (from mark in db.CheckMarks.AsNoTracking()
                            join session in db.PracticeSessions on mark.SessionId equals session.Id
                            where mark.PersonMet != null && mark.Recogniser != null
                            select new { mark.Criterion, mark.Rubric, mark.RubricVersion, mark.Recogniser, mark.MachineMet, Person = mark.PersonMet!.Value, session.Family, session.Lang }).ToListAsync(cancellationToken);
        return [.. judged.Where(m => m.Recogniser == recogniser.VersionOf(m.Family, m.Lang))
            .GroupBy(m => (m.Criterion, Judge: shelf.JudgeOf(m.Criterion, m.Rubric, m.RubricVersion) ?? "")).Where(g => judges.Contains(g.Key))
            .OrderBy(g => g.Key.Criterion, StringComparer.Ordinal).ThenBy(g => g.Key.Judge, StringComparer.Ordinal)
            .Select(g => CriterionAgreement.Of(g.Key.Criterion, [.. g.Select(m => (m.MachineMet, m.Person))]) with { Name = shelf.NameOf(g.Key.Criterion), Judge = g.Key.Judge, Rubrics = [.. judges[g.Key].Distinct(StringComparer.Ordinal)] })];
    }
}
