using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

public sealed class AccessibilityTests(BrowserFixture browser, ChannelCheckHost host)
{
    /// <summary>What Web Chat 4.18.1 breaks by itself: the rule, and where.</summary>
    private static readonly (string Rule, string Within)[] KnownOfWebChat =
    [
        // For a second it writes each new card a second time, for screen readers, and leaves the labels out; no key reaches that copy.
        ("label", ".webchat__live-region-transcript"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1100)]
    [InlineData(ColorScheme.Dark, 1100)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task The_page_breaks_no_rule_of_WCAG_2_1_AA(ColorScheme scheme, int width)
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await visit.Greeted();
        (await Axe.Violations(visit.Page, KnownOfWebChat)).ShouldBeEmpty("empty page");

        await visit.Say("check card");
        await visit.Say("check ai");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dislike", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator("#word")).ToBeVisibleAsync();
        (await Axe.Violations(visit.Page, KnownOfWebChat)).ShouldBeEmpty("in a dialogue");

        await visit.Page.EvaluateAsync("document.getElementById('source').showModal()");
        (await Axe.Violations(visit.Page, KnownOfWebChat)).ShouldBeEmpty("with a source open");
    }

    [Fact]
    public async Task Everything_is_reached_with_the_keyboard_alone()
    {
        await using var visit = await ChatVisit.Enter(browser, host.BaseUri);
        await visit.Greeted();

        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (var press = 0; press < 25; press++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            reached.Add(await visit.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.className || document.activeElement.textContent.trim()"));
        }

        new[] { "new", "theme", "language", "console", "person" }.ShouldBeSubsetOf(reached, StringComparer.Ordinal);
        reached.ShouldContain(r => r.Contains("send-box", StringComparison.Ordinal) || r.Contains("textarea", StringComparison.Ordinal));
    }
}
