using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Knowledge;

public sealed class KnowledgePagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_reviewer_imports_edits_restores_and_tries_out_knowledge()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        var complaints = new List<string>();
        await using var context = await browser.ContextAsync(host);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Add(error);
        await ConsoleVisit.SignInAsync(host, page, Roles.Reviewer);
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/knowledge/import");

        // a file with one good row and one without an answer
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "desk.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes("id,question,answer\nbikes,Where can I park my bike?,Behind the <b>hall</b>.\nx,No answer?,\n"),
        });
        await Expect(page.GetByText("1 added, 0 changed, 0 unchanged, 1 refused.")).ToBeVisibleAsync();
        await Expect(page.GetByText("The answer is empty.")).ToBeVisibleAsync();

        // the list, then the entry, saved and restored
        await page.GotoAsync("/console/knowledge");
        await page.GetByLabel("Search question, wordings, answer or id").FillAsync("bike");
        await page.GetByRole(AriaRole.Link, new() { Name = "Where can I park my bike?" }).ClickAsync();
        await page.GetByLabel("Answer", new() { Exact = true }).FillAsync("In the yard.");
        await page.GetByLabel("Other wordings (one a line)").FillAsync("bike parking\nbicycle stand");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved as version 2")).ToBeVisibleAsync();
        await AskAsync(page, "bicycle stand", "In the yard.");
        await page.GoBackAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore this version" }).ClickAsync();
        await Expect(page.GetByText("Saved as version 3")).ToBeVisibleAsync();

        // markup of an answer stays text
        await AskAsync(page, "where can i park my bike", "Behind the <b>hall</b>.");
        await Expect(page.GetByText("The question is a stored one, word for word.")).ToBeVisibleAsync();
        await Expect(page.GetByText(string.Create(CultureInfo.InvariantCulture, $"answers from {AnswerPolicyOptions.DefaultHigh:0.000} on, declines below {AnswerPolicyOptions.DefaultLow:0.000}"))).ToBeVisibleAsync();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trainee_does_not_get_at_the_base()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        await using var context = await browser.ContextAsync(host, new() { Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        await ConsoleVisit.SignInAsync(host, page, Roles.Trainee);

        foreach (var path in new[] { "/console/knowledge", "/console/knowledge/import", "/console/test-bench" })
        {
            await page.GotoAsync(path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("没有权限");
        }

        (await page.GotoAsync("/console/knowledge/export?format=csv"))!.Url.ShouldNotContain("export?");
    }

    private static async Task AskAsync(IPage page, string question, string answer)
    {
        await page.GotoAsync("/console/test-bench");
        await page.GetByLabel("Type a question").FillAsync(question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Expect(page.Locator("blockquote")).ToHaveTextAsync(answer);
    }
}
