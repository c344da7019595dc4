using MediatR;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>
/// <c>POST /chat/token</c> for the platform's own page: a token for a new conversation and a new person, or, with
/// <c>{"token": old}</c>, another one for the same. No secret reaches the browser.
/// </summary>
internal static class PageTokenEndpoint
{
    private const int LargestBody = 20 * 1024;

    public static async Task<IResult> Issue(HttpContext http, DirectLineTokens tokens, DirectLineLimits limits, PublicAddress address, IMediator mediator, IOptions<DirectLineOptions> options, TimeProvider clock)
    {
        if (!IsOwnPage(http.Request, address))
            return new DirectLineError(403, "OriginNotTrusted", "Only a page of this platform gets a token here.");
        if (limits.OnPage(http.Connection.RemoteIpAddress) is { } refusal)
            return refusal;
        var (body, unreadable) = await RequestBody.ReadObjectAsync(http.Request, LargestBody, http.RequestAborted);
        if (unreadable is not null)
            return unreadable;
        if (!body.TryGetText("token", out var old))
            return DirectLineError.BadArgument("token must be a string.");

        var before = old is null ? null : await EarlierAsync(old, tokens, options.Value, clock);
        var resumed = before is not null && await mediator.Send(new FindConversation(DirectLineChannel.Name, before.Conversation, null), http.RequestAborted) is not null;
        var grant = before ?? new TokenGrant(ConversationStart.NewId(), TokenEndpoints.TokenUserPrefix + ConversationStart.NewId(), [], OfPage: true);
        return TypedResults.Json(new PageTokenBody(grant.Conversation, tokens.Issue(grant), tokens.ExpiresIn, grant.User!, resumed), DirectLineJson.Default.PageTokenBody);
    }

    private static async Task<TokenGrant?> EarlierAsync(string token, DirectLineTokens tokens, DirectLineOptions options, TimeProvider clock) => await tokens.ReadAsync(token) switch
    {
        TokenReading.Valid { Grant: { OfPage: true, User: not null } grant } => grant,
        TokenReading.Expired { Grant: { OfPage: true, User: not null } grant } expired when clock.GetUtcNow() - expired.At <= options.ReturnWithin => grant,
        _ => null,
    };

    /// <summary>A browser says where a page comes from; a page of another site cannot forge it.</summary>
    private static bool IsOwnPage(HttpRequest request, PublicAddress address)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, address.OriginOf(request), StringComparison.OrdinalIgnoreCase))
            return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site == "same-origin" : origin.Length > 0;
    }
}
