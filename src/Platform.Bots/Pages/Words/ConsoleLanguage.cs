using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Platform.Bots.Access.SignIn;

namespace Platform.Bots.Pages.Words;

/// <summary>The languages of the console and the switch between them: <c>/console/language?to=en&amp;returnUrl=/console</c>.</summary>
internal static class ConsoleLanguage
{
    public const string Chinese = "zh-CN";
    public const string English = "en";
    public const string SwitchPath = "/console/language";

    public static string[] All { get; } = [Chinese, English];

    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public static string Other => IsChinese ? English : Chinese;

    public static void MapConsoleLanguage(this IEndpointRouteBuilder routes) => routes.MapGet(SwitchPath, (HttpContext http, string to, string? returnUrl) =>
    {
        if (All.Contains(to))
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to)),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });
        return TypedResults.LocalRedirect(ReturnAddress.Safe(returnUrl));
    }).AllowAnonymous();
}
