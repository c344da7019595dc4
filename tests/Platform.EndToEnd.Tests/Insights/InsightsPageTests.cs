using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data;
using Platform.Data.Accounts;
using Platform.Data.Conversations;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Turns;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Insights;

public sealed class InsightsPageTests(BrowserFixture browser)
{
    private const string Unknown = "Where can I fly a drone?";

    [Fact]
    public async Task A_reviewer_sees_the_figures_and_makes_an_entry_of_what_was_not_answered()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        await SeedAsync(host);
        await using var context = await browser.ContextAsync(host);
        var page = await context.NewPageAsync();
        await ConsoleVisit.SignInAsync(host, page, Roles.Reviewer);
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/insights");

        // 1 of 2 questions answered; of 2 engaged sessions one is resolved by silence
        await Expect(page.Locator(".figures li").Filter(new() { HasText = "Match rate" }).Locator("strong")).ToContainTextAsync("50");
        await Expect(page.GetByText("1 of 2 engaged sessions ended after an answer")).ToBeVisibleAsync();
        await Expect(page.GetByText(Unknown).First).ToBeVisibleAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();

        await page.GetByRole(AriaRole.Link, new() { Name = "Make an entry" }).ClickAsync();
        await Expect(page.Locator("#question")).ToHaveValueAsync(Unknown);
    }

    private static async Task SeedAsync(RunningHost host)
    {
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        Add(db, "How do I apply for a residence permit?", Decisions.Answered);
        Add(db, Unknown, Decisions.Declined);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static void Add(PlatformDbContext db, string question, string decision)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(-5);
        var conversation = new Conversation { Channel = "test", ChannelConversationId = question, Scenario = "customer-service", StartedAt = at, LastTurnAt = at.AddSeconds(1) };
        conversation.Turns.Add(new Turn { ConversationId = conversation.Id, Sequence = 1, Speaker = Speaker.User, Kind = "message", Text = question, Content = "{}", At = at, State = TurnState.Answered });
        conversation.Turns.Add(new Turn { ConversationId = conversation.Id, Sequence = 2, Speaker = Speaker.Bot, Kind = "message", InReplyTo = 1, Text = "…", Content = "{}", At = at.AddSeconds(1), State = TurnState.Sent, Decision = decision });
        db.Add(conversation);
    }
}
