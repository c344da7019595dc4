using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Platform.Bots.Channels.Activities;
using Platform.Bots.Channels.Connector;
using Platform.Scenarios.Turns;
using Platform.Testing.Channels;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.Connector;

public sealed class ConnectorClientTests : IAsyncLifetime
{
    private readonly string _conversation = $"c-{Guid.NewGuid():N}";
    private FakeConnector _connector = null!;
    private FakeIssuer _issuer = null!;

    public async ValueTask InitializeAsync() => (_connector, _issuer) = (await FakeConnector.StartAsync(), await FakeIssuer.StartAsync());

    [Theory]
    [InlineData(429)]
    [InlineData(412)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_busy_channel_is_tried_again_and_order_is_kept(int status)
    {
        var refusals = 3;
        _connector.Answer = _ => Interlocked.Decrement(ref refusals) >= 0 ? Results.StatusCode(status) : null;
        await using var services = Client();

        foreach (var text in new[] { "one", "two" })
            (await SendAsync(services, Reply.Say(text))).ShouldBeOfType<Delivery.Done>().ActivityId.ShouldNotBeNull();

        _connector.Sent.Select(sent => sent.Text).ShouldBe(["one", "one", "one", "one", "two"]);
    }

    [Fact]
    public async Task The_channel_says_how_long_to_wait()
    {
        var refused = false;
        _connector.Answer = sent =>
        {
            if (refused)
                return null;
            refused = true;
            return new Waiting("1");
        };
        await using var services = Client();

        await SendAsync(services, Reply.Say("hi"));

        (_connector.Sent[1].At - _connector.Sent[0].At).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(950));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(302)]
    public async Task Other_refusals_are_final_and_redirects_are_not_followed(int status)
    {
        _connector.Answer = _ => status == 302 ? Results.Redirect($"{_connector.ServiceUrl}/elsewhere") : Results.Json(new { error = new { code = "No" } }, statusCode: status);
        await using var services = Client();

        var refused = (await SendAsync(services, Reply.Say("hi"))).ShouldBeOfType<Delivery.Refused>();

        _connector.Sent.Count.ShouldBe(1);
        refused.Reason.ShouldStartWith($"{status}");
    }

    [Theory]
    [InlineData(429, 6)]
    [InlineData(500, 1)]
    [InlineData(503, 1)]
    [InlineData(504, 6)]
    public async Task A_channel_that_stays_busy_or_is_broken_gets_it_later(int status, int tries)
    {
        _connector.Answer = _ => Results.StatusCode(status);
        await using var services = Client();

        (await SendAsync(services, Reply.Say("hi"))).ShouldBe(new Delivery.Later($"{status} ", 0, null));

        _connector.Sent.Count.ShouldBe(tries);
    }

    [Fact]
    public async Task A_later_attempt_leaves_out_the_parts_that_the_channel_has()
    {
        _connector.Answer = sent => sent.Text is null ? Results.StatusCode(500) : null;
        await using var services = Client();
        var reply = new Reply { Text = "look", Cards = [new Card("application/vnd.microsoft.card.adaptive", "{}")] };

        var later = (await SendAsync(services, reply)).ShouldBeOfType<Delivery.Later>();
        _connector.Answer = null;
        (await SendAsync(services, reply, before: later)).ShouldBeOfType<Delivery.Done>();

        later.PartsGiven.ShouldBe(1);
        _connector.Sent.Select(sent => sent.Text).ShouldBe(["look", null, null]);
    }

    [Fact]
    public async Task Where_nobody_listens_now_it_is_tried_later()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        await using var services = Client(options => options.AllowedServiceUrls.Add(url));

        (await SendAsync(services, Reply.Say("hi"), Reference() with { ServiceUrl = url })).ShouldBeOfType<Delivery.Later>();
    }

    [Fact]
    public async Task The_token_is_fetched_once_for_all_and_once_more_when_it_is_refused()
    {
        await using var services = Client(WithApp);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => SendAsync(services, Reply.Say($"{n}"))));
        _issuer.TokenFetches.ShouldBe(1);

        _connector.Answer = sent => sent.Authorization == "Bearer reply-token-1" ? Results.StatusCode(401) : null;
        (await SendAsync(services, Reply.Say("again"))).ShouldBeOfType<Delivery.Done>();
        _connector.Answer = _ => Results.StatusCode(401);
        (await SendAsync(services, Reply.Say("never"))).ShouldBeOfType<Delivery.Refused>();

        _issuer.TokenFetches.ShouldBe(3);
        _connector.Sent.Count(sent => sent.Text == "never").ShouldBe(2);
    }

    [Fact]
    public async Task A_service_url_that_nobody_vouched_for_gets_neither_request_nor_token()
    {
        await using var services = Client(WithApp, allowed: false);

        (await SendAsync(services, Reply.Say("hi"))).ShouldBeOfType<Delivery.Refused>();

        _connector.Sent.ShouldBeEmpty();
        _issuer.TokenFetches.ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_leads_into_the_own_network_is_not_connected_even_if_it_was_vouched_for()
    {
        await using var services = Client(allowed: false);
        var port = new Uri(_connector.ServiceUrl).Port;

        foreach (var host in new[] { "localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433" })
            (await SendAsync(services, Reply.Say("hi"), Reference() with { ServiceUrl = $"https://{host}:{port}", Vouched = true }))
                .ShouldBeOfType<Delivery.Refused>().Reason.ShouldContain("InternalAddress", Case.Sensitive, host);
    }

    [Fact]
    public async Task Teams_gets_text_and_card_apart_and_a_long_text_in_parts()
    {
        await using var services = Client();
        var card = new Card("application/vnd.microsoft.card.adaptive", "{}");

        await SendAsync(services, new Reply { Text = "look", Cards = [card], AsksFeedback = true });
        await SendAsync(services, Reply.Say(string.Join(' ', Enumerable.Repeat("word", 10_000))));

        var sent = _connector.Sent;
        (sent[0].Text, sent[0].Body!["attachments"]).ShouldBe(("look", null));
        sent[1].Body!["attachments"].ShouldNotBeNull();
        sent.Skip(2).Count().ShouldBe(2);
        sent.Skip(2).ShouldAllBe(part => part.Text!.Length <= 30_000);
    }

    [Fact]
    public async Task A_streamed_answer_goes_out_in_growing_steps_one_at_a_time_and_ends_with_its_id()
    {
        await using var services = Client();
        var client = services.GetRequiredService<ConnectorClient>();

        client.Show(Step(new ReplyEvent.Informing("Looking …")));
        foreach (var text in new[] { "This ", "This answer ", "This answer comes " })
        {
            await Task.Delay(150, TestContext.Current.CancellationToken);
            client.Show(Step(new ReplyEvent.Partial(text)));
        }

        await Task.Delay(150, TestContext.Current.CancellationToken);
        await SendAsync(services, new Reply { Text = "This answer comes whole [1].", AiGenerated = true, AsksFeedback = true, Citations = [new Citation(1, "n", "a", null)] });

        var sent = _connector.Sent;
        var id = "out-1";
        sent.ShouldAllBe(s => s.Path == $"/v3/conversations/{_conversation}/activities");
        sent[0].Stream!.ToJsonString().ShouldBe("""{"type":"streaminfo","streamType":"informative","streamSequence":1}""");
        sent.Skip(1).ShouldAllBe(s => (string?)s.Stream!["streamId"] == id);
        sent.SkipLast(1).Select(s => (int)s.Stream!["streamSequence"]!).ShouldBe(Enumerable.Range(1, sent.Count - 1));
        sent.Skip(1).SkipLast(1).ShouldAllBe(s => s.Type == "typing" && (string?)s.Stream!["streamType"] == "streaming" && s.Body!["channelData"] == null);
        sent.Count.ShouldBeGreaterThanOrEqualTo(4);
        var final = sent[^1];
        (final.Type, final.Text).ShouldBe(("message", "This answer comes whole [1]."));
        final.Stream!.ToJsonString().ShouldBe("""{"type":"streaminfo","streamId":"out-1","streamType":"final"}""");
        final.Body!["entities"]!.AsArray().Count.ShouldBe(2);
        for (var step = 1; step < sent.Count; step++)
            (sent[step].At - sent[step - 1].At).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(90));
    }

    [Fact]
    public async Task After_a_refused_stream_the_answer_comes_as_one_ordinary_message()
    {
        _connector.Answer = sent => sent.Stream is { } stream && (stream["streamId"] is not null || (string?)stream["streamType"] == "final")
            ? Results.Json(new { error = new { code = "ContentStreamNotAllowed" } }, statusCode: 403) : null;
        await using var services = Client();
        var client = services.GetRequiredService<ConnectorClient>();

        foreach (var text in new[] { "a", "a b", "a b c" })
        {
            client.Show(Step(new ReplyEvent.Partial(text)));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        (await SendAsync(services, Reply.Say("a b c d"))).ShouldBeOfType<Delivery.Done>();

        _connector.Sent.Count(sent => sent.Type == "typing").ShouldBe(2); // the one that was refused was the last
        var last = _connector.Sent[^1];
        (last.Type, last.Text, last.Stream).ShouldBe(("message", "a b c d", null));
    }

    [Fact]
    public async Task In_groups_and_elsewhere_typing_is_shown_at_most_each_three_seconds()
    {
        await using var services = Client();
        var client = services.GetRequiredService<ConnectorClient>();
        var group = Reference() with { Conversation = new ConversationAccount { Id = _conversation, ConversationType = "groupChat" } };

        foreach (var step in new ReplyEvent[] { new ReplyEvent.Working(), new ReplyEvent.Partial("a"), new ReplyEvent.Partial("a b"), new ReplyEvent.Working() })
            client.Show(Step(step, group));
        await SendAsync(services, Reply.Say("a b c"), group);

        _connector.Sent.Select(sent => (sent.Type, sent.Text)).ShouldBe([("typing", null), ("message", "a b c")]);
    }

    private void WithApp(ConnectorOptions options) => (options.AppId, options.AppPassword, options.TokenUrl) = (FakeIssuer.AppId, "secret", $"{_issuer.Url}/token");

    private ServiceProvider Client(Action<ConnectorOptions>? configure = null, bool allowed = true)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddConnector();
        services.AddSingleton(provider => (ConnectorClient)provider.GetServices<IReplyChannel>().Single());
        services.Configure<ConnectorOptions>(options =>
        {
            (options.RetryDelay, options.StreamInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100));
            options.TeamsConversationRates.Add("1000/00:00:01");
            if (allowed)
                options.AllowedServiceUrls.Add(_connector.ServiceUrl);
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    private ConversationReference Reference() => new()
    {
        ChannelId = "msteams",
        ServiceUrl = _connector.ServiceUrl,
        Vouched = false,
        Bot = new ChannelAccount { Id = "bot" },
        User = new ChannelAccount { Id = "user" },
        Conversation = new ConversationAccount { Id = _conversation, ConversationType = "personal" },
    };

    private OutgoingProgress Step(ReplyEvent step, ConversationReference? reference = null) => new(_conversation, (reference ?? Reference()).ToJson(), "in-1", step);

    private Task<Delivery> SendAsync(ServiceProvider services, Reply reply, ConversationReference? reference = null, Delivery.Later? before = null) =>
        services.GetRequiredService<ConnectorClient>().SendAsync(
            new OutgoingReply(_conversation, (reference ?? Reference()).ToJson(), Guid.NewGuid(), "in-1", reply) { Before = before }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private sealed class Waiting(string seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.Headers.RetryAfter) = (429, seconds);
            return Task.CompletedTask;
        }
    }
}
