using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Platform.Bots.Channels.Activities;
using Platform.Bots.Channels.Connector;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ExpectedRepliesTests
{
    [Fact]
    public async Task Links_to_sources_are_absolute_as_in_replies_that_are_posted()
    {
        var cited = new Reply { Text = "It opens at nine [1].", Citations = [new Citation(1, "Hours", "Nine to five.", "source/7")] };
        var reply = new KeptTurn(Guid.NewGuid(), 2, Speaker.Bot, "message", null, cited.ToJson(), DateTimeOffset.UnixEpoch, InReplyTo: 1);
        var received = new ReceivedActivity(new Activity { Type = "message", ChannelId = "emulator", Conversation = new ConversationAccount { Id = "c1" } }, "{}", Vouched: true);
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;

        await ExpectedReplies.WriteAsync(http.Response, received, [reply], new Uri("https://bot.example.org/"));
        await http.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);

        var activity = JsonNode.Parse(body.ToArray())!["activities"]![0]!;
        ((string?)activity["entities"]![0]!["citation"]![0]!["appearance"]!["url"]).ShouldBe("https://bot.example.org/source/7");
    }
}
