using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Knowledge.Import;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Console;

/// <summary>Every page of the console with something on it, in both languages and both colours.</summary>
/// <remarks>With <c>PLATFORM_SCREENSHOTS</c> set to a folder, a picture of each is kept there for whoever wants to look.</remarks>
public sealed class ConsolePagesTests(BrowserFixture browser)
{
    private const string Table = """
        id,question,similar,answer,language
        bikes,Where can I park my bike?,bike parking|bicycle stand,Behind the **hall**.,en
        permit,How do I apply for a residence permit?,residence permit application,At counter 3 with your passport.,en
        zixing,自行车停在哪里？,哪里可以停单车|单车停放处,市民大厅背后。,zh
        """;

    private const string Guide = "# Reading rooms\n\n## Seats\n\nThe reading room has 320 seats.\n\n## Printing\n\nA page costs 10 cents.\n";

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh-CN", ColorScheme.Dark)]
    public async Task Every_page_breaks_no_rule_of_WCAG_2_1_AA(string language, ColorScheme scheme)
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        var conversation = await FillAsync(host);
        await using var context = await browser.ContextAsync(host, new() { ColorScheme = scheme, ViewportSize = new() { Width = 1360, Height = 900 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await ConsoleVisit.SignInAsync(host, page, Roles.Admin);
        await page.GotoAsync($"/console/language?to={language}&returnUrl=/console");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        if (scheme == ColorScheme.Dark && !await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.body).colorScheme.includes('dark')"))
            await page.Locator("button.bar-item[aria-pressed=false]").ClickAsync();

        var broken = new List<string>();
        foreach (var path in Pages(conversation))
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            if (path == "/console/test-bench")
                await AskAsync(page, language);
            if (path == "/console/poetry")
                await CheckVerseAsync(page);
            await page.WaitForTimeoutAsync(200); // lists come a moment after their heading
            broken.AddRange((await Axe.Violations(page, [])).Select(violation => $"{path}: {violation}"));
            await KeepPictureAsync(page, $"{language}-{scheme.ToString().ToLowerInvariant()}{path.Replace(conversation.ToString(), "one", StringComparison.Ordinal).Replace('/', '-')}");
        }

        broken.ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    private static IEnumerable<string> Pages(Guid conversation) =>
    [
        "/console", "/console/conversations", $"/console/conversations/{conversation}", "/console/handover", $"/console/handover/{conversation}",
        "/console/knowledge", "/console/knowledge/new", "/console/knowledge/import", "/console/knowledge/documents", "/console/test-bench",
        "/console/insights", "/console/improvement", "/console/models", "/console/playground", "/console/keys", "/console/poetry", "/console/writing",
        "/console/practice", "/console/practice/briefing?person=zhou-guilan&case=night-mahjong", "/console/practice/learning", "/console/practice/teach", "/console/practice/watch",
        "/console/practice/safety", "/console/practice/grading", "/console/practice/channels", "/console/accounts", "/console/audit", "/console/not-found",
    ];

    private static async Task AskAsync(IPage page, string language)
    {
        await page.Locator("#content input").First.FillAsync(language == "zh-CN" ? "哪里可以停单车" : "bicycle stand");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("blockquote")).ToBeVisibleAsync();
    }

    private static async Task CheckVerseAsync(IPage page)
    {
        await page.Locator("#content textarea").FillAsync("白日依山尽，黄河入海流。欲穷千里目，更上一层山。");
        await page.Locator("#content section button[type=submit]").ClickAsync();
        await Expect(page.Locator(".poem-sign.wrong")).ToHaveCountAsync(1); // 山 does not rhyme with 流
    }

    private static async Task<Guid> FillAsync(RunningHost host)
    {
        var mediator = host.Services.GetRequiredService<IMediator>();
        await mediator.Send(new ImportKnowledge("desk.csv", Encoding.UTF8.GetBytes(Table)), TestContext.Current.CancellationToken);
        await mediator.Send(new ImportKnowledge("rooms.en.md", Encoding.UTF8.GetBytes(Guide)), TestContext.Current.CancellationToken);
        foreach (var (text, n) in new[] { "Where can I park my bike?", "Where can I fly a drone?", "talk to a person" }.Select((text, n) => (text, n)))
            await mediator.Send(new HearActivity("test", "c1", new Heard("message", text) { ActivityId = $"{n}", UserId = "somebody-from-town", Locale = "en", Content = "{}" }), TestContext.Current.CancellationToken);
        await mediator.Send(new HearActivity("test", "c2", new Heard("message", "自行车停在哪里？") { ActivityId = "1", UserId = "u2", Locale = "zh-CN", Content = "{}" }), TestContext.Current.CancellationToken);

        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (await db.Turns.CountAsync(t => t.InReplyTo != null, TestContext.Current.CancellationToken) >= 4)
                return (await db.Conversations.SingleAsync(c => c.ChannelConversationId == "c1", TestContext.Current.CancellationToken)).Id.Value;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The questions were not answered within 20 s.");
    }

    private static async Task KeepPictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PLATFORM_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
