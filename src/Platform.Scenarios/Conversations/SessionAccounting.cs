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
        Decisions.AskedBack or Decisions.Declined or Decisions.Failed => SessionOutcome.Abandoned,
        _ => before,
    };

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

        if (!handedOver)
            return;
        conversation.Handling = Handling.Waiting;
        conversation.HandoverAskedAt = now;
    }
}
