using Platform.Data.Conversations;

namespace Platform.Scenarios.Turns;

/// <summary>An application that answers in conversations.</summary>
public interface IScenario
{
    /// <summary>Its name in configuration and in stored conversations.</summary>
    string Name { get; }

    /// <summary>Answers what was heard last. Nothing is shown as final before the sequence ends, so a turn is kept whole or not at all.</summary>
    IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, CancellationToken cancellationToken);
}

/// <summary>A scenario that answers presses on its cards.</summary>
public interface ICardScenario : IScenario
{
    /// <param name="verb">The verb of the pressed action.</param>
    /// <param name="data">JSON: the action's data with the card's inputs.</param>
    Task<CardAnswer> PressAsync(Dialogue dialogue, string? verb, string data, CancellationToken cancellationToken);
}

/// <summary>What a press on a card leads to.</summary>
[GenerateSerializer, Immutable]
public abstract record CardAnswer
{
    [GenerateSerializer, Immutable]
    public sealed record NewCard([property: Id(0)] string Json) : CardAnswer;

    [GenerateSerializer, Immutable]
    public sealed record Message([property: Id(0)] string Text) : CardAnswer;

    /// <summary>The card asked for something that this scenario does not know.</summary>
    [GenerateSerializer, Immutable]
    public sealed record Unknown : CardAnswer;
}

/// <summary>What a scenario sees of a conversation.</summary>
/// <param name="Recent">The latest messages before <paramref name="Heard"/>, oldest first.</param>
public sealed record Dialogue(ConversationId Id, string Channel, string? Locale, string? UserId, IReadOnlyList<Line> Recent, Heard Heard)
{
    /// <summary>Chinese unless the channel says another language, or, where it says none, what is written has no Chinese sign.</summary>
    public bool IsChinese => Locale is { Length: > 0 } locale
        ? locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
        : Heard.Text is not { Length: > 0 } text || text.Any(sign => sign is >= '\u4e00' and <= '\u9fff');
}

/// <summary>One message of a dialogue.</summary>
[GenerateSerializer, Immutable]
public sealed record Line([property: Id(0)] Speaker Speaker, [property: Id(1)] string Text, [property: Id(2)] string? Decision, [property: Id(3)] string? Details);
