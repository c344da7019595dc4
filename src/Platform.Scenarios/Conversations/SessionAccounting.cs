using Platform.Data.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>How a session stands after each turn, if nothing more is said.</summary>
/// <remarks>
/// A session is unengaged until something of substance is decided; then resolved (confirmed by the person, or implied when they
/// fall silent after an answer), escalated (a person was asked for) or abandoned (the last question found no answer).
/// </remarks>
public static class SessionAccounting
{
    public static SessionOutcome After(SessionOutcome before, string? decision) => decision switch
    {
        _ when before == SessionOutcome.Escalated => before,
        Decisions.HandedOver => SessionOutcome.Escalated,
        Decisions.Answered => SessionOutcome.ResolvedImplied,
        Decisions.Confirmed => SessionOutcome.ResolvedConfirmed,
        Decisions.AskedBack or Decisions.Declined or Decisions.NextStep or Decisions.Failed => SessionOutcome.Abandoned,
        _ => before,
    };

    /// <summary>Whether a turn opens a new session: a message of the person after a pause longer than the gap.</summary>
    public static bool Begins(bool isUserMessage, DateTimeOffset before, DateTimeOffset at, TimeSpan gap) => isUserMessage && at - before > gap;

    /// <summary>How a new session stands: while a person is asked for or answers, it is theirs from its first message.</summary>
    public static SessionOutcome AtBeginning(Handling handling) => handling == Handling.Bot ? SessionOutcome.Unengaged : SessionOutcome.Escalated;

    /// <summary>A thumb up confirms; a thumb down on an answer leaves the question open.</summary>
    public static SessionOutcome AfterFeedback(SessionOutcome before, bool liked) => (before, liked) switch
    {
        (SessionOutcome.Escalated, _) => before,
        (_, true) => SessionOutcome.ResolvedConfirmed,
        (SessionOutcome.ResolvedImplied or SessionOutcome.ResolvedConfirmed, false) => SessionOutcome.Abandoned,
        _ => before,
    };

    /// <summary>Moves a conversation on with what the bot said.</summary>
    public static void TakeReplies(this Conversation conversation, IReadOnlyList<Turn> turns, bool handedOver, DateTimeOffset now)
    {
        foreach (var turn in turns)
        {
            conversation.LastTurnAt = turn.At;
            conversation.Outcome = After(conversation.Outcome, turn.Decision);
            if (turn.Kind == "endOfConversation")
                conversation.EndedAt = now;
        }

        if (!handedOver || conversation.Handling != Handling.Bot)
            return; // whoever has come meanwhile stays
        conversation.Handling = Handling.Waiting;
        conversation.HandoverAskedAt = now;
    }
}
