using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>What people's decisions do to a score.</summary>
internal static class CheckMarking
{
    public static (CriterionScore Criterion, CheckResult Check)? Find(SessionScore score, string check)
    {
        foreach (var criterion in score.Criteria)
            if (criterion.Checks.FirstOrDefault(c => c.Id == check) is { } found)
                return (criterion, found);
        return null;
    }

    /// <summary>A mark on what the program decided, with the versions that decided it.</summary>
    /// <param name="contest">Why the trainee disputes it; null when nobody does.</param>
    public static CheckMark Begin(PracticeSession session, ClosedBranch branch, (CriterionScore Criterion, CheckResult Check) found, DateTimeOffset at, string? contest = null) => new()
    {
        SessionId = session.Id,
        HeadId = branch.Head,
        Criterion = found.Criterion.Id,
        Check = found.Check.Id,
        MachineMet = found.Check.Met,
        Rubric = found.Criterion.Rubric,
        RubricVersion = branch.Score.ByRubric.FirstOrDefault(rubric => rubric.Id == found.Criterion.Rubric)?.Version,
        Recogniser = branch.Score.Recogniser,
        State = MarkState.Contested,
        TraineeComment = contest,
        At = at,
    };

    /// <summary>A person's decision counts: the session's score becomes what the attempt is worth with it. A branch that was played later has its score beside the attempt's.</summary>
    public static async Task RescoreAsync(PlatformDbContext db, PracticeSession session, ClosedBranch branch, CheckMark decided, CancellationToken cancellationToken)
    {
        if (ClosedBranches.Attempt(session.ScoreDetails)?.Head is { } attempt && attempt != branch.Head)
            return;
        var marks = await db.CheckMarks.AsNoTracking().Where(m => m.SessionId == session.Id && m.HeadId == branch.Head && m.Id != decided.Id).ToListAsync(cancellationToken);
        session.Score = Judged(branch.Score, [.. marks, decided]).Score;
    }

    /// <summary>The score summed up anew with people's decisions. What the program decided stays in its criteria.</summary>
    /// <param name="marks">Those of the same branch.</param>
    public static SessionScore Judged(SessionScore score, IReadOnlyList<CheckMark> marks)
    {
        var changed = marks.Where(m => m.PersonMet is not null && m.PersonMet != m.MachineMet).ToDictionary(m => m.Check, m => m.PersonMet == true, StringComparer.Ordinal);
        if (changed.Count == 0 || score.Void is not null)
            return score;

        var criteria = score.Criteria.Select(criterion =>
        {
            List<CheckResult> checks = [.. criterion.Checks.Select(check => changed.TryGetValue(check.Id, out var met) ? check with { Met = met } : check)];
            return criterion with { Checks = checks, Share = ScoreSum.Share(checks) };
        }).ToList();
        var cleared = criteria.SelectMany(criterion => criterion.Checks).Where(check => check.Met && changed.ContainsKey(check.Id)).SelectMany(check => check.Forbids ?? []).ToHashSet(StringComparer.Ordinal);
        return ScoreSum.Of(score, criteria, [.. score.Harm.Where(turn => turn.Acts.Any(act => !cleared.Contains(act)))]); // an act that a person did not find takes no points off
    }
}
