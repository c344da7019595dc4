using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.ChannelCheck;

/// <summary>Shows what a channel can do, for whoever sets one up. Chosen by <c>Conversations:Scenario</c> = <c>channel-check</c>.</summary>
internal sealed class ChannelCheckScenario(TimeProvider clock) : ICardScenario
{
    public const string ScenarioName = "channel-check";

    public string Name => ScenarioName;

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = dialogue.Heard;
        if (heard.Kind == "conversationUpdate")
        {
            for (var member = 0; member < heard.MembersAdded; member++)
                yield return new ReplyEvent.Said(new Reply { Text = "Welcome", Decision = Decisions.Greeted });
            yield break;
        }

        if (heard.Kind != "message")
            yield break;

        switch (heard.Text?.Trim().ToLowerInvariant())
        {
            case null or "" when heard.Value is not null:
                yield return new ReplyEvent.Said(Reply.Say($"Submitted {NameIn(heard.Value)}"));
                break;
            case "check card":
                yield return new ReplyEvent.Said(new Reply { Cards = [new Card("application/vnd.microsoft.card.adaptive", CheckCards.Form)] });
                break;
            case "check typing":
                yield return new ReplyEvent.Working();
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
                yield return new ReplyEvent.Said(Reply.Say("typing done"));
                break;
            case "check multi":
                for (var part = 1; part <= 3; part++)
                    yield return new ReplyEvent.Said(Reply.Say($"multi {part}"));
                break;
            case "check end":
                yield return new ReplyEvent.Said(new Reply { EndCode = "completedSuccessfully" });
                break;
            case "check error":
                throw new InvalidOperationException("The channel check was asked for a failing turn.");
            case "check slow":
                yield return new ReplyEvent.Working();
                await Task.Delay(TimeSpan.FromSeconds(4), clock, cancellationToken);
                yield return new ReplyEvent.Said(Reply.Say("slow done"));
                break;
            case "check stream":
                yield return new ReplyEvent.Informing("Looking …");
                var text = "";
                foreach (var word in new[] { "This ", "answer ", "comes ", "in ", "parts." })
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(700), clock, cancellationToken);
                    yield return new ReplyEvent.Partial(text += word);
                }

                yield return new ReplyEvent.Said(new Reply { Text = text, AiGenerated = true });
                break;
            case "check ai":
                yield return new ReplyEvent.Said(new Reply
                {
                    Text = "The channel shows a source [1], a label for generated text, and thumbs.",
                    Citations = [new Citation(1, "Channel check", "An invented source, to see how the channel shows one.", null)],
                    AiGenerated = true,
                    AsksFeedback = true,
                });
                break;
            case { Length: > 0 }:
                yield return new ReplyEvent.Said(Reply.Say(heard.Text!));
                break;
            default:
                break; // nothing was said: an attachment alone
        }
    }

    public Task<CardAnswer> PressAsync(Dialogue dialogue, string? verb, string data, CancellationToken cancellationToken) =>
        Task.FromResult<CardAnswer>(verb == "checkSave" ? new CardAnswer.NewCard(CheckCards.Saved(NameIn(data))) : new CardAnswer.Unknown());

    private static string NameIn(string json)
    {
        using var data = JsonDocument.Parse(json);
        return data.RootElement.ValueKind == JsonValueKind.Object && data.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : "";
    }
}

internal static class CheckCards
{
    public const string Form = """
        {
          "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
          "body": [ { "type": "Input.Text", "id": "name", "label": "Name" } ],
          "actions": [
            { "type": "Action.Execute", "title": "Save", "verb": "checkSave", "data": { "check": "save" }, "fallback": { "type": "Action.Submit", "title": "Save", "data": { "check": "save" } } },
            { "type": "Action.Submit", "title": "Submit", "data": { "check": "submit" } }
          ]
        }
        """;

    public static string Saved(string name) => new JsonObject
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
        ["type"] = "AdaptiveCard",
        ["version"] = "1.4",
        ["body"] = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = $"Saved {name}", ["wrap"] = true }),
    }.ToJsonString();
}
