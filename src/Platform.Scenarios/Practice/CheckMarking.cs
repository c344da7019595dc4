using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>What people's decisions do to a score.</summary>
internal static class CheckMarking
{
    public static (CriterionScore Criterion, CheckResult Check)? Find(PracticeSession session, string check)
    {
        if (session.ScoreDetails is null)
            return null;
        foreach (var criterion in PracticeJson.Read<SessionScore>(session.ScoreDetails).Criteria)
            if (criterion.Checks.FirstOrDefault(c => c.Id == check) is { } found)
                return (criterion, found);
        return null;
    }

    /// <summary>A person's decision counts: the session's score moves by what the changed checks are worth. What the program decided stays in the details.</summary>
    public static async Task RescoreAsync(PlatformDbContext db, PracticeSession session, CheckMark decided, CancellationToken cancellationToken)
    {
        var score = PracticeJson.Read<SessionScore>(session.ScoreDetails!);
        if (score.Void is not null)
            return;
        var marks = await db.CheckMarks.AsNoTracking().Where(m => m.SessionId == session.Id && m.HeadId == session.HeadId && m.Id != decided.Id).ToListAsync(cancellationToken);
        session.Score = Of(score, [.. marks, decided]);
    }

    public static int Of(SessionScore score, IReadOnlyList<CheckMark> marks)
    {
        var changed = marks.Where(m => m.PersonMet is not null && m.PersonMet != m.MachineMet).ToDictionary(m => m.Check, m => m.PersonMet == true, StringComparer.Ordinal);
        var weights = Math.Max(score.Criteria.Sum(c => c.Weight), 1);
        var moved = score.Criteria.Sum(c => c.Checks.Where(check => changed.ContainsKey(check.Id)).Sum(check => changed[check.Id] ? 1.0 : -1.0) * c.Weight / Math.Max(c.Checks.Count, 1)) * 100 / weights;
        return (int)Math.Round(Math.Clamp(score.Score + moved, 0, 100), MidpointRounding.AwayFromZero);
    }
}
