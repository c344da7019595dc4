using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Conversations;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Starts conversations and leads clients back into them.</summary>
internal static class ConversationEndpoints
{
    private const int LongestLocale = 35;

    public static async Task<IResult> Start(HttpContext http, ConversationStart start, DirectLineTokens tokens, PublicAddress address, IOptions<DirectLineOptions> options)
    {
        var (body, refusal) = await RequestBody.ReadObjectAsync(http.Request, options.Value.LargestRequest, http.RequestAborted);
        if (refusal is not null)
            return refusal;
        if (TokenEndpoints.ReadUser(body, out var named) is { } wrong)
            return wrong;
        if (!body.TryGetText("locale", out var locale))
            return DirectLineError.BadArgument("locale must be a string.");

        var grant = TokenEndpoints.Caller(http).Grant;
        var user = grant?.User ?? named;
        if (grant?.User is null && RefuseUser(named) is { } refused)
            return refused;

        grant ??= new TokenGrant(ConversationStart.NewId(), null, []);
        var started = await start.BeginAsync(grant.Conversation, user, locale is { Length: <= LongestLocale } ? locale : null, http.RequestAborted);
        return Answer(http, grant, started.LastPlace, tokens, address, started.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public static async Task<IResult> Reconnect(HttpContext http, string id, IMediator mediator, DirectLineTokens tokens, PublicAddress address)
    {
        var caller = TokenEndpoints.Caller(http);
        if (caller.Refuses(id) is { } refusal)
            return refusal;
        if (!Watermark.TryParse(http.Request.Query["watermark"], out var place))
            return DirectLineError.BadArgument("The watermark is not one of this service.");
        if (id.Length > 100 || await mediator.Send(new FindConversation(DirectLineChannel.Name, id, null), http.RequestAborted) is null)
            return DirectLineError.NoSuchConversation;
        return Answer(http, caller.Grant ?? new TokenGrant(id, null, []), place ?? 0, tokens, address, StatusCodes.Status200OK);
    }

    /// <summary>Ids that tokens vouch for are not taken from anybody else.</summary>
    public static DirectLineError? RefuseUser(string? user) => user switch
    {
        null => null,
        { Length: > TokenEndpoints.LongestUser } => DirectLineError.BadArgument($"A user id has at most {TokenEndpoints.LongestUser} characters."),
        _ when user.StartsWith(TokenEndpoints.TokenUserPrefix, StringComparison.Ordinal) => DirectLineError.BadArgument($"User ids that begin with '{TokenEndpoints.TokenUserPrefix}' are taken from tokens only."),
        _ => null,
    };

    private static JsonHttpResult<ConversationBody> Answer(HttpContext http, TokenGrant grant, int after, DirectLineTokens tokens, PublicAddress address, int status)
    {
        var ticket = tokens.IssueStream(new StreamGrant(grant.Conversation, after, grant.Origins));
        var root = address.Of(http.Request);
        var stream = string.Create(CultureInfo.InvariantCulture,
            $"{(root.Scheme == "https" ? "wss" : "ws")}://{root.Authority}{root.AbsolutePath}v3/directline/conversations/{Uri.EscapeDataString(grant.Conversation)}/stream?watermark={Watermark.Of(after)}&t={ticket}");
        return TypedResults.Json(new ConversationBody(grant.Conversation, tokens.Issue(grant), tokens.ExpiresIn, stream), DirectLineJson.Default.ConversationBody, statusCode: status);
    }
}
