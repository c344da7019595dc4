namespace Platform.Scenarios.Turns;

/// <summary>What a scenario does while it answers, in order.</summary>
public abstract record ReplyEvent
{
    /// <summary>It takes a while; channels show that someone types.</summary>
    public sealed record Working : ReplyEvent;

    /// <summary>A word about what is being done now, shown until the answer comes.</summary>
    public sealed record Informing(string Text) : ReplyEvent;

    /// <summary>The answer so far, from its beginning.</summary>
    public sealed record Partial(string Text) : ReplyEvent;

    /// <summary>A finished message; the only kind that is kept.</summary>
    public sealed record Said(Reply Reply) : ReplyEvent;

    /// <summary>The person asked for a person: the bot is silent from now on.</summary>
    public sealed record HandedOver : ReplyEvent;
}
