using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Testing;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

/// <summary>A conversation outlives the page, the socket and the server that carry it.</summary>
public sealed class ReturnTests(BrowserFixture browser, ChannelCheckHost host)
{
    private const float LongerThanARestart = 60_000; // ms

    [Fact]
    public async Task A_reload_brings_the_same_dialogue_back_once()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("before");
        await visit.Hear("before");
        var (_, conversation) = await visit.Kept();
        await visit.SendBox.FillAsync("half a sent");

        await visit.Page.ReloadAsync();
        await visit.Online();

        await Expect(visit.BotBubbles).ToHaveTextAsync(["Welcome", "before"]);
        await Expect(visit.OwnBubbles).ToHaveTextAsync(["before"]);
        await Expect(visit.SendBox).ToHaveValueAsync("half a sent");
        await visit.Say("after");
        await visit.Hear("after");
        (await visit.Kept()).ConversationId.ShouldBe(conversation);
        visit.StayedHome();
    }

    [Fact]
    public async Task A_new_conversation_begins_empty()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("old words");
        await visit.Hear("old words");
        var (_, before) = await visit.Kept();
        visit.Page.Dialog += (_, question) => _ = question.AcceptAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "New conversation" }).ClickAsync();
        await Expect(visit.Page.Locator("#invitation")).ToBeVisibleAsync();
        await visit.Greeted();

        await Expect(visit.BotBubbles).ToHaveTextAsync(["Welcome"]);
        (await visit.Kept()).ConversationId.ShouldNotBe(before, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_dropped_socket_is_told_and_comes_back_without_loss_or_repetition()
    {
        IWebSocketRoute? socket = null;
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, before: page => page.RouteWebSocketAsync("**/stream*", route =>
        {
            route.ConnectToServer();
            socket = route;
        }));
        await visit.Greeted();
        await visit.Say("one");
        await visit.Hear("one");

        await socket.ShouldNotBeNull().CloseAsync(new() { Code = 1001 });
        await Expect(visit.Status).ToHaveAttributeAsync("data-state", "reconnecting");
        await SaidElsewhere(visit, "while away");
        await visit.Say("two");
        await visit.Online();

        await visit.Hear("two");
        await visit.Hear("while away");
        await visit.Hear("one");
        await visit.Say("three");
        await visit.Hear("three");
        await Expect(visit.BotBubbles).ToHaveCountAsync(5);
        await Expect(visit.OwnBubbles).ToHaveCountAsync(4);
        visit.StayedHome();
    }

    [Fact]
    public async Task A_server_that_restarts_finds_its_visitor_again()
    {
        var folder = Directory.CreateTempSubdirectory("platform-test-").FullName;
        (string, string?)[] settings = [.. ChannelCheckHost.Settings, (TestHost.DataFolderKey, folder)];
        var first = new RunningHost(0, settings);
        await first.InitializeAsync();
        var home = first.BaseUri;
        await using var visit = await ChatVisit.Enter(browser, home);
        await visit.Greeted();
        await visit.Say("before");
        await visit.Hear("before");

        await first.DisposeAsync();
        await Expect(visit.Status).ToHaveAttributeAsync("data-state", "reconnecting");
        await using (var second = new RunningHost(home.Port, settings))
        {
            await second.InitializeAsync();
            await Expect(visit.Status).ToHaveAttributeAsync("data-state", "online", new() { Timeout = LongerThanARestart });

            await Expect(visit.BotBubbles).ToHaveTextAsync(["Welcome", "before"]);
            await visit.Say("after");
            await visit.Hear("after");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_said_in_words_and_tried_again()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, before: page => page.RouteAsync("**/chat/token", route => route.AbortAsync()));

        await Expect(visit.Page.Locator("#notice")).ToContainTextAsync("cannot be reached");
        await visit.Page.UnrouteAllAsync();

        await visit.Hear("Welcome");
        await Expect(visit.Page.Locator("#notice")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Where_no_socket_gets_through_messages_are_fetched()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, before: page => page.RouteWebSocketAsync("**/stream*", route => _ = route.CloseAsync(new() { Code = 1011 })));
        await visit.Page.WaitForFunctionAsync("localStorage.getItem('platform.chat') !== null"); // a reload before the conversation has begun begins another
        await visit.Page.EvaluateAsync("sessionStorage.setItem('platform.chat.polls', 'yes')");
        await visit.Page.ReloadAsync();

        await visit.Greeted();
        await visit.Say("by post");
        await visit.Hear("by post");
    }

    /// <summary>A message of the same person from another window.</summary>
    private static async Task SaidElsewhere(ChatVisit visit, string text)
    {
        var (token, conversation) = await visit.Kept();
        var status = await visit.Page.EvaluateAsync<int>("""
            async ([token, conversation, text]) => (await fetch(`/v3/directline/conversations/${conversation}/activities`, {
              method: 'POST',
              headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' },
              body: JSON.stringify({ type: 'message', text, from: { id: 'ignored' } }),
            })).status
            """, new[] { token, conversation, text });
        status.ShouldBe(200);
    }
}
