using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Testing;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Console;

/// <summary>A fresh installation, from the one-time code in its data folder to a reviewed answer.</summary>
public sealed class ConsoleJourneyTests(BrowserFixture browser)
{
    private const string Secret = "a-secret-of-the-journey-a-secret";
    private const string Password = "correct horse battery staple";

    [Fact]
    public async Task The_first_admin_invites_a_reviewer_who_reads_a_dialogue_while_it_goes_on_and_judges_an_answer()
    {
        await using var host = new RunningHost(0, ("Conversations:Scenario", "channel-check"), ("DirectLine:Secrets:0", Secret));
        await host.InitializeAsync();
        using var person = await DirectLineClient.StartAsync(host.BaseUri, Secret, "u1", TestContext.Current.CancellationToken);
        await person.PostAsync("where is the town hall", "1", TestContext.Current.CancellationToken);

        string link;
        await using (var admins = await browser.ContextAsync(host))
        {
            var admin = await admins.NewPageAsync();
            await SetUpAsync(host, admin);
            link = await InviteAsync(admin, "berta");
        }

        await using var reviewers = await browser.ContextAsync(host);
        var reviewer = await reviewers.NewPageAsync();
        await ComeInAsync(reviewer, link, "berta");

        // the list, and the dialogue behind its first line
        await reviewer.GotoAsync("/console/language?to=en&returnUrl=/console/conversations");
        await Expect(reviewer.GetByText("where is the town hall").First).ToBeVisibleAsync();
        (await Axe.Violations(reviewer, [])).ShouldBeEmpty("list");
        await reviewer.Locator("a[href^='/console/conversations/']").First.ClickAsync();
        var answers = reviewer.Locator("button.turn-text");
        await Expect(answers).ToHaveTextAsync(["Welcome", "where is the town hall"]);

        // what is said meanwhile appears by itself
        await person.PostAsync("and the library", "2", TestContext.Current.CancellationToken);
        await Expect(answers).ToHaveTextAsync(["Welcome", "where is the town hall", "and the library"]);

        await answers.Nth(1).ClickAsync();
        await reviewer.Keyboard.PressAsync("1");
        await Expect(reviewer.Locator("#turn-4").GetByText("Good")).ToBeVisibleAsync(); // after the join, the greeting and the question
        await reviewer.GetByRole(AriaRole.Button, new() { Name = "Sum up what is asked" }).ClickAsync();
        await Expect(reviewer.Locator(".summary li")).ToHaveTextAsync(["where is the town hall", "and the library"]);
        (await Axe.Violations(reviewer, [])).ShouldBeEmpty("dialogue");

        await reviewer.GotoAsync("/console/accounts");
        await Expect(reviewer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No access");
    }

    private static async Task SetUpAsync(RunningHost host, IPage page)
    {
        var code = (await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "first-admin-code.txt"), TestContext.Current.CancellationToken)).Trim();
        await page.GotoAsync("/setup");
        await page.Locator("#code").FillAsync("a wrong code");
        await page.Locator("#name").FillAsync("anna");
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await page.Locator("#code").FillAsync(code);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/console");
        File.Exists(Path.Combine(host.DataFolder, "first-admin-code.txt")).ShouldBeFalse("the code works once");
    }

    private static async Task<string> InviteAsync(IPage page, string name)
    {
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/accounts");
        await page.GetByLabel("User name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(page.Locator("#link")).ToBeVisibleAsync();
        return await page.Locator("#link").InputValueAsync();
    }

    private static async Task ComeInAsync(IPage page, string link, string name)
    {
        await page.GotoAsync(link);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await page.Locator("a.button.primary").ClickAsync();
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/console");
    }
}
