using Platform.Data.Simulations;
using Platform.Scenarios.Simulation.Scoring;

namespace Platform.Scenarios.Practice;

/// <summary>A way through a session that was closed, and what it was worth.</summary>
/// <param name="Head">Its last turn; null when nothing was said.</param>
internal sealed record ClosedBranch(Guid? Head, SessionScore Score);

/// <summary>The closed branches of a session. They stand in its score details in the order of their closing.</summary>
internal static class ClosedBranches
{
    public static IReadOnlyList<ClosedBranch> Of(PracticeSession session) => Read(session.ScoreDetails, session.EndedAt is null ? null : session.HeadId);

    public static ClosedBranch? At(PracticeSession session, Guid? head) => Of(session).FirstOrDefault(branch => branch.Head == head);

    /// <summary>The branch whose result is to be seen: the one that the session stands at, or the last that was closed while that one is still open.</summary>
    public static ClosedBranch? Shown(PracticeSession session) => At(session, session.HeadId) ?? (Of(session) is [.., var last] ? last : null);

    /// <summary>The one that counts as the attempt: the first valid one, since whatever comes later is said with the answers known.</summary>
    public static ClosedBranch? Attempt(string? details) => Read(details, null).FirstOrDefault(branch => branch.Score.Void is null);

    /// <summary>Keeps the score of where the session stands; what was closed once stays as it is.</summary>
    public static void Add(PracticeSession session, SessionScore score)
    {
        if (At(session, session.HeadId) is null)
            session.ScoreDetails = PracticeJson.Write<IReadOnlyList<ClosedBranch>>([.. Of(session), new ClosedBranch(session.HeadId, score)]);
    }

    /// <summary>Changes what is kept of every branch.</summary>
    public static void Change(PracticeSession session, Func<SessionScore, SessionScore> change)
    {
        if (session.ScoreDetails is not null)
            session.ScoreDetails = PracticeJson.Write<IReadOnlyList<ClosedBranch>>([.. Of(session).Select(branch => branch with { Score = change(branch.Score) })]);
    }

    /// <param name="head">Where the session stood when only the score of one branch was kept.</param>
    private static IReadOnlyList<ClosedBranch> Read(string? details, Guid? head) => details switch
    {
        null => [],
        ['[', ..] => PracticeJson.Read<IReadOnlyList<ClosedBranch>>(details),
        _ => [new ClosedBranch(head, PracticeJson.Read<SessionScore>(details))],
    };
}
