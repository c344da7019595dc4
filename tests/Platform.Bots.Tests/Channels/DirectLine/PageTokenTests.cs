using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Channels.DirectLine;

public sealed class PageTokenTests
{
    [Fact]
    public async Task The_page_gets_a_token_for_a_new_person_and_comes_back_with_it_to_the_same_conversation()
    {
        await using var host = DirectLineHost.Start();

        var first = await AskAsync(host);
        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        first["userId"].ShouldStartWith("dl_");
        first["resumed"].ShouldBe("false");
        var started = await host.PostAsync("conversations", first["token"]);
        started.Status.ShouldBe(HttpStatusCode.Created);
        var conversation = new Conversation(host, started["conversationId"], started["token"], started["streamUrl"]);
        await conversation.SayAsync("before the reload");
        await conversation.UntilAsync(all => all.Count == 3);

        var second = await AskAsync(host, first["token"]);

        second["conversationId"].ShouldBe(first["conversationId"]);
        second["userId"].ShouldBe(first["userId"]);
        second["resumed"].ShouldBe("true");
        var again = await (conversation with { Token = second["token"] }).ReconnectAsync("");
        await using var stream = await again.OpenAsync();
        (await stream.TextsAsync(3)).ShouldBe(["Welcome", "before the reload", "before the reload"]);
        (await AskAsync(host))["conversationId"].Equals(first["conversationId"], StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task An_expired_token_leads_back_for_thirty_days_and_no_longer()
    {
        var clock = new JumpingClock(); // a clock that runs through a month lets every timer of the host fire a million times
        await using var host = DirectLineHost.Start(services => services.AddSingleton<TimeProvider>(clock));
        var first = await AskAsync(host);

        clock.Off = TimeSpan.FromDays(29);
        var back = await AskAsync(host, first["token"]);
        clock.Off = TimeSpan.FromDays(31);
        var late = await AskAsync(host, first["token"]);

        back["conversationId"].ShouldBe(first["conversationId"]);
        late["conversationId"].Equals(first["conversationId"], StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task Tokens_that_are_not_the_pages_own_lead_nowhere()
    {
        await using var host = DirectLineHost.Start();
        var foreign = await host.PostAsync("tokens/generate", body: new { user = new { id = "dl_anna" } });
        var own = await AskAsync(host);

        (await AskAsync(host, foreign["token"]))["conversationId"].Equals(foreign["conversationId"], StringComparison.Ordinal).ShouldBeFalse();
        (await AskAsync(host, own["token"][..^4] + "AAAA"))["conversationId"].Equals(own["conversationId"], StringComparison.Ordinal).ShouldBeFalse();
        (await AskAsync(host, "garbage")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("X-Nothing", "1")]
    public async Task Other_sites_get_none(string header, string value)
    {
        await using var host = DirectLineHost.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/token");
        request.Headers.Add(header, value);

        var answer = await Answer.OfAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task New_conversations_of_one_address_are_limited()
    {
        await using var host = DirectLineHost.Start(("DirectLine:PageTokensPerMinutePerAddress", "2"));

        await AskAsync(host);
        await AskAsync(host);
        var third = await AskAsync(host);

        third.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    private static async Task<Answer> AskAsync(DirectLineHost host, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/token");
        request.Headers.Add("Origin", host.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (token is not null)
            request.Content = JsonContent.Create(new JsonObject { ["token"] = token });
        return await Answer.OfAsync(await host.Http.SendAsync(request, TestContext.Current.CancellationToken));
    }
}
