using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>What a token opens.</summary>
/// <param name="User">The person it speaks for; null when it speaks for whoever the request names.</param>
/// <param name="Origins">Sites that may use it; empty for all.</param>
/// <param name="OfPage">Whether the platform's own page was given it; only such a token leads back to its conversation after its end.</param>
internal sealed record TokenGrant(string Conversation, string? User, IReadOnlyList<string> Origins, bool OfPage = false);

/// <summary>What a stream address opens.</summary>
/// <param name="After">The place after which turns are sent.</param>
internal sealed record StreamGrant(string Conversation, int After, IReadOnlyList<string> Origins);

internal abstract record TokenReading
{
    public sealed record Valid(TokenGrant Grant) : TokenReading;

    public sealed record Expired(TokenGrant Grant, DateTimeOffset At) : TokenReading;

    public sealed record Invalid : TokenReading;
}

/// <summary>Makes and reads tokens: JWTs signed with HS256. Clients read the claim <c>user</c>, which is there only when a user was given.</summary>
internal sealed class DirectLineTokens(DirectLineKeys keys, IOptions<DirectLineOptions> options, TimeProvider clock)
{
    private const string Issuer = "platform";
    private const string ForConversation = "directline";
    private const string ForStream = "directline-stream";
    private const string ConversationClaim = "conv";
    private const string UserClaim = "user";
    private const string OriginsClaim = "origins";
    private const string AfterClaim = "after";
    private const string PageClaim = "page";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = 16 * 1024 };

    public int ExpiresIn => (int)options.Value.TokenLifetime.TotalSeconds;

    public string Issue(TokenGrant grant)
    {
        var claims = Claims(grant.Conversation, grant.Origins);
        if (grant.User is not null)
            claims[UserClaim] = grant.User;
        if (grant.OfPage)
            claims[PageClaim] = true;
        return Sign(ForConversation, claims, options.Value.TokenLifetime);
    }

    public string IssueStream(StreamGrant grant)
    {
        var claims = Claims(grant.Conversation, grant.Origins);
        claims[AfterClaim] = grant.After;
        return Sign(ForStream, claims, options.Value.StreamOpensWithin);
    }

    public async Task<TokenReading> ReadAsync(string token)
    {
        if (await VerifyAsync(token, ForConversation) is not { } jwt || Claim(jwt, ConversationClaim) is not { } conversation)
            return new TokenReading.Invalid();
        var grant = new TokenGrant(conversation, Claim(jwt, UserClaim), Origins(jwt), OfPage: jwt.TryGetPayloadValue<bool>(PageClaim, out var ofPage) && ofPage);
        return HasEnded(jwt) ? new TokenReading.Expired(grant, new DateTimeOffset(jwt.ValidTo)) : new TokenReading.Valid(grant);
    }

    /// <returns>The grant, null when the token is not valid, and whether that is only because it has expired.</returns>
    public async Task<(StreamGrant? Grant, bool Expired)> ReadStreamAsync(string token)
    {
        if (await VerifyAsync(token, ForStream) is not { } jwt || Claim(jwt, ConversationClaim) is not { } conversation || !jwt.TryGetPayloadValue<int>(AfterClaim, out var after))
            return (null, false);
        return HasEnded(jwt) ? (null, true) : (new StreamGrant(conversation, after, Origins(jwt)), false);
    }

    private async Task<JsonWebToken?> VerifyAsync(string token, string audience)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = new SymmetricSecurityKey(keys.SigningKey),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = audience,
            RequireExpirationTime = true,
            ValidateLifetime = false, // read below, by the platform's clock, because an expired token has its own answer
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    private bool HasEnded(JsonWebToken jwt) => jwt.ValidTo <= clock.GetUtcNow().UtcDateTime;

    private string Sign(string audience, Dictionary<string, object> claims, TimeSpan lifetime)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Claims = claims,
            IssuedAt = now,
            Expires = now + lifetime,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(keys.SigningKey), SecurityAlgorithms.HmacSha256),
        });
    }

    private static Dictionary<string, object> Claims(string conversation, IReadOnlyList<string> origins)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { [ConversationClaim] = conversation };
        if (origins.Count > 0)
            claims[OriginsClaim] = origins.ToArray();
        return claims;
    }

    private static string? Claim(JsonWebToken jwt, string name) => jwt.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static string[] Origins(JsonWebToken jwt) => [.. jwt.Claims.Where(c => c.Type == OriginsClaim).Select(c => c.Value)];
}
