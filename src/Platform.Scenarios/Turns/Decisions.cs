namespace Platform.Scenarios.Turns;

/// <summary>What a bot turn decided, as kept in <see cref="Data.Conversations.Turn.Decision"/>.</summary>
public static class Decisions
{
    public const string Greeted = "greeted";
    public const string Answered = "answered";
    public const string AskedBack = "asked-back";

    /// <summary>It said honestly that it does not know, and offered a person.</summary>
    public const string Declined = "declined";
    public const string HandedOver = "handed-over";

    /// <summary>A person was asked for and none came in time.</summary>
    public const string NobodyCame = "nobody-came";

    /// <summary>The person said that the answer helped.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>An answer or an offered choice was refused: it showed what else there is.</summary>
    public const string NextStep = "next-step";

    /// <summary>Small talk, thanks, commands: nothing that was to be found in the knowledge.</summary>
    public const string Courtesy = "courtesy";

    /// <summary>Somebody may be in danger: it named help lines, also where a person is to answer.</summary>
    public const string Crisis = "crisis";

    /// <summary>Tied to an account, or no longer: what runs in the conversation goes on after it.</summary>
    public const string Linking = "linking";

    /// <summary>The scenario failed and the person was told so.</summary>
    public const string Failed = "failed";
}
