using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>What corrected acts would make of a closed branch. Nothing of it counts until a person decides the check.</summary>
internal static class CorrectedChecks
{
    /// <returns>Each check that comes out otherwise by the corrected acts, and how.</returns>
    public static IReadOnlyDictionary<string, bool> Of(PracticeSession session, Scene scene, IReadOnlyList<Rubric> rubrics, ClosedBranch branch, IReadOnlyDictionary<Guid, ActCorrection> corrections)
    {
        var turns = PracticeJson.Branch(session.Turns, branch.Head);
        if (branch.Score.Void is not null || !turns.Any(turn => corrections.ContainsKey(turn.Row.Id)))
            return new Dictionary<string, bool>(StringComparer.Ordinal);

        // Both are scored now and by the same rubrics, so that nothing but the acts differs.
        var heard = Checks([.. turns.Select(turn => turn.Turn)]);
        var corrected = Checks([.. turns.Select(turn => corrections.TryGetValue(turn.Row.Id, out var correction) ? CorrectedActs.Apply(turn.Turn, correction) : turn.Turn)]);
        return corrected.Where(check => heard.TryGetValue(check.Key, out var met) && met != check.Value).ToDictionary(StringComparer.Ordinal);

        Dictionary<string, bool> Checks(IReadOnlyList<PlayTurn> played) =>
            SessionScorer.Score(scene, rubrics, PracticeJson.Read<PracticeOpening>(session.Opening).State, played)
                .Criteria.SelectMany(criterion => criterion.Checks).DistinctBy(check => check.Id, StringComparer.Ordinal).ToDictionary(check => check.Id, check => check.Met, StringComparer.Ordinal);
    }
}
