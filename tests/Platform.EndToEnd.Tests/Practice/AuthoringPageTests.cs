using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Accounts;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Practice;

public sealed class AuthoringPageTests(BrowserFixture browser)
{
    private const float Patience = 60_000; // ms; the machine may be busy with other tests

    /// <summary>Where pictures of the pages go; none are taken when it is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PLATFORM_PICTURES");

    [Fact]
    public async Task A_trainer_copies_a_resident_edits_tries_and_releases_it_and_a_trainee_who_cannot_see_it_there_practises_with_it()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        SetDefaultExpectTimeout(Patience);
        await using var trainers = await browser.Browser.NewContextAsync(new() { BaseURL = host.BaseUri.ToString() });
        await using var trainees = await browser.Browser.NewContextAsync(new() { BaseURL = host.BaseUri.ToString() });
        var trainer = await VisitAsync(host, trainers, "a-trainer", Roles.Trainer);
        await trainer.GotoAsync("/console/language?to=en&returnUrl=/console/practice/content");
        await Expect(trainer.GetByRole(AriaRole.Link, new() { Name = "Frank Doyle" })).ToBeVisibleAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "content-list");

        await trainer.GetByRole(AriaRole.Link, new() { Name = "Frank Doyle" }).ClickAsync();
        await trainer.Locator("#copy-id").FillAsync("frank-miller-en");
        await trainer.Locator("#copy").ClickAsync();
        await trainer.WaitForURLAsync("**/content/frank-miller-en");
        await Expect(trainer.Locator("#save")).ToBeVisibleAsync();

        // The form and the source edit the same text; what breaks a rule is named.
        await TabAsync(trainer, "source");
        var source = await trainer.Locator("#source").InputValueAsync();
        await trainer.Locator("#source").FillAsync(source.Replace("\"anger\": 66", "\"anger\": 166", StringComparison.Ordinal));
        await trainer.Locator("#source").BlurAsync();
        await Expect(trainer.GetByText("$.temper.anger is 166")).ToBeVisibleAsync();
        await TabAsync(trainer, "state");
        await trainer.Locator("#temper-anger").FillAsync("60");
        await trainer.Locator("#temper-anger").BlurAsync();
        await Expect(trainer.GetByText("$.temper.anger is 166")).ToHaveCountAsync(0);
        await TabAsync(trainer, "person");
        await trainer.Locator("#name").FillAsync("Frank Miller");
        await trainer.Locator("#name").BlurAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "content-person");
        foreach (var tab in new[] { "facts", "lines" })
        {
            await TabAsync(trainer, tab);
            (await Axe.Violations(trainer, [])).ShouldBeEmpty();
            await PictureAsync(trainer, $"content-{tab}");
        }

        await TabAsync(trainer, "source");
        (await trainer.Locator("#source").InputValueAsync()).ShouldBe(source.Replace("\"anger\": 66", "\"anger\": 60", StringComparison.Ordinal).Replace("Frank Doyle", "Frank Miller", StringComparison.Ordinal));
        await trainer.Locator("#save-note").FillAsync("calmer, another name");
        await trainer.Locator("#save").ClickAsync();
        await Expect(trainer.GetByText("Saved as version 2")).ToBeVisibleAsync();

        await TabAsync(trainer, "try");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await trainer.Locator("#try-words").FillAsync("Good morning. That sounds exhausting. What happened?");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Say" }).ClickAsync();
        await Expect(trainer.Locator("#try-1")).ToBeVisibleAsync();
        await Expect(trainer.Locator("#inspector")).ToContainTextAsync("the trouble was named");
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "content-try");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();

        await TabAsync(trainer, "acceptance");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Test version 2" }).ClickAsync();
        await Expect(trainer.GetByText("The sheet is green")).ToBeVisibleAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "content-acceptance");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Release version 2" }).ClickAsync();
        await Expect(trainer.GetByText("Version 2 is released")).ToBeVisibleAsync();
        await TabAsync(trainer, "versions");
        await trainer.Locator("#compare-from").SelectOptionAsync("1");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(trainer.Locator("ins", new() { HasText = "Frank Miller" })).ToBeVisibleAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "content-versions");

        foreach (var (key, tab) in new[] { ("night-mahjong-en", "checks"), ("night-mahjong-en", "trainees"), ("night-mahjong-en", "state"), ("margaret-hill-en", "facts") })
        {
            await trainer.GotoAsync($"/console/practice/content/{key}");
            await TabAsync(trainer, tab);
            (await Axe.Violations(trainer, [])).ShouldBeEmpty();
            await PictureAsync(trainer, $"content-{key}-{tab}");
        }

        var trainee = await VisitAsync(host, trainees, "a-trainee", Roles.Trainee);
        await trainee.GotoAsync("/console/practice/content/frank-miller-en");
        trainee.Url.ShouldContain("/denied");
        await trainee.GotoAsync("/console/language?to=en&returnUrl=/console/practice");
        await trainee.Locator("#resident").SelectOptionAsync("frank-miller-en");
        await trainee.GetByRole(AriaRole.Button, new() { Name = "To the briefing" }).ClickAsync();
        await trainee.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await Expect(trainee.GetByRole(AriaRole.Heading, new() { Name = "Frank Miller" })).ToBeVisibleAsync();
    }

    private static async Task TabAsync(IPage page, string tab)
    {
        await page.Locator($"#tab-{tab}").ClickAsync();
        await Expect(page.Locator($"#tab-{tab}")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task<IPage> VisitAsync(RunningHost host, IBrowserContext context, string name, string role)
    {
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await ConsoleVisit.SignInAsync(host, page, role, name);
        return page;
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
