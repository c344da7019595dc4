using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Platform.Testing.Channels;

/// <summary>An identity provider on a real socket: OpenID metadata, keys of its own, tokens signed with them, and a token endpoint for replies.</summary>
public sealed class FakeIssuer : IAsyncDisposable
{
    public const string AppId = "11111111-2222-3333-4444-555555555555";
    public const string Issuer = "https://api.botframework.com";

    private readonly WebApplication _app;
    private readonly List<(RsaSecurityKey Key, string[] Endorsements)> _keys = [];
    private int _keyFetches;
    private int _tokenFetches;

    private FakeIssuer(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public int KeyFetches => _keyFetches;

    public int TokenFetches => _tokenFetches;

    /// <summary>While set, metadata and keys cannot be had.</summary>
    public bool IsDown { get; set; }

    public static async Task<FakeIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var issuer = new FakeIssuer(app);
        app.MapGet("/metadata", () => issuer.IsDown ? Results.StatusCode(500) : Results.Json(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{issuer.Url}/keys" }));
        app.MapGet("/keys", issuer.Keys);
        app.MapPost("/token", () => Results.Json(new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = 3600,
            ["access_token"] = $"reply-token-{Interlocked.Increment(ref issuer._tokenFetches)}",
        }));
        await app.StartAsync();
        issuer.Url = app.Urls.Single();
        issuer.AddKey("key-1");
        return issuer;
    }

    /// <summary>The configuration of a platform that trusts this issuer.</summary>
    public (string, string?)[] Settings(FakeConnector connector) =>
    [
        ("Connector:AppId", AppId), ("Connector:AppPassword", "secret"), ("Connector:MetadataUrl", $"{Url}/metadata"), ("Connector:EmulatorMetadataUrl", $"{Url}/metadata"),
        ("Connector:TokenUrl", $"{Url}/token"), ("Connector:AllowedServiceUrls:0", connector.ServiceUrl), ("Connector:RetryDelay", "00:00:00.020"),
    ];

    public void AddKey(string id, params string[] endorsements) => _keys.Add((new RsaSecurityKey(RSA.Create(2048)) { KeyId = id }, endorsements));

    public void RemoveKey(string id) => _keys.RemoveAll(key => key.Key.KeyId == id);

    public RsaSecurityKey Key(string id) => _keys.Single(key => key.Key.KeyId == id).Key;

    /// <summary>A token as a channel sends it; each part can be made wrong.</summary>
    public string Token(
        string? serviceUrl, string issuer = Issuer, string audience = AppId, TimeSpan? expires = null, TimeSpan? notBefore = null,
        SigningCredentials? signing = null, string keyId = "key-1", bool withoutExpiry = false, params (string Name, object Value)[] more)
    {
        var claims = more.ToDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal);
        if (serviceUrl is not null)
            claims["serviceurl"] = serviceUrl;
        var until = expires ?? TimeSpan.FromHours(1);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = DateTime.UtcNow + (notBefore ?? (until < TimeSpan.Zero ? until * 2 : TimeSpan.FromMinutes(-1))),
            Expires = withoutExpiry ? null : DateTime.UtcNow + until,
            Claims = claims,
            SigningCredentials = signing ?? new SigningCredentials(Key(keyId), SecurityAlgorithms.RsaSha256),
        });
    }

    private IResult Keys()
    {
        if (IsDown)
            return Results.StatusCode(500);
        Interlocked.Increment(ref _keyFetches);
        var keys = new JsonArray();
        foreach (var (key, endorsements) in _keys.ToArray())
        {
            var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
            var json = new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
                ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            };
            if (endorsements.Length > 0)
                json["endorsements"] = new JsonArray([.. endorsements.Select(e => (JsonNode)e)]);
            keys.Add(json);
        }

        return Results.Json(new JsonObject { ["keys"] = keys });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
