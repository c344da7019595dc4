namespace Platform.Scenarios.Simulation.Scoring;

/// <summary>What decided checks come to, in all and for each rubric.</summary>
internal static class ScoreSum
{
    /// <summary>Of 100: what the checks of the scene itself count beside the family's rubric.</summary>
    public const int ScenePart = 15;

    private const int MostHarmful = 5;

    /// <summary>The score with the sums that these criteria and harmful turns make; its own criteria stay as they were decided first.</summary>
    public static SessionScore Of(SessionScore score, IReadOnlyList<CriterionScore> criteria, IReadOnlyList<HarmfulTurn> harm)
    {
        var harmful = Math.Min(harm.Count, MostHarmful);
        var off = score.ByRubric.Count > 0 ? harmful * score.ByRubric.Sum(rubric => rubric.Penalty) : Whole(score.Criteria) - score.Score; // an old score does not say what was taken off
        return score with
        {
            Score = Points(Whole(criteria) - off),
            ByRubric = [.. score.ByRubric.Select(rubric => rubric with { Score = Points(Whole([.. criteria.Where(c => c.Rubric == rubric.Id)]) - (harmful * rubric.Penalty)) })],
        };
    }

    public static double Share(IReadOnlyList<CheckResult> checks) => checks.Count == 0 ? 1 : (double)checks.Count(check => check.Met) / checks.Count;

    private static double Whole(IReadOnlyList<CriterionScore> criteria)
    {
        var own = criteria.Where(c => c.Id != Rubrics.SceneCriterion).ToList();
        var whole = own.Sum(c => c.Weight * c.Share) / Math.Max(own.Sum(c => c.Weight), 1) * 100;
        var scene = criteria.FirstOrDefault(c => c.Id == Rubrics.SceneCriterion);
        return scene is null ? whole : (whole * (100 - ScenePart) / 100) + (scene.Share * ScenePart);
    }

    private static int Points(double value) => (int)Math.Round(Math.Clamp(value, 0, 100), MidpointRounding.AwayFromZero);
}
