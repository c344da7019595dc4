using Microsoft.AspNetCore.Localization;

namespace Platform.Bots.Pages.Chat;

/// <summary>Which language a visitor of the chat page reads: the one they chose, else the first of their browser's that we have, else Chinese.</summary>
internal static class ChatLanguage
{
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static bool IsChinese(HttpRequest request) => Chosen(request) is { } chosen ? StartsWith(chosen, "zh") : BrowserReadsChinese(request);

    /// <summary>Keeps the choice where the console keeps it, so that one choice holds for both.</summary>
    public static void Choose(HttpContext http, string language) => http.Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });

    private static string? Chosen(HttpRequest request) =>
        request.Cookies[CookieRequestCultureProvider.DefaultCookieName] is { } cookie
            ? CookieRequestCultureProvider.ParseCookieValue(cookie)?.UICultures.Select(c => c.Value).FirstOrDefault(IsOurs)
            : null;

    private static bool BrowserReadsChinese(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value)
            .FirstOrDefault(IsOurs) is not { } first || StartsWith(first, "zh");

    private static bool IsOurs(string? language) => StartsWith(language, "zh") || StartsWith(language, "en");

    private static bool StartsWith(string? language, string prefix) => language?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) is true;
}
