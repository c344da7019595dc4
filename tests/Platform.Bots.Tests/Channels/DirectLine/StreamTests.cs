using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class StreamTests
{
    [Fact]
    public async Task Everything_since_the_start_comes_in_order_with_watermarks()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await conversation.SayAsync("before the stream");

        await using var stream = await conversation.OpenAsync();
        (await stream.TextsAsync(3)).ShouldBe(["Welcome", "before the stream", "before the stream"]);
        await conversation.SayAsync("after it", "c-7");

        var own = await stream.NextAsync();
        own["channelData"]!["clientActivityID"]!.ToString().ShouldBe("c-7");
        (await stream.NextAsync())["from"]!["role"]!.ToString().ShouldBe("bot");
        stream.Watermark.ShouldBe((await conversation.ReadAsync()).Watermark);
    }

    [Fact]
    public async Task Two_clients_see_the_same_and_another_conversation_sees_nothing()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var stranger = await host.ConverseAsync("dl_bob");
        await using var one = await conversation.OpenAsync();
        await using var two = await (await conversation.ReconnectAsync("")).OpenAsync();
        await using var other = await stranger.OpenAsync();

        await conversation.SayAsync("to both");

        (await one.TextsAsync(3)).ShouldBe(["Welcome", "to both", "to both"]);
        (await two.TextsAsync(3)).ShouldBe(["Welcome", "to both", "to both"]);
        (await other.TextsAsync(1)).ShouldBe(["Welcome"]);
        await Should.ThrowAsync<OperationCanceledException>(() => other.NextAsync(seconds: 1));
    }

    [Fact]
    public async Task After_a_dropped_socket_nothing_is_lost_and_nothing_comes_twice()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        var seen = new List<string>();
        var talking = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await conversation.SayAsync($"m{i}");
        }, TestContext.Current.CancellationToken);

        var current = conversation;
        var random = new Random(7);
        while (seen.Count < 121)
        {
            await using var stream = await current.OpenAsync();
            for (var frames = random.Next(1, 15); frames > 0 && seen.Count < 121; frames--)
                seen.Add((await stream.NextAsync())["id"]!.ToString());
            var watermark = await WatermarkOfAsync(conversation, seen.Count);
            stream.Socket.Abort();
            current = await current.ReconnectAsync(watermark);
        }

        await talking;
        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(121);
        seen.ShouldBe(seen.Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public async Task Parts_of_an_answer_come_as_typing_and_the_message_ends_them()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await using var stream = await conversation.OpenAsync();
        await stream.TextsAsync(1);

        await conversation.SayAsync("check stream");
        var activities = new List<JsonNode>();
        do
            activities.Add(await stream.NextAsync());
        while (activities.Count < 2 || activities[^1]["type"]!.ToString() != "message");

        var parts = activities.Where(a => a["type"]!.ToString() == "typing").ToList();
        parts.Count.ShouldBeGreaterThanOrEqualTo(3);
        var id = parts[0]["id"]!.ToString();
        parts.ShouldAllBe(p => p["channelData"]!["streamId"]!.ToString() == id);
        parts.Select(p => (int)p["channelData"]!["streamSequence"]!).ShouldBe(Enumerable.Range(1, parts.Count));
        parts.Select(p => p["id"]!.ToString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(parts.Count);
        parts[0]["channelData"]!["streamType"]!.ToString().ShouldBe("informative");
        parts[^1]["entities"]![0]!["type"]!.ToString().ShouldBe("streaminfo");
        activities[^1]["channelData"]!["streamType"]!.ToString().ShouldBe("final");
        activities[^1]["channelData"]!["streamId"]!.ToString().ShouldBe(id);
        activities[^1]["text"]!.ToString().ShouldBe("This answer comes in parts.");
        (await conversation.ReadAsync()).Activities.ShouldAllBe(a => a["type"]!.ToString() != "typing");
    }

    [Fact]
    public async Task A_sign_of_typing_is_no_younger_than_what_was_said_so_that_every_answer_ends_it()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await using var stream = await conversation.OpenAsync();
        await stream.TextsAsync(1);

        await conversation.SayAsync("check typing");
        var said = await stream.NextAsync();
        var typing = await stream.NextAsync();

        typing["type"]!.ToString().ShouldBe("typing");
        typing["timestamp"]!.ToString().ShouldBe(said["timestamp"]!.ToString());
    }

    [Fact]
    public async Task Pings_are_ignored_and_a_flood_ends_the_stream()
    {
        await using var host = DirectLineHost.Start();
        var conversation = await host.ConverseAsync();
        await using var stream = await conversation.OpenAsync();
        await stream.TextsAsync(1);

        for (var i = 0; i < 3; i++)
            await stream.Socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        await stream.Socket.SendAsync(Encoding.UTF8.GetBytes("{not json"), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        await conversation.SayAsync("still here");
        (await stream.TextsAsync(2)).ShouldBe(["still here", "still here"]);

        await Should.ThrowAsync<Exception>(async () =>
        {
            await stream.Socket.SendAsync(new byte[1 << 20], WebSocketMessageType.Binary, endOfMessage: false, TestContext.Current.CancellationToken);
            await stream.NextAsync();
        });
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_holds_up_nobody()
    {
        await using var host = DirectLineHost.Start(("DirectLine:SendTimeout", "00:00:02"), ("DirectLine:RequestsPerMinutePerToken", "100000"), ("Conversations:MostWaiting", "10000"));
        var conversation = await host.ConverseAsync();
        await using var slow = await conversation.OpenAsync();
        await using var quick = await (await conversation.ReconnectAsync("")).OpenAsync();
        var text = new string('x', 100_000);

        for (var i = 0; i < 60; i++) // 12 MB for the one that does not read: more than the system buffers for it
        {
            await conversation.SayAsync(text);
            await quick.TextsAsync(i == 0 ? 3 : 2);
        }

        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<Exception>(async () =>
        {
            while (true)
                await slow.NextAsync();
        });
    }

    [Fact]
    public async Task A_stream_address_opens_within_its_time_for_its_conversation_only()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var host = DirectLineHost.Start(services => services.AddSingleton<TimeProvider>(clock));
        var conversation = await host.ConverseAsync();
        var other = await host.ConverseAsync();

        var path = new Uri(conversation.StreamUrl).PathAndQuery["/v3/directline/".Length..];
        (await host.GetAsync(path, null)).Status.ShouldBe(HttpStatusCode.BadRequest); // no web socket
        await Should.ThrowAsync<WebSocketException>(() => Stream.OpenAsync(conversation.StreamUrl.Replace(conversation.Id, other.Id)));
        await Should.ThrowAsync<WebSocketException>(() => Stream.OpenAsync(conversation.StreamUrl.Split("&t=")[0] + "&t=" + conversation.Token));
        clock.Advance(TimeSpan.FromSeconds(61));
        await Should.ThrowAsync<WebSocketException>(() => Stream.OpenAsync(conversation.StreamUrl));
        await (await (await conversation.ReconnectAsync("")).OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task More_streams_than_a_conversation_may_have_are_refused()
    {
        await using var host = DirectLineHost.Start(("DirectLine:StreamsPerConversation", "2"));
        var conversation = await host.ConverseAsync();
        await using var one = await conversation.OpenAsync();
        await using var two = await conversation.OpenAsync();

        await Should.ThrowAsync<WebSocketException>(() => conversation.OpenAsync());
        two.Socket.Abort();
        for (var attempt = 0; attempt < 50; attempt++)
        {
            try
            {
                await (await conversation.OpenAsync()).DisposeAsync();
                return;
            }
            catch (WebSocketException) when (attempt < 49)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>The watermark of a client that has seen the first so many activities.</summary>
    private static async Task<string> WatermarkOfAsync(Conversation conversation, int seen)
    {
        var last = "";
        string? watermark = null;
        while (true)
        {
            var (page, next) = await conversation.ReadAsync(watermark);
            if (page.Count >= seen)
                return ((int)long.Parse(page[seen - 1]["id"]!.ToString().Split('|')[1], System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            seen -= page.Count;
            (last, watermark) = (next, next);
            if (page.Count == 0)
                return last;
        }
    }
}
