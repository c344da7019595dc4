using System.Text.Json;
using Microsoft.Playwright;
using Platform.EndToEnd.Tests.Browsers;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace Platform.EndToEnd.Tests.WebChat;

/// <summary>A person on the chat page, in a browser of their own (no cookies, no storage of others).</summary>
internal sealed class ChatVisit : IAsyncDisposable
{
    private const float Patience = 20_000; // ms; the machine may be busy with other tests
    private readonly Uri _home;
    private readonly IBrowserContext _context;
    private readonly List<string> _outside = [];
    private readonly List<string> _complaints = [];

    private ChatVisit(Uri home, IBrowserContext context, IPage page)
    {
        (_home, _context, Page) = (home, context, page);
        context.SetDefaultTimeout(Patience);
        page.Request += (_, request) => Note(request.Url);
        page.WebSocket += (_, socket) => Note(socket.Url);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                _complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Status => Page.Locator("#status");

    public ILocator BotBubbles => Page.Locator("#chat .webchat__bubble:not(.webchat__bubble--from-user) .webchat__bubble__content");

    public ILocator OwnBubbles => Page.Locator("#chat .webchat__bubble--from-user .webchat__bubble__content");

    /// <summary>Cards as they are drawn; Web Chat also writes them for a moment where only screen readers look.</summary>
    public ILocator Card => Page.Locator("#chat .ac-adaptiveCard");

    public ILocator SendBox => Page.Locator("#chat .webchat__send-box textarea");

    public static async Task<ChatVisit> Enter(BrowserFixture browser, Uri home, BrowserNewContextOptions? options = null, Func<IPage, Task>? before = null)
    {
        options ??= new();
        options.BaseURL = home.ToString();
        options.Locale ??= "en-US";
        var context = await browser.Browser.NewContextAsync(options);
        var visit = new ChatVisit(home, context, await context.NewPageAsync());
        if (before is not null)
            await before(visit.Page);
        await visit.Page.GotoAsync("/");
        return visit;
    }

    public async Task Online() =>
        await Expect(Status).ToHaveAttributeAsync("data-state", "online", new() { Timeout = Patience });

    public async Task Greeted()
    {
        await Online();
        await Expect(BotBubbles.First).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    public async Task Say(string text)
    {
        await SendBox.FillAsync(text);
        await SendBox.PressAsync("Enter");
    }

    /// <summary>The bot's bubble with exactly this text; there must be just one of it.</summary>
    public async Task Hear(string text) =>
        await Expect(BotBubbles.Filter(new() { Has = Page.GetByText(text, new() { Exact = true }) })).ToHaveCountAsync(1, new() { Timeout = Patience });

    /// <summary>What the page keeps of its conversation.</summary>
    public async Task<(string Token, string ConversationId)> Kept()
    {
        using var kept = JsonDocument.Parse(await Page.EvaluateAsync<string>("localStorage.getItem('platform.chat')"));
        return (kept.RootElement.GetProperty("token").GetString()!, kept.RootElement.GetProperty("conversationId").GetString()!);
    }

    /// <summary>No request left the host, no script failed, nothing offended the content security policy.</summary>
    public void StayedHome()
    {
        _outside.ShouldBeEmpty();
        _complaints.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(string url)
    {
        var uri = new Uri(url);
        if (uri.Scheme is not ("data" or "blob") && uri.Authority != _home.Authority)
            _outside.Add(url);
    }
}
