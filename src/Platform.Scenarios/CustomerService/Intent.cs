namespace Platform.Scenarios.CustomerService;

/// <summary>What a person wants with what they said.</summary>
internal abstract record Intent
{
    public sealed record Greets : Intent;

    public sealed record Thanks : Intent;

    public sealed record TakesLeave : Intent;

    /// <summary>Only "ok", "I see": nothing is asked.</summary>
    public sealed record Acknowledges : Intent;

    public sealed record AsksForPerson : Intent;

    /// <summary>The last answer helped.</summary>
    public sealed record Confirms : Intent;

    /// <summary>The last answer did not help.</summary>
    public sealed record Denies : Intent;

    /// <summary>One of the questions that were offered.</summary>
    public sealed record Picks(OfferedEntry Entry) : Intent;

    /// <summary>None of the questions that were offered.</summary>
    public sealed record RefusesAll : Intent;

    /// <param name="Question">Without the courtesies around it.</param>
    public sealed record Asks(string Question) : Intent;

    /// <summary>No word at all: a picture, a sign.</summary>
    public sealed record SaysNothing : Intent;
}
