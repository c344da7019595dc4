using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Platform.Bots.Operations;
using Platform.Model.Routes;
using Platform.Scenarios.Knowledge;

namespace Platform.Bots.Pages.Chat;

/// <summary>The pages of the people who ask: Microsoft's Web Chat at <c>/</c>, served whole from here, and the sources that its answers cite.</summary>
internal static class ChatEndpoints
{
    // Web Chat puts its styles into the page by itself, hence unsafe-inline for styles alone; blob: is its thumbnail worker.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
        "connect-src 'self'; worker-src 'self' blob:; media-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string SourcePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddChatPage(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddOptions<ChatPageOptions>().BindConfiguration("Chat").ValidateDataAnnotations().ValidateOnStart();
    }

    public static void MapChatPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Page).WithMetadata(new ContentPolicy(Policy)).AllowAnonymous();
        routes.MapGet("/chat/language", SwitchLanguage).AllowAnonymous();
        routes.MapGet("/sources/{id:guid}", Source).WithMetadata(new ContentPolicy(SourcePolicy)).AllowAnonymous();
    }

    private static RazorComponentResult<ChatPage> Page(HttpContext http, IOptions<ChatPageOptions> options, IModelRoutes routes)
    {
        http.Response.Headers.CacheControl = "no-store"; // the same address in two languages and two themes
        return new RazorComponentResult<ChatPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ChatPage.Words)] = ChatWords.For(ChatLanguage.IsChinese(http.Request), options.Value),
            [nameof(ChatPage.Abilities)] = ChatAbility.Of(ChatLanguage.IsChinese(http.Request), routes),
            [nameof(ChatPage.Theme)] = ThemeOf(http.Request),
        });
    }

    private static async Task<RazorComponentResult<SourcePage>> Source(
        Guid id, HttpContext http, IMediator mediator, IOptions<ChatPageOptions> options, CancellationToken cancellationToken)
    {
        var source = await mediator.Send(new ReadSource(id), cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SourcePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SourcePage.Words)] = ChatWords.For(ChatLanguage.IsChinese(http.Request), options.Value),
            [nameof(SourcePage.Source)] = source,
            [nameof(SourcePage.Theme)] = ThemeOf(http.Request),
        })
        {
            StatusCode = source is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        };
    }

    private static string? ThemeOf(HttpRequest request) => request.Cookies["theme"] is ("dark" or "light") and var chosen ? chosen : null;

    private static Results<RedirectHttpResult, BadRequest> SwitchLanguage(HttpContext http, string? to)
    {
        if (to is not (ChatLanguage.Chinese or ChatLanguage.English))
            return TypedResults.BadRequest();
        ChatLanguage.Choose(http, to);
        return TypedResults.LocalRedirect("/");
    }
}
