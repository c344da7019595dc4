using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>
/// Makes Action.Execute work in Web Chat, which draws its button but sends nothing when it is pressed (4.18, "received unknown action"):
/// clients are given an Action.Submit that carries the verb, and its message is taken as the press.
/// </summary>
internal static class CardPresses
{
    private const string Execute = "Action.Execute";

    public static Card ForClients(Card card)
    {
        if (card.ContentType != CardPress.AdaptiveCard || !card.Json.Contains(Execute, StringComparison.Ordinal) || JsonNode.Parse(card.Json) is not { } root)
            return card;
        Rewrite(root);
        return card with { Json = root.ToJsonString() };
    }

    /// <summary>Whether a client pressed an Action.Execute: as an invoke, or as the message of our Action.Submit.</summary>
    public static bool IsPress(Activity activity) => activity.Type switch
    {
        ActivityTypes.Invoke => activity.Name == CardPress.ActionName,
        ActivityTypes.Message => string.IsNullOrEmpty(activity.Text) && activity.Value is { ValueKind: JsonValueKind.Object } value
            && value.TryGetProperty(CardPress.VerbProperty, out var verb) && verb.ValueKind == JsonValueKind.String,
        _ => false,
    };

    private static void Rewrite(JsonNode node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>())
                Rewrite(item);
            return;
        }

        if (node is not JsonObject element)
            return;
        if (element["type"] is JsonValue type && type.TryGetValue<string>(out var name) && name == Execute)
        {
            var data = element["data"] as JsonObject ?? [];
            data[CardPress.VerbProperty] = element["verb"]?.DeepClone() ?? "";
            element.Remove("data");
            element.Remove("verb");
            element.Remove("fallback");
            element["type"] = "Action.Submit";
            element["data"] = data;
            return;
        }

        foreach (var (_, child) in element.ToList())
            if (child is not null)
                Rewrite(child);
    }
}
