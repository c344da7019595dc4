using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>What accounting needs to know of a stored turn.</summary>
/// <param name="IsMessage">False for what the channel itself reports: members, edits, ends.</param>
public sealed record AccountedTurn(
    Guid Id, Guid Conversation, int Sequence, Speaker Speaker, bool IsMessage, int? InReplyTo, DateTimeOffset At, string? Decision)
{
    /// <summary>The thumb on this answer and when it was given; null when there is none.</summary>
    public (bool Liked, DateTimeOffset At)? Thumb { get; init; }
}

/// <summary>A stretch of a conversation that begins with a message of the person after a pause, or with the conversation.</summary>
public sealed record Session(Guid Conversation, DateTimeOffset StartedAt, DateTimeOffset EndedAt, SessionOutcome Outcome, IReadOnlyList<AccountedTurn> Turns);

/// <summary>Cuts a conversation into sessions and accounts for each, from its stored turns alone.</summary>
public static class Sessions
{
    /// <param name="turns">All turns of one conversation, in order.</param>
    /// <param name="gap">A longer pause before a message of the person begins a new session.</param>
    public static IReadOnlyList<Session> Of(IReadOnlyList<AccountedTurn> turns, TimeSpan gap)
    {
        var answered = turns.Where(turn => turn is { Speaker: Speaker.Bot, InReplyTo: not null, Decision: not Decisions.Crisis }).Select(turn => turn.InReplyTo!.Value).ToHashSet();
        var thumbs = new Queue<(bool Liked, DateTimeOffset At)>(turns.Where(turn => turn.Thumb is not null).Select(turn => turn.Thumb!.Value).OrderBy(thumb => thumb.At));
        var sessions = new List<Session>();
        var current = new List<AccountedTurn>();
        var outcome = SessionOutcome.Unengaged;
        var isWithPerson = false;
        foreach (var turn in turns)
        {
            while (thumbs.TryPeek(out var thumb) && thumb.At <= turn.At)
                outcome = SessionAccounting.AfterFeedback(outcome, thumbs.Dequeue().Liked);
            if (current.Count > 0 && SessionAccounting.Begins(turn.Speaker == Speaker.User && turn.IsMessage, current[^1].At, turn.At, gap))
                Close();

            current.Add(turn);
            isWithPerson = turn switch
            {
                { Speaker: Speaker.Person } or { Decision: Decisions.HandedOver } => true,
                { Speaker: Speaker.Bot, IsMessage: true, Decision: not Decisions.Crisis } => false, // the bot speaks again: it was handed back
                _ => isWithPerson,
            };
            outcome = turn switch
            {
                { Speaker: Speaker.Person } => SessionOutcome.Escalated,
                { Speaker: Speaker.User, IsMessage: true } when isWithPerson && !answered.Contains(turn.Sequence) => SessionOutcome.Escalated,
                _ => SessionAccounting.After(outcome, turn.Decision),
            };
        }

        while (thumbs.TryDequeue(out var late))
            outcome = SessionAccounting.AfterFeedback(outcome, late.Liked);
        if (current.Count > 0)
            Close();
        return sessions;

        void Close()
        {
            sessions.Add(new Session(current[0].Conversation, current[0].At, current[^1].At, outcome, current));
            (current, outcome) = ([], SessionOutcome.Unengaged);
        }
    }
}
