using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Playwright;
using Platform.Data.Accounts;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.DocumentWriting.Layout;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.DocumentWriting;

/// <summary>A person writes a notice through the page, without any model.</summary>
/// <remarks>With <c>PLATFORM_SCREENSHOTS</c> set to a folder, pictures are kept there for whoever wants to look.</remarks>
public sealed class WritingPageTests(BrowserFixture browser)
{
    private const string Material = "# 检查材料\n\n全市共有126所中小学，2025年共排查火灾隐患317处。\n\n依据《云溪市校园安全管理办法》（云政〔2025〕12号）。\n";

    private static readonly (string Slot, string Value)[] Given =
    [
        ("issuer", "云溪市教育局"), ("addressee", "各区教育局，各直属学校"), ("matter", "开展秋季校园消防安全检查"), ("purpose", "消除校园火灾隐患"),
        ("items", "检查范围：全市126所中小学全部纳入检查\n检查安排：自查阶段：9月10日前由各学校自行检查；抽查阶段：9月25日前由市教育局组织3个组进行抽查"), ("date", "2026年9月1日"),
    ];

    [Fact]
    public async Task A_notice_is_written_checked_revised_and_downloaded_in_the_official_layout()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        await using var context = await browser.ContextAsync(host, new() { ViewportSize = new() { Width = 1440, Height = 1000 }, AcceptDownloads = true });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await ConsoleVisit.SignInAsync(host, page, Roles.Trainee);
        await page.GotoAsync("/console/language?to=zh-CN&returnUrl=/writing");
        await page.GetByRole(AriaRole.Button, new() { Name = "通知" }).ClickAsync();

        foreach (var (slot, value) in Given.Where(given => given.Slot != "date"))
            await page.Locator($"#slot-{slot}").FillAsync(value);
        await page.GetByRole(AriaRole.Button, new() { Name = "保存并生成提纲" }).ClickAsync();
        await Expect(page.Locator("summary .mark")).ToHaveTextAsync("待补 1 项：成文日期");
        await Expect(page.Locator(".brief-form .mark")).ToHaveCountAsync(1); // only what is missing is marked
        await page.Locator("#slot-date").FillAsync(Given.Single(given => given.Slot == "date").Value);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "材料.md", MimeType = "text/markdown", Buffer = Encoding.UTF8.GetBytes(Material) });
        await Expect(page.GetByLabel("更正事实“317处”")).ToBeVisibleAsync();
        await Expect(page.Locator("#slot-date")).ToHaveValueAsync("2026年9月1日"); // what was filled in outlives an upload
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.GetByLabel("更正事实“317处”").FillAsync("318处");
        await page.GetByLabel("更正事实“317处”").PressAsync("Tab");
        await Expect(page.GetByLabel("更正事实“318处”")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存并生成提纲" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "写全文" }).ClickAsync();
        await Expect(page.GetByText("写完了。")).ToBeVisibleAsync();
        await Expect(page.Locator(".paragraph .mark.bad")).ToHaveCountAsync(0);
        (await Axe.Violations(page, [])).ShouldBeEmpty();

        await page.GetByRole(AriaRole.Button, new() { Name = "按要求修改“检查范围”" }).ClickAsync();
        await page.Locator("#instruction").FillAsync("改得更长");
        await page.GetByRole(AriaRole.Button, new() { Name = "提出修改" }).ClickAsync();
        await Expect(page.Locator(".proposal ins").First).ToBeVisibleAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "接受" }).ClickAsync();
        await Expect(page.Locator(".proposal")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "修改第 2 段", Exact = true }).ClickAsync();
        await page.Locator("#paragraph-text").FillAsync("全市126所中小学全部纳入检查，共计划检查999处。");
        await page.Locator(".paragraph").GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator("mark.unsupported")).ToHaveTextAsync("999处");
        await page.GetByRole(AriaRole.Button, new() { Name = "没有依据" }).ClickAsync();
        await Expect(page.Locator("#paragraph-2")).ToBeFocusedAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();

        await page.ReloadAsync();
        await Expect(page.Locator("mark.unsupported")).ToHaveTextAsync("999处");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#word").ClickAsync());
        download.SuggestedFilename.ShouldBe("云溪市教育局关于开展秋季校园消防安全检查的通知.docx");
        var file = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        LayoutValidator.Check(file, TestContext.Current.CancellationToken).ShouldBeEmpty();

        var preview = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "预览与打印" }).ClickAsync());
        await Expect(preview.Locator("h1")).ToHaveTextAsync("云溪市教育局关于开展秋季校园消防安全检查的通知");
        await preview.EvaluateAsync("window.print = () => { document.title = 'printed'; }");
        await preview.Locator("#print").ClickAsync();
        (await preview.TitleAsync()).ShouldBe("printed");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_anybody_made_is_held_against_the_standard()
    {
        await using var host = new RunningHost(0);
        await host.InitializeAsync();
        await using var context = await browser.ContextAsync(host);
        var page = await context.NewPageAsync();
        await ConsoleVisit.SignInAsync(host, page, Roles.Trainee);
        await page.GotoAsync("/console/language?to=zh-CN&returnUrl=/writing");

        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "别人的通知.docx", MimeType = "application/octet-stream", Buffer = Plain("关于开展检查的通知") });
        await Expect(page.GetByText("处与标准不符")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "检查版式" }).Locator("tbody tr").First).ToBeVisibleAsync();
        (await Axe.Violations(page, [])).ShouldBeEmpty();
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "坏的.docx", MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes("no zip at all") });
        await Expect(page.GetByText("“坏的.docx”无法检查")).ToBeVisibleAsync();
    }

    private static byte[] Plain(string text)
    {
        using var file = new MemoryStream();
        using (var word = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
            word.AddMainDocumentPart().Document = new Document(new Body(new Paragraph(new Run(new Text(text)))));
        return file.ToArray();
    }
}
