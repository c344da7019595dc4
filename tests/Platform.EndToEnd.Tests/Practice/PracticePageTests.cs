using System.Collections.Concurrent;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Accounts;
using Platform.Scenarios.Practice;
using Platform.Scenarios.Simulation.Acts;
using Platform.Scenarios.Simulation.Characters;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.Practice;

public sealed class PracticePageTests(BrowserFixture browser)
{
    private const float Patience = 30_000; // ms; the machine may be busy with other tests

    /// <summary>Where pictures of the pages go; none are taken when it is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PLATFORM_PICTURES");

    private const string Note = "Ask about the nights first.";

    private static readonly SceneKey Key = new(ActCodes.CommunityFamily, "frank-doyle-en", "night-mahjong-en", Difficulty.Medium);

    [Fact]
    public async Task A_trainee_practises_sees_nothing_hidden_until_the_end_and_redoes_a_turn()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        await using var context = await browser.Browser.NewContextAsync(new() { BaseURL = host.BaseUri.ToString() });
        context.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        var page = await context.NewPageAsync();
        var reached = Listen(page);
        await ConsoleVisit.SignInAsync(host, page, Roles.Trainee);
        await page.GotoAsync("/console/language?to=en&returnUrl=/console/practice");
        await page.Locator("#resident").SelectOptionAsync(Key.Persona);
        await page.Locator("#case").SelectOptionAsync(Key.Case!);
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, "practice-home");
        await page.GetByRole(AriaRole.Button, new() { Name = "To the briefing" }).ClickAsync();
        await Expect(page.Locator("#consent")).Not.ToBeCheckedAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, "practice-briefing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();

        var scene = host.Services.GetRequiredService<PracticeScenes>().Compose(Key);
        foreach (var (line, at) in scene.Trainees.Bad.Take(2).Select((line, at) => (line, at)))
        {
            await page.Locator("#answer").FillAsync(line);
            await page.Locator("#answer").PressAsync("Control+Enter");
            await Expect(page.Locator($"#practice-{at + 1}")).ToBeVisibleAsync();
        }

        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, "practice-session");
        await page.Locator("#notes").FillAsync(Note);
        await Expect(page.GetByText("Kept", new() { Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("The practice is paused.")).ToBeVisibleAsync();
        await Expect(page.Locator("#answer")).ToHaveCountAsync(0);
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.ReloadAsync(); // a break and the notes are kept on the server
        await Expect(page.Locator("#notes")).ToHaveValueAsync(Note);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("#answer")).ToBeVisibleAsync();
        ShouldHoldNothingHidden(string.Join('\n', reached), scene, host.Services.GetRequiredService<PracticeScenes>());

        await page.GetByRole(AriaRole.Button, new() { Name = "End and score" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Map of facts" })).ToBeVisibleAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, "practice-result");
        await Expect(page.Locator("#notes")).ToHaveValueAsync(Note);
        await Expect(page.Locator("#worded-by")).ToContainTextAsync("2 in the engine's own words");
        var ink = await page.Locator(".chart svg text").First.GetAttributeAsync("fill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator(".chart svg text").First).Not.ToHaveAttributeAsync("fill", ink.ShouldNotBeNull()); // the charts follow the theme
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await PictureAsync(page, "practice-result-dark");

        await page.GetByRole(AriaRole.Button, new() { Name = "Again from here" }).Last.ClickAsync();
        await page.Locator("#answer").FillAsync("That sounds exhausting. Can you tell me what happens up there?");
        await page.Locator("#answer").PressAsync("Control+Enter");
        await Expect(page.Locator("#practice-2")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End and score" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "End it now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Branches" })).ToBeVisibleAsync();

        await page.GotoAsync("/console/practice?role=HelpSeeker");
        await Expect(page.GetByText("Nothing fits these filters.")).ToBeVisibleAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Frank Doyle" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_trainer_assigns_in_Chinese_the_trainee_finds_it_at_home_and_a_cry_for_help_stops_the_role_play()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        SetDefaultExpectTimeout(Patience);
        await using var trainees = await browser.Browser.NewContextAsync(new() { BaseURL = host.BaseUri.ToString() });
        await using var trainers = await browser.Browser.NewContextAsync(new() { BaseURL = host.BaseUri.ToString() }); // closed before the host stops, which waits for open pages
        var trainee = await VisitAsync(host, trainees, "a-trainee", Roles.Trainee);
        var trainer = await VisitAsync(host, trainers, "a-trainer", Roles.Trainer);

        await trainer.GotoAsync("/console/language?to=zh-CN&returnUrl=/console/practice/teach");
        await trainer.GetByLabel("a-trainee").CheckAsync();
        await trainer.Locator("#cohort-name").FillAsync("2026 秋");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "保存班级" }).ClickAsync();
        await Expect(trainer.GetByRole(AriaRole.Link, new() { Name = "2026 秋" })).ToBeVisibleAsync();
        await trainer.Locator("#assign-person").SelectOptionAsync("zhou-guilan");
        await trainer.Locator("#assign-case").SelectOptionAsync("night-mahjong");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "布置给 1 人" }).ClickAsync();
        await Expect(trainer.GetByText("已布置给 1 人。")).ToBeVisibleAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "practice-teach");

        await trainee.GotoAsync("/console/language?to=zh-CN&returnUrl=/console/practice");
        await trainee.Locator("ul.areas a", new() { HasText = "周桂兰" }).First.ClickAsync();
        await trainee.GetByRole(AriaRole.Button, new() { Name = "开始" }).ClickAsync();
        await trainee.Locator("#answer").FillAsync("您好，请坐，慢慢说。");
        await trainee.Locator("#answer").PressAsync("Control+Enter");
        await Expect(trainee.Locator("#practice-1")).ToBeVisibleAsync();
        await trainee.Locator("#answer").FillAsync("说实话，我自己也不想活了。");
        await trainee.Locator("#answer").PressAsync("Control+Enter");
        await Expect(trainee.GetByRole(AriaRole.Alert)).ToContainTextAsync("12356");
        (await Axe.Violations(trainee, [])).ShouldBeEmpty();
        await PictureAsync(trainee, "practice-help");

        await trainer.GotoAsync("/console/practice/safety");
        await Expect(trainer.GetByText("说实话，我自己也不想活了。")).ToBeVisibleAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await trainer.GetByRole(AriaRole.Button, new() { Name = "已联系本人" }).ClickAsync();
        await Expect(trainer.GetByRole(AriaRole.Button, new() { Name = "已联系本人" })).ToHaveCountAsync(0);
        await trainer.GotoAsync("/console/practice/watch");
        await trainer.GetByRole(AriaRole.Link, new() { Name = "a-trainee" }).ClickAsync();
        await trainer.Locator("#whisper").FillAsync("先休息一下");
        await trainer.GetByRole(AriaRole.Button, new() { Name = "发送" }).ClickAsync();
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
        await PictureAsync(trainer, "practice-watch");
        await Expect(trainee.GetByText("先休息一下")).ToBeVisibleAsync();
        await trainer.GotoAsync("/console/practice/grading");
        await Expect(trainer.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(trainer).Not.ToHaveTitleAsync("");
        (await Axe.Violations(trainer, [])).ShouldBeEmpty();
    }

    private static async Task<IPage> VisitAsync(RunningHost host, IBrowserContext context, string name, string role)
    {
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await ConsoleVisit.SignInAsync(host, page, role, name);
        return page;
    }

    /// <summary>Everything that comes to the browser: answers to requests, and what the live page gets through its socket.</summary>
    private static ConcurrentQueue<string> Listen(IPage page)
    {
        var reached = new ConcurrentQueue<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => reached.Enqueue(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        page.Response += async (_, response) =>
        {
            if (response.Headers.TryGetValue("content-type", out var type) && (type.Contains("html", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal)))
            {
                try
                {
                    reached.Enqueue(await response.TextAsync());
                }
                catch (PlaywrightException)
                {
                    // a redirect has no body
                }
            }
        };
        return reached;
    }

    private static void ShouldHoldNothingHidden(string reached, Scene scene, PracticeScenes scenes)
    {
        reached.ShouldContain(scene.Situation[..30]); // what may be seen is seen: the ears work
        foreach (var secret in scene.Facts.Select(fact => fact.Text).Concat(scene.Facts.SelectMany(fact => fact.Marks)).Concat(scene.Reference).Concat(scene.Checks.Select(check => check.Question))
            .Concat(scenes.Rubrics.For(scene.Key).SelectMany(rubric => rubric.Criteria).SelectMany(criterion => criterion.Checks).SelectMany(check => new[] { check.Question.En, check.Question.Zh })))
            reached.ShouldNotContain(secret);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
