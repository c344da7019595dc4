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
        (await Violations(visit.Page)).ShouldBeEmpty("empty page");

        await visit.Say("check card");
        await visit.Say("check ai");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Dislike", Exact = true }).ClickAsync();
        await Expect(visit.Page.Locator("#word")).ToBeVisibleAsync();
        (await Violations(visit.Page)).ShouldBeEmpty("in a dialogue");

        await visit.Page.EvaluateAsync("document.getElementById('source').showModal()");
        (await Violations(visit.Page)).ShouldBeEmpty("with a source open");
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
        reached.ShouldContain(r => r == "How do I apply for a residence permit?");
    }

    private static async Task<string[]> Violations(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(AxePath(), TestContext.Current.CancellationToken));
        return await page.EvaluateAsync<string[]>("""
            async (known) => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], elementRef: true })).violations
              .flatMap(({ id, nodes }) => nodes
                .filter(({ element }) => element.isConnected && !known.some(([rule, within]) => rule === id && element.closest(within)))
                .map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
            """, KnownOfWebChat.Select(known => new[] { known.Rule, known.Within }));
    }

    /// <summary>axe-core comes with the client's npm packages, which the build of the host has laid down.</summary>
    private static string AxePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                return Path.Combine(folder.FullName, "client", "node_modules", "axe-core", "axe.min.js");
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Platform.sln.");
    }
}
