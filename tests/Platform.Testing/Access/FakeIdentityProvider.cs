using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Testing.Access;

/// <summary>An OpenID Connect provider on a real socket: whoever is sent to it comes back at once as <see cref="Person"/>.</summary>
/// <remarks>It keeps to the code flow with PKCE: a code works once, for the client and the verifier that asked for it.</remarks>
public sealed class FakeIdentityProvider : IAsyncDisposable
{
    public const string ClientId = "platform-console";
    public const string ClientSecret = "the-secret-of-the-application";

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "provider-1" };
    private readonly ConcurrentDictionary<string, (string Challenge, string? Nonce, string RedirectUri)> _codes = new(StringComparer.Ordinal);

    private FakeIdentityProvider(WebApplication app) => _app = app;

    public string Authority { get; private set; } = "";

    /// <summary>Who signs in: the claims of the id token.</summary>
    public Dictionary<string, object> Person { get; } = new(StringComparer.Ordinal);

    /// <summary>Whom the id token is made for.</summary>
    public string Audience { get; set; } = ClientId;

    public static async Task<FakeIdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var provider = new FakeIdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new JsonObject
        {
            ["issuer"] = provider.Authority,
            ["authorization_endpoint"] = $"{provider.Authority}/authorize",
            ["token_endpoint"] = $"{provider.Authority}/token",
            ["jwks_uri"] = $"{provider.Authority}/keys",
        }));
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync();
        provider.Authority = app.Urls.Single();
        return provider;
    }

    public (string, string?)[] Settings() =>
    [
        ("Access:OpenIdConnect:Authority", Authority), ("Access:OpenIdConnect:ClientId", ClientId), ("Access:OpenIdConnect:ClientSecret", ClientSecret),
        ("Access:OpenIdConnect:RequireHttps", "false"), ("Access:OpenIdConnect:DisplayName", "City account"), ("Access:OpenIdConnect:RoleMap:desk-leads", "admin"),
        ("Access:SignInsPerMinute", "1000"),
    ];

    private IResult Authorize(string client_id, string redirect_uri, string state, string code_challenge, string response_type, string? nonce)
    {
        if (client_id != ClientId || response_type != "code")
            return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (code_challenge, nonce, redirect_uri);
        return Results.Redirect($"{redirect_uri}?code={code}&state={HttpUtility.UrlEncode(state)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out var asked) || form["client_id"] != ClientId || form["client_secret"] != ClientSecret
            || form["redirect_uri"] != asked.RedirectUri || asked.Challenge != WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))))
            return Results.Json(new JsonObject { ["error"] = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);

        var claims = new Dictionary<string, object>(Person, StringComparer.Ordinal);
        if (asked.Nonce is not null)
            claims["nonce"] = asked.Nonce;
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = Audience,
            Claims = claims,
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        });
        return Results.Json(new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 300, ["access_token"] = "opaque", ["id_token"] = token });
    }

    private IResult Keys()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return Results.Json(new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = _key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                ["e"] = Base64UrlEncoder.Encode(key.Exponent),
            }),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Rsa.Dispose();
    }
}
