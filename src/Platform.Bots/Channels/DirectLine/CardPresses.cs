using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>
/// Makes Action.Execute work in Web Chat, which draws its button but sends nothing when it is pressed (4.18, "received unknown action"):
/// the action stays as it is for clients that know it, and asks of others to show an Action.Submit in its place. Its message carries the
/// verb and is taken as the press.
/// </summary>
internal static class CardPresses
{
    private const string Execute = "Action.Execute";

    /// <summary>A feature that a client names when it sends invokes itself; Web Chat has none and takes the fallback.</summary>
    private const string SendsInvokes = "adaptiveCardInvoke";

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
            FallBack(element);
            return;
        }

        foreach (var (key, child) in element.ToList())
            if (child is not null && key != "refresh") // clients that refresh cards know the action; an Action.Submit is forbidden there
                Rewrite(child);
    }

    private static void FallBack(JsonObject execute)
    {
        var submit = execute.DeepClone().AsObject();
        var data = submit["data"] as JsonObject ?? [];
        data[CardPress.VerbProperty] = submit["verb"]?.DeepClone() ?? "";
        foreach (var own in new[] { "data", "verb", "fallback", "requires" })
            submit.Remove(own);
        (submit["type"], submit["data"]) = ("Action.Submit", data);

        var requires = execute["requires"] as JsonObject ?? [];
        requires[SendsInvokes] = "1.0";
        (execute["requires"], execute["fallback"]) = (requires.Parent is null ? requires : requires.DeepClone(), submit);
    }
}
