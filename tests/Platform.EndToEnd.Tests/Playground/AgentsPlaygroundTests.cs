using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Playground;

/// <summary>One visit in Microsoft's client, step by step: the steps share a conversation, as a person's would.</summary>
public sealed class AgentsPlaygroundTests(AgentsPlayground playground)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visit_in_teams_greets_echoes_streams_takes_cards_and_thumbs()
    {
        await playground.StartAsync(Cancellation);

        await playground.InstallAsync(Cancellation);
        (await MessagesAsync(0, 1)).Select(Text).ShouldBe(["Welcome"]);

        (await SayAsync("你好 **bold**", 1)).Select(Text).ShouldBe(["你好 **bold**"]);
        (await SayAsync("check multi", 3)).Select(Text).ShouldBe(["multi 1", "multi 2", "multi 3"]);

        await TheCardAnswers();
        await TheThumbIsTaken();
        await TheAnswerStreams();

        var shown = await playground.WaitAsync(0, _ => true, Cancellation);
        shown.Count(s => Text(s) == "Welcome").ShouldBe(1);
    }

    private async Task TheCardAnswers()
    {
        var card = (await SayAsync("check card", 1))[0];
        var id = (string)card["message"]!["messageId"]!;
        ((string?)card["message"]!["attachments"]![0]!["contentType"]).ShouldBe("application/vnd.microsoft.card.adaptive");

        var answer = await playground.InvokeAsync(
            "adaptiveCard/action", JsonNode.Parse("""{"action":{"type":"Action.Execute","verb":"checkSave","data":{"check":"save","name":"Ada"}},"trigger":"manual"}""")!, id, Cancellation);
        ((string?)answer!["type"], (string?)answer["value"]!["body"]![0]!["text"]).ShouldBe(("application/vnd.microsoft.card.adaptive", "Saved Ada"));

        var place = playground.Place;
        await playground.SubmitAsync(JsonNode.Parse("""{"check":"submit","name":"Ada"}""")!, id, Cancellation);
        (await MessagesAsync(place, 1)).Select(Text).ShouldBe(["Submitted Ada"]);
    }

    private async Task TheThumbIsTaken()
    {
        var answer = (await SayAsync("check ai", 1))[0]["message"]!;
        ((bool)answer["feedbackLoopEnabled"]!).ShouldBeTrue();
        ((string?)answer["aiEntity"]!["additionalType"]![0]).ShouldBe("AIGeneratedContent");
        ((int)answer["aiEntity"]!["citation"]![0]!["position"]!).ShouldBe(1);

        await playground.InvokeAsync( // throws unless the bot answers 200
            "message/submitAction", JsonNode.Parse("""{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{\"feedbackText\":\"good\"}"}}""")!, (string)answer["messageId"]!, Cancellation);
    }

    private async Task TheAnswerStreams()
    {
        var place = playground.Place;
        await playground.SayAsync("check stream", Cancellation);
        var steps = await playground.WaitAsync(place, shown => shown.Any(s => StreamType(s) == "final"), Cancellation);

        var types = steps.Select(StreamType).Where(type => type is not null).ToList();
        types[0].ShouldBe("informative");
        types.Count(type => type == "streaming").ShouldBeGreaterThanOrEqualTo(2);
        types[^1].ShouldBe("final");
        steps.Single(s => StreamType(s) == "final")["message"]!["text"]!.GetValue<string>().ShouldBe("This answer comes in parts.");
    }

    private async Task<IReadOnlyList<JsonNode>> SayAsync(string text, int replies)
    {
        var place = playground.Place;
        await playground.SayAsync(text, Cancellation);
        return await MessagesAsync(place, replies);
    }

    private async Task<IReadOnlyList<JsonNode>> MessagesAsync(int after, int count)
    {
        var shown = await playground.WaitAsync(after, all => all.Count(s => (string?)s["action"] == "createMessage") >= count, Cancellation);
        return [.. shown.Where(s => (string?)s["action"] == "createMessage")];
    }

    private static string? Text(JsonNode shown) => (string?)shown["message"]?["text"];

    private static string? StreamType(JsonNode shown) => (string?)shown["message"]?["streamEntity"]?["streamType"];
}
