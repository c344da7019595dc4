using Platform.Scenarios.Turns;

namespace Platform.Bots.Pages.Conversations;

/// <summary>The decisions by which conversations can be found; each has its word, <c>conversations.decision-NAME</c>.</summary>
internal static class DecisionChoices
{
    public static IReadOnlyList<string> All { get; } =
    [
        Decisions.Answered, Decisions.AskedBack, Decisions.Declined, Decisions.NextStep, Decisions.Confirmed, Decisions.HandedOver, Decisions.NobodyCame,
        Decisions.Courtesy, Decisions.Greeted, Decisions.Crisis, Decisions.Linking, Decisions.Failed,
        "chatting", "practising", "writing", // of scenarios that keep a decision to themselves
    ];
}
