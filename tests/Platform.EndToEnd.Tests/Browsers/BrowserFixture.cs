using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Platform.EndToEnd.Tests.Browsers.BrowserFixture))]

namespace Platform.EndToEnd.Tests.Browsers;

/// <summary>One system Chromium for the whole assembly. Nothing is downloaded: without Chromium the tests are skipped and say why.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string UsualPath = "/usr/bin/chromium";
    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; skips the running test when there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, $"Chromium was not found at {Path}. Install it, or give its path in CHROMIUM_PATH.");
            return _browser;
        }
    }

    private static string Path => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given ? given : UsualPath;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Headless = true, Args = Flags });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
