using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.Conversations;

/// <summary>A press on a card that comes in as an ordinary turn and is answered by another: for channels that cannot answer in place.</summary>
public static class CardPress
{
    /// <summary>The <see cref="Heard.Name"/> of such a turn.</summary>
    public const string ActionName = "adaptiveCard/action";

    /// <summary>In the data of a message: the verb of the pressed action. An invoke has it in <c>action.verb</c>.</summary>
    public const string VerbProperty = "adaptiveCardVerb";

    public const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    internal static bool TryRead(Heard heard, out string? verb, [NotNullWhen(true)] out string? data)
    {
        (verb, data) = (null, null);
        if (heard is not { Name: ActionName, Value: { } value } || JsonNode.Parse(value) is not JsonObject pressed)
            return false;

        if (pressed["action"] is JsonObject action)
        {
            (verb, data) = (Text(action["verb"]), (action["data"] as JsonObject ?? []).ToJsonString());
            return true;
        }

        verb = Text(pressed[VerbProperty]);
        pressed.Remove(VerbProperty);
        data = pressed.ToJsonString();
        return verb is not null;
    }

    /// <summary>An answer as a message; null for a press that led to nothing.</summary>
    internal static Reply? ReplyOf(CardAnswer answer) => answer switch
    {
        CardAnswer.NewCard card => new Reply { Cards = [new Card(AdaptiveCard, card.Json)] },
        CardAnswer.Message message => Reply.Say(message.Text),
        _ => null, // an old card, or a client's own invention
    };

    private static string? Text(JsonNode? node) => node is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : null;
}
