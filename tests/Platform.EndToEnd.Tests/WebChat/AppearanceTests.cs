using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

public sealed class AppearanceTests(BrowserFixture browser, ChannelCheckHost host)
{
    [Theory]
    [InlineData("zh-CN", "zh-Hans", "转人工", "请输入您的问题")]
    [InlineData("zh-TW", "zh-Hans", "转人工", "请输入您的问题")]
    [InlineData("en-GB", "en-US", "Talk to a person", "Type your message")]
    [InlineData("fr-FR", "zh-Hans", "转人工", "请输入您的问题")]
    public async Task The_page_speaks_the_browsers_language_and_Chinese_when_it_has_none_of_it(string browserLanguage, string language, string person, string placeholder)
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { Locale = browserLanguage });
        await visit.Greeted();

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = person })).ToBeVisibleAsync();
        await Expect(visit.SendBox).ToHaveAttributeAsync("placeholder", placeholder);
    }

    [Fact]
    public async Task The_language_is_switched_in_the_middle_of_a_dialogue_and_stays_so()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();
        await visit.Say("hello");
        await visit.Hear("hello");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "中文" }).ClickAsync();
        await visit.Online();

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await visit.Hear("hello");
        await visit.Page.ReloadAsync();
        await visit.Online();
        await Expect(visit.SendBox).ToHaveAttributeAsync("placeholder", "请输入您的问题");
        visit.StayedHome();
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_the_visitor_chooses()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { ColorScheme = ColorScheme.Dark });
        await visit.Greeted();
        var button = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" });

        await Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(20, 20, 20)");
        await button.ClickAsync();
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(245, 245, 245)");
        await visit.Page.ReloadAsync();

        await visit.Online();
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(245, 245, 245)");
    }

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(1100)]
    public async Task Nothing_is_cut_off_at_any_width(int width)
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { ViewportSize = new() { Width = width, Height = 700 } });
        await visit.Greeted();
        await visit.Say("check card");
        await visit.Say("a word that is much longer than the screen is wide: " + new string('x', 200));
        await Expect(visit.BotBubbles).ToHaveCountAsync(3);

        var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        overflow.ShouldBe(0);
        foreach (var id in new[] { "new", "theme", "language", "console", "person" })
            (await visit.Page.Locator($"#{id}").BoundingBoxAsync()).ShouldNotBeNull().ShouldSatisfyAllConditions(
                box => box.X.ShouldBeGreaterThanOrEqualTo(0),
                box => (box.X + box.Width).ShouldBeLessThanOrEqualTo(width),
                box => box.Height.ShouldBeGreaterThanOrEqualTo(24)); // WCAG 2.2, 2.5.8: the smallest target
    }
}
