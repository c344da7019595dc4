using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Makes tokens from secrets and from other tokens.</summary>
internal static class TokenEndpoints
{
    public const string TokenUserPrefix = "dl_";
    public const int LongestUser = 256;

    private const int MostOrigins = 20;
    private const string SessionCookie = "directline_session";

    public static async Task<IResult> Generate(HttpContext http, DirectLineTokens tokens, IOptions<DirectLineOptions> options)
    {
        if (!Caller(http).HasSecret)
            return new DirectLineError(403, "SecretRequired", "Only a secret makes tokens.");
        var (body, refusal) = await RequestBody.ReadObjectAsync(http.Request, options.Value.LargestRequest, http.RequestAborted);
        if (refusal is not null)
            return refusal;
        if (ReadUser(body, out var user) is { } wrongUser)
            return wrongUser;
        if (ReadOrigins(body, out var origins) is { } wrongOrigins)
            return wrongOrigins;
        if (user is not null && (!user.StartsWith(TokenUserPrefix, StringComparison.Ordinal) || user.Length > LongestUser))
            return DirectLineError.BadArgument($"A user id in a token begins with '{TokenUserPrefix}' and has at most {LongestUser} characters.");
        return Answer(new TokenGrant(ConversationStart.NewId(), user, origins), tokens);
    }

    public static IResult Refresh(HttpContext http, DirectLineTokens tokens) => Caller(http).Grant is { } grant
        ? Answer(grant, tokens)
        : new DirectLineError(403, "TokenRequired", "Only a token is refreshed; a secret does not expire.");

    /// <summary>Web Chat asks for it to sign people in by a magic code; the id stays the same in one browser.</summary>
    public static IResult Session(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(SessionCookie, out var session) || session.Length != 32 || !session.All(char.IsAsciiHexDigit))
            session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var secure = http.Request.IsHttps;
        http.Response.Cookies.Append(SessionCookie, session, new CookieOptions
        {
            HttpOnly = true,
            Secure = secure,
            SameSite = secure ? SameSiteMode.None : SameSiteMode.Lax, // other sites' pages call with it, which browsers allow over https only
            Path = "/v3/directline",
            MaxAge = TimeSpan.FromDays(1),
            IsEssential = true,
        });
        return TypedResults.Json(new SessionBody(session), DirectLineJson.Default.SessionBody);
    }

    public static DirectLineCaller Caller(HttpContext http) => http.Features.Get<DirectLineCaller>() ?? throw new InvalidOperationException("An endpoint was reached without the gate.");

    public static DirectLineError? ReadUser(JsonElement body, out string? user)
    {
        user = null;
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("user", out var account) || account.ValueKind == JsonValueKind.Null)
            return null;
        return account.ValueKind == JsonValueKind.Object && account.TryGetText("id", out user) ? null : DirectLineError.BadArgument("user must be an object, and its id a string.");
    }

    private static DirectLineError? ReadOrigins(JsonElement body, out string[] origins)
    {
        origins = [];
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("trustedOrigins", out var list) || list.ValueKind == JsonValueKind.Null)
            return null;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostOrigins)
            return DirectLineError.BadArgument($"trustedOrigins must be an array of at most {MostOrigins} strings.");
        var read = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (!item.TryReadText(out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                return DirectLineError.BadArgument("trustedOrigins must hold origins such as https://www.example.org.");
            read.Add(uri.GetLeftPart(UriPartial.Authority));
        }

        origins = [.. read];
        return null;
    }

    private static JsonHttpResult<ConversationBody> Answer(TokenGrant grant, DirectLineTokens tokens) =>
        TypedResults.Json(new ConversationBody(grant.Conversation, tokens.Issue(grant), tokens.ExpiresIn), DirectLineJson.Default.ConversationBody);
}
