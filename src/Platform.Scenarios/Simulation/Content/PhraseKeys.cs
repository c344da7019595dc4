namespace Platform.Scenarios.Simulation.Content;

/// <summary>The moments of a talk for which a phrase book has lines.</summary>
public static class PhraseKeys
{
    public const string Escalate = "escalate";
    public const string Hold = "hold";
    public const string Soften = "soften";

    /// <summary>Says the trouble again, in yet other words.</summary>
    public const string Again = "again";

    /// <summary>Says what it wants.</summary>
    public const string Demand = "demand";

    /// <summary>Begins the telling of a fact.</summary>
    public const string LeadIn = "lead-in";

    /// <summary>Was asked for something that it does not tell yet.</summary>
    public const string Deflect = "deflect";

    /// <summary>Was asked and has told all it knows.</summary>
    public const string NothingMore = "nothing-more";

    /// <summary>Hears the same sentence a second time.</summary>
    public const string OnRepeat = "on-repeat";

    /// <summary>Hears something without any recognised act.</summary>
    public const string OnUnclear = "on-unclear";

    /// <summary>Ends content with a next step.</summary>
    public const string Agree = "agree";

    public const string WalkOut = "walk-out";

    /// <summary>The trainee takes leave before anything was agreed.</summary>
    public const string Close = "close";

    public const string TimeUp = "time-up";

    public static IReadOnlyList<string> Plain { get; } =
        [Escalate, Hold, Soften, Again, Demand, LeadIn, Deflect, NothingMore, OnRepeat, OnUnclear, Agree, WalkOut, Close, TimeUp];

    /// <summary>Reacts to an act of the trainee.</summary>
    public static string On(string act) => $"on-{act}";

    /// <summary>Asks for an act that is still missing.</summary>
    public static string Press(string act) => $"press-{act}";

    internal static bool IsKnown(string key, IReadOnlyList<string> codes) =>
        Plain.Contains(key, StringComparer.Ordinal) || codes.Any(code => key == On(code) || key == Press(code));
}
