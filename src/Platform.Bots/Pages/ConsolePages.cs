using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using Microsoft.FluentUI.AspNetCore.Components;
using Platform.Bots.Operations;
using Platform.Bots.Pages.Layout;
using Platform.Bots.Pages.Words;

namespace Platform.Bots.Pages;

/// <summary>The console: Blazor pages under <c>/console</c>, and the sign-in pages.</summary>
internal static class ConsolePages
{
    private const string Policy =
        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What a browser may send at once: the longest text that is edited as a whole, a person or case of practice, with every sign in three bytes.</summary>
    private const long LargestMessage = 256 * 1024;

    private static readonly string[] Roots = ["/console", "/signin", "/signout", "/setup", "/set-password", "/denied", "/writing", "/_blazor"];

    public static void AddConsolePages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddFluentUIComponents();
        services.AddSingleton<IStringLocalizer, ConsoleWords>();
        services.AddScoped<LocalTime>();
        services.AddScoped<Shortcuts>();
    }

    /// <summary>Languages are the console's own matter: what the platform says to other programs does not change with a cookie. Who has not chosen one gets the browser's, as on the chat page.</summary>
    public static void UseConsoleLanguage(this WebApplication app) => app.UseWhen(
        context => Array.Exists(Roots, root => context.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase)),
        console => console.UseRequestLocalization(new RequestLocalizationOptions { RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()] }
            .AddSupportedCultures(ConsoleLanguage.All).AddSupportedUICultures(ConsoleLanguage.All).SetDefaultCulture(ConsoleLanguage.Chinese)));

    public static void MapConsolePages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapConsoleLanguage();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null) // our own header says it
            .WithMetadata(new ContentPolicy(Policy));
    }
}
