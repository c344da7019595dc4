using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Data;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class CardAndFeedbackTests
{
    [Fact]
    public async Task A_cards_execute_button_works_in_a_client_that_knows_only_submit()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("check card");
        var card = (await conversation.UntilAsync(all => all.Count == 3))[2]["attachments"]![0]!["content"]!;

        card["actions"]!.AsArray().Select(a => (a!["type"]!.ToString(), a["title"]!.ToString())).ShouldBe([("Action.Execute", "Save"), ("Action.Submit", "Submit")]);
        card["actions"]![0]!["verb"]!.ToString().ShouldBe("checkSave");
        var instead = card["actions"]![0]!["fallback"]!;
        (instead["type"]!.ToString(), instead["title"]!.ToString()).ShouldBe(("Action.Submit", "Save"));
        card["actions"]![0]!["requires"].ShouldNotBeNull("clients that know only Action.Submit take the fallback of what asks for more than they have");
        var value = instead["data"]!.DeepClone().AsObject();
        value["name"] = "小明";
        var pressed = await conversation.PostAsync(new JsonObject { ["type"] = "message", ["value"] = value, ["channelData"] = new JsonObject { ["postBack"] = true, ["clientActivityID"] = "p1" } }.ToJsonString());

        pressed.Status.ShouldBe(HttpStatusCode.OK, pressed.Text);
        var answer = (await conversation.UntilAsync(all => all.Count == 5))[4];
        answer["attachments"]![0]!["content"]!["body"]![0]!["text"]!.ToString().ShouldBe("Saved 小明");
        answer["replyToId"]!.ToString().ShouldBe(pressed["id"]);
    }

    [Fact]
    public async Task A_card_is_answered_by_invoke_and_by_submit_too()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();

        await conversation.PostAsync("""{"type":"invoke","name":"adaptiveCard/action","value":{"action":{"type":"Action.Execute","verb":"checkSave","data":{"name":"Ann"}},"trigger":"manual"}}""");
        await conversation.UntilAsync(all => all.Any(a => a["attachments"]?[0]?["content"]?["body"]?[0]?["text"]?.ToString() == "Saved Ann"));
        await conversation.PostAsync("""{"type":"message","value":{"check":"submit","name":"Ben"},"channelData":{"postBack":true}}""");
        await conversation.UntilAsync(all => all.Any(a => a["text"]?.ToString() == "Submitted Ben"));
    }

    [Fact]
    public async Task Thumbs_of_web_chat_are_kept_with_the_answer_and_nobody_answers_them()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("check ai");
        var answer = (await conversation.UntilAsync(all => all.Count == 3))[2];
        var entity = answer["entities"]!.AsArray().Single(e => e!["type"]!.ToString() == "https://schema.org/Message")!;
        entity["@id"]!.ToString().ShouldBe("");
        entity["citation"]!.AsArray().Count.ShouldBe(1);
        var dislike = entity["potentialAction"]!.AsArray().Single(a => a!["@type"]!.ToString() == "DislikeAction")!;

        var posted = await conversation.PostAsync(new JsonObject { ["type"] = "event", ["name"] = "webchat:activity-status/feedback", ["entities"] = new JsonArray(dislike.DeepClone()) }.ToJsonString());

        posted.Status.ShouldBe(HttpStatusCode.OK, posted.Text);
        (await FeedbackAsync(host)).ShouldBe((false, null));
        var withWord = await conversation.PostAsync("""{"type":"invoke","name":"message/submitAction","replyToId":"ANSWER","value":{"actionName":"feedback","actionValue":{"reaction":"like","feedback":"{\"feedbackText\":\"很好\"}"}}}""".Replace("ANSWER", answer["id"]!.ToString(), StringComparison.Ordinal));
        withWord.Status.ShouldBe(HttpStatusCode.OK, withWord.Text);
        (await FeedbackAsync(host)).ShouldBe((true, "很好"));
        await conversation.SayAsync("done");
        (await conversation.UntilAsync(all => all.Count(a => a["text"]?.ToString() == "done") == 2)).Count(a => a["from"]!["role"]!.ToString() == "bot").ShouldBe(3);
    }

    [Theory]
    [InlineData("none|0000003#like")]
    [InlineData("")]
    [InlineData("{0}|0000002#like")]
    public async Task A_thumb_on_something_that_is_no_answer_is_refused(string id)
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("hello");
        await conversation.UntilAsync(all => all.Count == 3);
        var ofUser = (await conversation.ReadAsync()).Activities[1]["id"]!.ToString() + "#like";

        var posted = await conversation.PostAsync($$"""{"type":"event","name":"webchat:activity-status/feedback","entities":[{"type":"x","@type":"LikeAction","@id":"{{(id.StartsWith('{') ? ofUser : id)}}"}]}""");

        posted.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<(bool Liked, string? Comment)> FeedbackAsync(DirectLineHost host)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var feedback = await db.Feedback.SingleAsync(TestContext.Current.CancellationToken);
        return (feedback.Liked, feedback.Comment);
    }
}
