using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Platform.Bots.Operations;

namespace Platform.Bots.Pages.Chat;

/// <summary>The page of the people who ask: Microsoft's Web Chat at <c>/</c>, served whole from here.</summary>
internal static class ChatEndpoints
{
    // Web Chat puts its styles into the page by itself, hence unsafe-inline for styles alone; blob: is its thumbnail worker.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
        "connect-src 'self'; worker-src 'self' blob:; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void AddChatPage(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddOptions<ChatPageOptions>().BindConfiguration("Chat").ValidateDataAnnotations().ValidateOnStart();
    }

    public static void MapChatPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Page).WithMetadata(new ContentPolicy(Policy)).AllowAnonymous();
        routes.MapGet("/chat/language", SwitchLanguage).AllowAnonymous();
    }

    private static RazorComponentResult<ChatPage> Page(HttpContext http, IOptions<ChatPageOptions> options)
    {
        http.Response.Headers.CacheControl = "no-store"; // the same address in two languages and two themes
        return new RazorComponentResult<ChatPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ChatPage.Words)] = ChatWords.For(ChatLanguage.IsChinese(http.Request), options.Value),
            [nameof(ChatPage.Theme)] = http.Request.Cookies["theme"] is "dark" or "light" ? http.Request.Cookies["theme"] : null,
        });
    }

    private static Results<RedirectHttpResult, BadRequest> SwitchLanguage(HttpContext http, string? to)
    {
        if (to is not (ChatLanguage.Chinese or ChatLanguage.English))
            return TypedResults.BadRequest();
        ChatLanguage.Choose(http, to);
        return TypedResults.LocalRedirect("/");
    }
}
