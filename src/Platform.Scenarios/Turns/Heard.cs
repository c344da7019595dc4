namespace Platform.Scenarios.Turns;

/// <summary>What came in from a channel, in the words of a scenario.</summary>
/// <param name="Kind">Activity type: <c>message</c>, <c>conversationUpdate</c>, <c>event</c> …</param>
/// <param name="Text">What the person said, with mentions of the bot removed; null when there is none.</param>
[GenerateSerializer, Immutable]
public sealed record Heard(string Kind, string? Text)
{
    /// <summary>The channel's id of this activity; a second one of the same id is not taken. Null when the channel gave none.</summary>
    [Id(0)]
    public string? ActivityId { get; init; }

    /// <summary>The person's id in the channel.</summary>
    [Id(1)]
    public string? UserId { get; init; }

    /// <summary>BCP 47 language, as the channel says it.</summary>
    [Id(2)]
    public string? Locale { get; init; }

    /// <summary>JSON of a card's or event's <c>value</c>.</summary>
    [Id(3)]
    public string? Value { get; init; }

    /// <summary>The name of an event or invoke.</summary>
    [Id(4)]
    public string? Name { get; init; }

    /// <summary>How many members other than the bot a conversationUpdate brought.</summary>
    [Id(5)]
    public int MembersAdded { get; init; }

    /// <summary>JSON of the whole activity, unknown properties kept.</summary>
    [Id(6)]
    public required string Content { get; init; }

    /// <summary>What the channel needs to be written to later, as its adapter wrote it; null leaves what is known.</summary>
    [Id(7)]
    public string? Reference { get; init; }

    /// <summary>Whether a scenario is asked to answer it; false for what is only kept.</summary>
    [Id(8)]
    public bool WantsAnswer { get; init; } = true;

    /// <summary>With what the ids begin under which changes to a message are kept: the channel gives them the id of the message itself.</summary>
    /// <param name="kind"><c>messageUpdate</c> or <c>messageDelete</c>.</param>
    public static string ChangesOf(string kind, string messageId) => $"{kind}:{messageId}:";
}
