using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Platform.Data.Conversations;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ReceivedActivityTests(OpenConnector open) : IClassFixture<OpenConnector>
{
    private readonly string _conversation = $"c-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_message_is_acknowledged_and_its_reply_posted_to_the_service_url()
    {
        using var response = await open.PostAsync(open.Activity("message", _conversation, text: "hello 你好", id: "a/1"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        var sent = (await SentAsync(1))[0];
        sent.Path.ShouldBe($"/v3/conversations/{_conversation}/activities/a%2F1");
        sent.Text.ShouldBe("hello 你好");
        ((string?)sent.Body!["from"]!["id"], (string?)sent.Body["recipient"]!["id"], (string?)sent.Body["replyToId"]).ShouldBe(("bot-1", "user-1", "a/1"));
    }

    [Fact]
    public async Task Ids_of_teams_are_percent_encoded_and_a_slash_at_the_end_of_the_service_url_is_not_doubled()
    {
        var conversation = $"19:{Guid.NewGuid():N}@thread.tacv2;messageid=170";
        var activity = open.Activity("message", conversation, "msteams", "hi", "1:x", "channel");
        activity["serviceUrl"] = open.Connector.ServiceUrl + "/amer/";

        await open.PostAsync(activity);

        (await open.Connector.WaitAsync(conversation, 1, TestContext.Current.CancellationToken))[0].Path
            .ShouldBe($"/amer/v3/conversations/{Uri.EscapeDataString(conversation)}/activities/1%3Ax");
    }

    [Fact]
    public async Task The_replies_of_a_turn_keep_their_order()
    {
        await open.PostAsync(open.Activity("message", _conversation, text: "check multi"));
        await open.PostAsync(open.Activity("message", _conversation, text: "last"));

        (await SentAsync(4)).Select(sent => sent.Text).ShouldBe(["multi 1", "multi 2", "multi 3", "last"]);
    }

    [Fact]
    public async Task In_a_group_each_reply_goes_to_the_one_who_asked_although_another_has_spoken_since()
    {
        var slow = open.Activity("message", _conversation, "msteams", "check typing", "ask-1", "groupChat");
        slow["from"] = new JsonObject { ["id"] = "first" };
        var quick = open.Activity("message", _conversation, "msteams", "hi", "ask-2", "groupChat");
        quick["from"] = new JsonObject { ["id"] = "second" };

        await open.PostAsync(slow);
        await open.PostAsync(quick);

        (await SentAsync(2)).Select(sent => ((string?)sent.Body!["recipient"]!["id"], (string?)sent.Body["replyToId"], sent.Text))
            .ShouldBe([("first", "ask-1", "typing done"), ("second", "ask-2", "hi")]);
    }

    [Fact]
    public async Task An_activity_that_comes_twice_is_acknowledged_twice_and_answered_once()
    {
        var activity = open.Activity("message", _conversation, text: "once");

        (await open.StatusAsync(activity)).ShouldBe(HttpStatusCode.OK);
        (await open.StatusAsync(activity)).ShouldBe(HttpStatusCode.OK);
        await open.PostAsync(open.Activity("message", _conversation, text: "end"));

        (await SentAsync(2)).Select(sent => sent.Text).ShouldBe(["once", "end"]);
    }

    [Fact]
    public async Task Teams_greets_once_although_it_tells_twice_of_the_installation()
    {
        var update = open.Activity("conversationUpdate", _conversation, "msteams");
        update["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "user-1" }, new JsonObject { ["id"] = "bot-1" });
        var installation = open.Activity("installationUpdate", _conversation, "msteams");
        installation["action"] = "add";

        await Task.WhenAll(open.PostAsync(update), open.PostAsync(installation));
        await open.PostAsync(open.Activity("message", _conversation, "msteams", "hi"));

        (await SentAsync(2)).Select(sent => sent.Text).ShouldBe(["Welcome", "hi"]);
    }

    [Fact]
    public async Task With_expect_replies_they_come_in_the_answer_also_when_it_is_asked_again_and_are_not_posted()
    {
        var activity = open.Activity("message", _conversation, text: "check multi");
        activity["deliveryMode"] = "expectReplies";

        for (var time = 0; time < 2; time++)
        {
            using var response = await open.PostAsync(activity);
            var body = await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            body!["activities"]!.AsArray().Select(reply => (string?)reply!["text"]).ShouldBe(["multi 1", "multi 2", "multi 3"]);
        }

        open.Connector.Sent.ShouldNotContain(sent => sent.Path.Contains(_conversation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_expect_replies_whoever_asks_again_while_the_answer_is_made_waits_for_it_too()
    {
        var activity = open.Activity("message", _conversation, text: "check typing");
        activity["deliveryMode"] = "expectReplies";

        var first = open.PostAsync(activity.ToJsonString());
        for (var attempt = 0; attempt < 200 && (await TurnsAsync()).Count == 0; attempt++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        using var again = await open.PostAsync(activity.ToJsonString());

        using var answered = await first;
        foreach (var response in new[] { answered, again })
        {
            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            body["activities"]!.AsArray().Select(reply => (string?)reply!["text"]).ShouldBe(["typing done"]);
        }

        (await TurnsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_invoke_is_not_implemented_and_an_unknown_type_is_ignored()
    {
        var invoke = open.Activity("invoke", _conversation);
        invoke["name"] = "composeExtension/query";

        (await open.StatusAsync(invoke)).ShouldBe(HttpStatusCode.NotImplemented);
        foreach (var type in new[] { "typing", "trace", "handoff", "command", "somethingNew" })
            (await open.StatusAsync(open.Activity(type, _conversation))).ShouldBe(HttpStatusCode.OK);
        (await open.QueryAsync(db => db.Conversations.AnyAsync(c => c.ChannelConversationId == _conversation))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_end_of_a_conversation_goes_both_ways()
    {
        await open.PostAsync(open.Activity("message", _conversation, text: "check end"));
        var end = (await SentAsync(1))[0];
        await open.PostAsync(open.Activity("message", _conversation, text: "again"));
        (await SentAsync(2))[1].Text.ShouldBe("again"); // in a channel a conversation lasts as long as its members
        await open.PostAsync(open.Activity("endOfConversation", _conversation));

        (end.Type, (string?)end.Body!["code"]).ShouldBe(("endOfConversation", "completedSuccessfully"));
        (await ConversationAsync()).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failing_turn_is_told_and_the_next_one_runs()
    {
        await open.PostAsync(open.Activity("message", _conversation, text: "check error"));
        await open.PostAsync(open.Activity("message", _conversation, text: "still there"));

        var sent = await SentAsync(2);
        sent[0].Text.ShouldNotBeNullOrEmpty();
        sent[1].Text.ShouldBe("still there");
    }

    [Fact]
    public async Task A_directline_conversation_of_the_connector_is_not_one_of_our_own()
    {
        await open.PostAsync(open.Activity("message", _conversation, "directline", "hi"));

        (await SentAsync(1))[0].Body!["channelId"]!.GetValue<string>().ShouldBe("directline");
        (await ConversationAsync()).Channel.ShouldBe("connector-directline");
    }

    [Fact]
    public async Task Requests_that_are_no_activities_get_their_status()
    {
        (await open.SendAsync(HttpMethod.Get, null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await open.SendAsync(HttpMethod.Head, null)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await open.PostAsync("type=message", contentType: "application/x-www-form-urlencoded")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await open.PostAsync(new string(' ', 300_000) + "{}")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await open.PostAsync("{")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await open.PostAsync("""{"type":"message","text":5}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await open.PostAsync("""{"type":"message","channelId":"emulator"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await open.PostAsync("""{"type":"message","channelId":"a/b","conversation":{"id":"c"}}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("https://example.org")]
    [InlineData("http://localhost.example.org")]
    [InlineData("http://user@127.0.0.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("no url")]
    public async Task Without_authentication_only_this_machine_is_answered(string serviceUrl)
    {
        var activity = open.Activity("message", _conversation, text: "hi");
        activity["serviceUrl"] = serviceUrl;

        (await open.StatusAsync(activity)).ShouldBe(HttpStatusCode.Forbidden);
    }

    private Task<IReadOnlyList<Testing.Channels.SentActivity>> SentAsync(int count) => open.SentAsync(_conversation, count);

    private Task<List<Turn>> TurnsAsync() => open.TurnsAsync(_conversation);

    private Task<Conversation> ConversationAsync() => open.ConversationAsync(_conversation);
}
