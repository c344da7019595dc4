using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Scenarios.Accounts;
using Xunit;

namespace Platform.EndToEnd.Tests.Browsers;

/// <summary>The way into the console, for tests that are about what comes behind it.</summary>
internal static class ConsoleVisit
{
    private const string Password = "correct horse battery staple";

    public const float Patience = 30_000; // ms; the machine may be busy with other tests

    public static async Task<IBrowserContext> ContextAsync(this BrowserFixture browser, RunningHost host, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = host.BaseUri.ToString();
        var context = await browser.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        return context;
    }

    /// <summary>Makes an account with this role and signs it in through the form.</summary>
    public static async Task SignInAsync(RunningHost host, IPage page, string role, string? name = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        name ??= $"{role}-{Guid.NewGuid():N}"[..16];
        var invited = (InviteAccountOutcome.Invited)await mediator.Send(new InviteAccount(name, null, [role], Guid.Empty), TestContext.Current.CancellationToken);
        await mediator.Send(new SetPassword(invited.AccountId, invited.Token, Password), TestContext.Current.CancellationToken);
        await page.GotoAsync("/signin?returnUrl=/console");
        await page.Locator("#name").FillAsync(name);
        await page.Locator("input[type=password]").FillAsync(Password);
        await page.Locator("button.primary[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/console");
    }
}
