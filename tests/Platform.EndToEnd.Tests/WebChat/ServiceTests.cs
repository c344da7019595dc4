using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

/// <summary>What a citizen sees who asks the starter knowledge base.</summary>
public sealed class ServiceTests(BrowserFixture browser, ServiceHost host) : IClassFixture<ServiceHost>
{
    /// <summary>Where pictures go when they are asked for: <c>PICTURES=docs/images dotnet test --project tests/Platform.EndToEnd.Tests</c> makes those of the README.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PICTURES");

    [Theory]
    [InlineData("zh-CN", "chat.zh.png")]
    [InlineData("en-US", "chat.en.png")]
    public async Task An_example_is_asked_with_one_press_and_its_answer_opens_its_source(string language, string picture)
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { Locale = language, ViewportSize = new() { Width = 1100, Height = 720 } });
        await visit.Greeted();
        var example = visit.Page.Locator("#invitation li button").First;
        var question = (await example.InnerTextAsync()).Trim();

        await example.ClickAsync();
        await Expect(visit.Page.Locator("#invitation")).ToBeHiddenAsync();
        await Expect(visit.SendBox).ToBeFocusedAsync();
        await Expect(visit.OwnBubbles).ToHaveTextAsync([question]);
        var source = visit.Page.Locator("#chat .webchat__link-definitions").GetByRole(AriaRole.Link);
        await Expect(source).ToContainTextAsync(question);
        var answer = await visit.BotBubbles.Last.Locator("p").First.InnerTextAsync();
        await Expect(visit.Page.Locator("#chat .webchat__thumb-button").First).ToBeInViewportAsync();
        if (Pictures is not null)
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, Pictures, picture), Animations = ScreenshotAnimations.Disabled });

        await source.ClickAsync();
        var panel = visit.Page.Locator("#source");
        await Expect(panel.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(question);
        (await panel.Locator(".passage").InnerTextAsync())[..20].ShouldBe(answer[..20]);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToBeHiddenAsync();
        visit.StayedHome();
    }

    [Fact]
    public async Task What_else_the_bot_can_do_stands_on_the_invitation_and_one_press_begins_it()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { Locale = "zh-CN" });
        await visit.Greeted();

        await visit.Page.Locator("#invitation .abilities button").First.ClickAsync();

        await Expect(visit.OwnBubbles).ToHaveTextAsync(["写公文"]);
        await Expect(visit.BotBubbles.Last).ToContainTextAsync("可以写这些公文");
        visit.StayedHome();
    }

    [Fact]
    public async Task A_source_is_also_a_page_of_its_own_and_breaks_no_rule_of_WCAG()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Page.Locator("#invitation li button").First.ClickAsync();
        var address = await visit.Page.Locator("#chat .webchat__link-definitions a").GetAttributeAsync("href");

        await visit.Page.GotoAsync(address!);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        (await Axe.Violations(visit.Page, [])).ShouldBeEmpty();
        (await visit.Page.GotoAsync("/sources/00000000-0000-0000-0000-000000000001")).ShouldNotBeNull().Status.ShouldBe(404);
        await Expect(visit.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("There is no such source");
        visit.StayedHome();
    }

    [Fact]
    public async Task What_it_does_not_know_it_says_and_offers_a_person_who_is_one_press_away()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { Locale = "zh-CN" });
        await visit.Greeted();

        await visit.Say("明天的股票会涨吗");
        await Expect(visit.BotBubbles.Last).ToContainTextAsync("不在我能回答的范围内");
        await visit.Say("我家冰箱里的恐龙化石归谁管");
        await Expect(visit.BotBubbles.Last).ToContainTextAsync("没有找到");
        await visit.Page.Locator("#chat .webchat__suggested-actions").GetByRole(AriaRole.Button, new() { Name = "转人工" }).ClickAsync();

        await Expect(visit.BotBubbles.Last).ToContainTextAsync("已为您转人工");
        visit.StayedHome();
    }

    [Fact]
    public async Task A_visitor_who_switches_the_language_first_is_greeted_in_it()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { Locale = "zh-CN" });
        await visit.Greeted();
        await Expect(visit.BotBubbles.First).ToContainTextAsync("您好");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();

        await Expect(visit.BotBubbles.First).ToContainTextAsync("Hello");
        await Expect(visit.BotBubbles).ToHaveCountAsync(1);
    }
}
