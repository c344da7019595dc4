using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Figures;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>A cohort by skill: each trainee's last share of each criterion, and how it moved; of the practices that the filter lets pass.</summary>
public sealed record ReadCohortMatrix(TrainerScope By, Guid Cohort, PracticeFilter? Filter = null) : IRequest<CohortMatrix?>;

/// <param name="Skills">Criteria in the order of their rubrics.</param>
/// <param name="Effects">What practice did to the whole cohort, first attempt against last.</param>
public sealed record CohortMatrix(string Name, IReadOnlyList<SkillName> Skills, IReadOnlyList<TraineeRow> Rows, IReadOnlyList<SkillEffect> Effects)
{
    public required CohortTrend Trend { get; init; }
}

public sealed record SkillName(string Id, string Zh, string En);

/// <param name="LastSession">The one of the last score; its result can be read.</param>
/// <param name="Cells">By skill; absent where it was never scored.</param>
public sealed record TraineeRow(Guid Id, string Name, int Sessions, int? LastScore, Guid? LastSession, IReadOnlyDictionary<string, SkillCell> Cells);

/// <param name="Trend">Mean change from one session to the next, least squares, in points of 100.</param>
public sealed record SkillCell(double Last, double Trend, IReadOnlyList<double> Shares);

/// <summary>A trainee's own learning: every skill before and after.</summary>
public sealed record ReadLearning(Guid Trainee) : IRequest<Learning>;

/// <param name="Scores">Of every valid session, oldest first.</param>
public sealed record Learning(IReadOnlyList<SkillName> Skills, IReadOnlyList<int> Scores, IReadOnlyDictionary<string, SkillCell> Cells, IReadOnlyList<SkillEffect> Effects);

internal sealed class ProgressReader(PlatformDbContext db, PracticeScenes scenes) : IRequestHandler<ReadCohortMatrix, CohortMatrix?>, IRequestHandler<ReadLearning, Learning>
{
    private const int Most = 2000;

    public async Task<CohortMatrix?> Handle(ReadCohortMatrix query, CancellationToken cancellationToken)
    {
        if (await query.By.Cohorts(db).Include(c => c.Members).AsNoTracking().SingleOrDefaultAsync(c => c.Id == query.Cohort, cancellationToken) is not { } cohort)
            return null;
        var ids = cohort.Members.Select(m => m.TraineeId).ToList();
        var names = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).OrderBy(u => u.UserName).Select(u => new TraineeView(u.Id, u.DisplayName ?? u.UserName ?? "")).ToListAsync(cancellationToken);
        var scored = await SessionsAsync(db.PracticeSessions.Where(s => s.TraineeId != null && ids.Contains(s.TraineeId.Value)), query.Filter, cancellationToken);
        var sessions = scored.ToLookup(s => s.Trainee);
        var rows = names.Select(name =>
        {
            var own = sessions[name.Id].ToList();
            return new TraineeRow(name.Id, name.Name, own.Count, own.Count > 0 ? own[^1].Total : null, own.Count > 0 ? own[^1].Id : null, Cells(own));
        }).ToList();
        var skills = Skills(rows.SelectMany(r => r.Cells.Keys));
        var effects = skills.Select(skill => rows.Where(r => r.Cells.TryGetValue(skill.Id, out var cell) && cell.Shares.Count > 1).Select(r => r.Cells[skill.Id].Shares).ToList())
            .Zip(skills, (shares, skill) => SkillEffect.Of(skill.Id, [.. shares.Select(s => s[0])], [.. shares.Select(s => s[^1])])).Where(e => e.Count > 0).ToList();
        return new CohortMatrix(cohort.Name, skills, rows, effects) { Trend = CohortTrend.Of([.. scored.Select(s => (s.At, s.Shares))]) };
    }

    public async Task<Learning> Handle(ReadLearning query, CancellationToken cancellationToken)
    {
        var own = await SessionsAsync(db.PracticeSessions.Where(s => s.TraineeId == query.Trainee), filter: null, cancellationToken);
        var cells = Cells(own);
        var skills = Skills(cells.Keys);
        return new Learning(skills, [.. own.Select(s => s.Total)], cells, [.. skills.Select(skill =>
        {
            var shares = cells[skill.Id].Shares;
            return SkillEffect.Of(skill.Id, [.. shares.Take(shares.Count / 2)], [.. shares.Skip(shares.Count - (shares.Count / 2))]);
        }).Where(e => e.Count > 0)]);
    }

    /// <summary>Valid sessions by their first attempt, oldest first. The criterion of one scene alone is no skill.</summary>
    private async Task<List<ScoredSession>> SessionsAsync(IQueryable<PracticeSession> sessions, PracticeFilter? filter, CancellationToken cancellationToken)
    {
        sessions = filter?.Apply(db, sessions, scenes) ?? sessions;
        var scored = await sessions.AsNoTracking().Where(s => s.Score != null && s.ScoreDetails != null).OrderByDescending(s => s.StartedAt).Take(Most)
            .Select(s => new { s.Id, Trainee = s.TraineeId!.Value, s.StartedAt, Score = s.Score!.Value, s.ScoreDetails }).ToListAsync(cancellationToken);
        var marks = await FilteredSessions.MarksAsync(db, sessions, filter, cancellationToken);
        scored.RemoveAll(s => filter?.Passes(s.ScoreDetails, marks[s.Id]) == false);
        scored.Reverse();
        return [.. scored.Select(s => new ScoredSession(s.Id, s.Trainee, s.StartedAt, s.Score, (ClosedBranches.Attempt(s.ScoreDetails)?.Score.Criteria ?? []).Where(c => c.Id != Rubrics.SceneCriterion).ToDictionary(c => c.Id, c => c.Share, StringComparer.Ordinal)))];
    }

    private static Dictionary<string, SkillCell> Cells(IReadOnlyList<ScoredSession> sessions) =>
        sessions.SelectMany(s => s.Shares).GroupBy(share => share.Key, share => share.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new SkillCell(group.Last(), Trend([.. group]), [.. group]), StringComparer.Ordinal);

    private static double Trend(double[] shares)
    {
        if (shares.Length < 2)
            return 0;
        var (middle, mean) = ((shares.Length - 1) / 2.0, shares.Average());
        return 100 * shares.Select((share, i) => (i - middle) * (share - mean)).Sum() / shares.Select((_, i) => (i - middle) * (i - middle)).Sum();
    }

    /// <param name="Shares">By criterion.</param>
    private sealed record ScoredSession(Guid Id, Guid Trainee, DateTimeOffset At, int Total, Dictionary<string, double> Shares);

    private List<SkillName> Skills(IEnumerable<string> ids)
    {
        var seen = ids.ToHashSet(StringComparer.Ordinal);
        return [.. scenes.Shelf.Criteria().Where(c => seen.Contains(c.Id)).DistinctBy(c => c.Id, StringComparer.Ordinal).Select(c => new SkillName(c.Id, c.Name.Zh, c.Name.En))];
    }
}
