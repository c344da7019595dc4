using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Accounts;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.OpenPlatform;

/// <summary>The pages Models, Playground and Keys in a real Chromium, in both languages, light and dark.</summary>
public sealed class ModelPagesTests(BrowserFixture browser, ServingHost serving)
{
    private const string Password = "correct horse battery staple";
    private const float Patience = 30_000; // ms; the machine may be busy with other tests

    [Fact]
    public async Task An_admin_sees_what_is_served_loads_it_and_sets_a_route()
    {
        await using var context = await ContextAsync();
        var page = await SignedInAsync(context, Roles.Admin);
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/models");

        await page.GetByRole(AriaRole.Button, new() { Name = "Load tiny" }).Or(page.GetByRole(AriaRole.Button, new() { Name = "Unload tiny" })).First.WaitForAsync();
        if (await page.GetByRole(AriaRole.Button, new() { Name = "Load tiny", Exact = true }).IsVisibleAsync())
            await page.GetByRole(AriaRole.Button, new() { Name = "Load tiny", Exact = true }).ClickAsync();
        await Expect(page.Locator(".card .mark.good")).ToHaveTextAsync("Ready");
        await page.Locator("#route-skill").FillAsync("page-route");
        await page.GetByLabel("Served model").FillAsync(ServingHost.Model);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "page-route" })).ToBeVisibleAsync();
        await LookAsync(page, "models");
    }

    [Fact]
    public async Task A_developer_runs_two_columns_sees_probabilities_breaks_a_request_and_reads_the_code()
    {
        await using var context = await ContextAsync();
        var page = await SignedInAsync(context, Roles.Developer);
        await page.GotoAsync($"/console/language?to=en&returnUrl=/console/playground%3Fmodel%3D{ServingHost.Model}");
        await page.Locator("#prompt").FillAsync("Tell me about rain.");
        await page.GetByText("Parameters").ClickAsync();
        await page.GetByLabel("max_tokens").FillAsync("12");
        await page.GetByLabel("max_tokens").PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a column" }).ClickAsync();

        await page.Locator("#prompt").PressAsync("Control+Enter");

        await Expect(page.GetByText("Done", new() { Exact = true })).ToHaveCountAsync(2);
        (await page.Locator("#out-0 span").CountAsync()).ShouldBeGreaterThan(0);
        (await page.Locator("#tokens-1 li").CountAsync()).ShouldBeGreaterThan(0);
        await Expect(page.Locator(".sample").Last).ToContainTextAsync("\"max_tokens\": 12");
        await page.GetByRole(AriaRole.Button, new() { Name = "C#" }).ClickAsync();
        await Expect(page.Locator(".sample").Last).ToContainTextAsync("options.MaxOutputTokenCount = 12;");
        await LookAsync(page, "playground");

        await page.GetByRole(AriaRole.Button, new() { Name = "JSON" }).ClickAsync();
        await page.Locator("#json").FillAsync("""{"model":"tiny","messages":[{"role":"user","content":"pasted"}],"max_tokens":900,"ignore_eos":true}""");
        await page.Locator("#json").PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply to the form" }).ClickAsync();
        await Expect(page.Locator("#prompt")).ToHaveValueAsync("pasted");

        foreach (var (breakage, status) in new[] { ("BadKey", "401"), ("OverQuota", "429"), ("MalformedBody", "400"), ("UnknownModel", "404") })
        {
            await page.GetByLabel("Break it").SelectOptionAsync(breakage);
            await page.GetByRole(AriaRole.Button, new() { Name = "Run it broken" }).ClickAsync();
            await Expect(page.Locator("[role=status] .mark").Filter(new() { HasText = status }).First).ToBeVisibleAsync();
        }

        await page.GetByLabel("Break it").SelectOptionAsync("StopMidStream");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run it broken" }).ClickAsync();
        await Expect(page.GetByText("Stopped", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_developer_makes_a_key_that_is_shown_once_rotates_and_revokes_it()
    {
        await using var context = await ContextAsync();
        var page = await SignedInAsync(context, Roles.Developer);
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/keys");
        await page.Locator("#key-name").FillAsync("My app");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();

        (await page.Locator("#new-key").InputValueAsync()).ShouldStartWith("pk-test-");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate My app" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "My app" })).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke My app", Exact = true }).Last.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Really revoke My app" }).ClickAsync();
        await Expect(page.GetByText("Revoked", new() { Exact = true })).ToBeVisibleAsync();
        await LookAsync(page, "keys");

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "My app" }).First).ToBeVisibleAsync();
        await Expect(page.Locator("#new-key")).ToHaveCountAsync(0);
    }

    /// <summary>Light and dark, English and Chinese, against axe; pictures are kept where PLATFORM_PICTURES says.</summary>
    private static async Task LookAsync(IPage page, string name)
    {
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, $"{name}-light");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, $"{name}-dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PLATFORM_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    private async Task<IBrowserContext> ContextAsync()
    {
        var context = await browser.Browser.NewContextAsync(new() { BaseURL = serving.Host.BaseUri.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        return context;
    }

    private async Task<IPage> SignedInAsync(IBrowserContext context, string role)
    {
        var name = $"{role}-{Guid.NewGuid():N}"[..20];
        var mediator = serving.Host.Services.GetRequiredService<IMediator>();
        var invited = (InviteAccountOutcome.Invited)await mediator.Send(new InviteAccount(name, null, [role], Guid.Empty), TestContext.Current.CancellationToken);
        await mediator.Send(new SetPassword(invited.AccountId, invited.Token, Password), TestContext.Current.CancellationToken);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin?returnUrl=/console");
        await page.Locator("#name").FillAsync(name);
        await page.Locator("input[type=password]").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/console");
        return page;
    }
}
