using System.Text.Json;

namespace Platform.Scenarios.Turns;

/// <summary>One message of the bot, before a channel gives it its form.</summary>
[GenerateSerializer, Immutable]
public sealed record Reply
{
    /// <summary>Markdown; null for a reply that is only a card or an end.</summary>
    [Id(0)]
    public string? Text { get; init; }

    /// <summary>Buttons under the message; a press says <see cref="Choice.Value"/>.</summary>
    [Id(1)]
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Sources; the text names each as <c>[position]</c>.</summary>
    [Id(2)]
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>Cards, as content type and JSON.</summary>
    [Id(3)]
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>Whether a model worded it; channels then show their label for generated text.</summary>
    [Id(4)]
    public bool AiGenerated { get; init; }

    /// <summary>Whether thumbs are offered.</summary>
    [Id(5)]
    public bool AsksFeedback { get; init; }

    /// <summary>Set on a reply that ends the conversation: the activity protocol's end code, for example <c>completedSuccessfully</c>.</summary>
    [Id(6)]
    public string? EndCode { get; init; }

    /// <summary>The scenario's decision, see <see cref="Data.Conversations.Turn.Decision"/>.</summary>
    [Id(7)]
    public string? Decision { get; init; }

    /// <summary>JSON: how it came about; shown to reviewers, never to the person.</summary>
    [Id(8)]
    public string? Details { get; init; }

    public static Reply Say(string text) => new() { Text = text };

    public string ToJson() => JsonSerializer.Serialize(this with { Details = null, Decision = null }, JsonSerializerOptions.Web);

    public static Reply FromJson(string json) =>
        JsonSerializer.Deserialize<Reply>(json, JsonSerializerOptions.Web) ?? throw new JsonException("A stored reply is JSON null; an object was expected.");
}

[GenerateSerializer, Immutable]
public sealed record Choice([property: Id(0)] string Title, [property: Id(1)] string Value);

/// <param name="Position">From 1; stands in the text as <c>[1]</c>.</param>
/// <param name="Name">Title of the source.</param>
/// <param name="Abstract">The words of the source that carry the answer.</param>
/// <param name="Url">Where the source can be opened, relative to the platform's public address; null when it cannot.</param>
[GenerateSerializer, Immutable]
public sealed record Citation([property: Id(0)] int Position, [property: Id(1)] string Name, [property: Id(2)] string Abstract, [property: Id(3)] string? Url);

/// <param name="Json">The card itself.</param>
[GenerateSerializer, Immutable]
public sealed record Card([property: Id(0)] string ContentType, [property: Id(1)] string Json);
