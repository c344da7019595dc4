namespace Platform.Scenarios.Simulation.Content;

/// <summary>What a person at risk is in danger of.</summary>
public enum CrisisKind
{
    PassiveWish,
    ActiveWish,
    Plan,
    Preparation,
    EarlierAttempt,
    SelfHarm,
    HarmToOthers,
    ViolenceSuffered,
}
