using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Characters;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

internal static class PracticeClosing
{
    /// <summary>Ends a session as it stands. Its score is that of the branch that was closed first; another one has its own beside it.</summary>
    public static void Close(PracticeSession session, Scene scene, PracticeScenes scenes, IReadOnlyList<PlayTurn> turns, DateTimeOffset at)
    {
        var score = SessionScorer.Score(scene, scenes.RubricsOf(session), PracticeJson.Read<PracticeOpening>(session.Opening).State, turns);
        score = score with { Void = WhyNoAttempt(session, scene, turns) ?? score.Void };
        ClosedBranches.Add(session, score);
        if (score.Void is null)
            session.Score ??= score.Score;
        session.EndedAt = at;
        (session.PausedAt, session.PausedForSafety, session.PausedByTrainee, session.PlayedBy, session.Unanswered) = (null, false, false, null, null);
    }

    private static string? WhyNoAttempt(PracticeSession session, Scene scene, IReadOnlyList<PlayTurn> turns) =>
        session.PausedForSafety ? scene.Said("为了安全停了下来", "it was stopped for safety")
        : turns.Count == 0 ? scene.Said("什么都还没有说", "nothing was said")
        : null;
}
