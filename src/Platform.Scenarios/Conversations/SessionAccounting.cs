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
}
