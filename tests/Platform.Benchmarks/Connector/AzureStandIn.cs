using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Platform.Benchmarks.Connector;

/// <summary>What stands in Azure otherwise, on loopback: signing keys, the token endpoint, and the connector that takes replies.</summary>
internal sealed class AzureStandIn : IAsyncDisposable
{
    public const string AppId = "3f6c1f0e-8f8e-4a43-9f4f-000000000001";
    public const string Tenant = "9a3c1f0e-8f8e-4a43-9f4f-000000000002";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;

    private AzureStandIn(WebApplication app, string certificateFile) => (_app, CertificateFile) = (app, certificateFile);

    /// <summary>The connector; also the <c>serviceUrl</c> of every activity.</summary>
    public string Http { get; private set; } = "";

    /// <summary>The same over TLS: Microsoft's token client takes no other.</summary>
    public string Https { get; private set; } = "";

    /// <summary>The certificate that a client must trust.</summary>
    public string CertificateFile { get; }

    /// <summary>Replies that arrived, by the id of what they answer.</summary>
    public ConcurrentDictionary<string, int> Replies { get; } = new(StringComparer.Ordinal);

    /// <summary>Whoever waits for the reply to an activity.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Waiting { get; } = new(StringComparer.Ordinal);

    public static async Task<AzureStandIn> StartAsync(CancellationToken cancellationToken)
    {
        var certificate = SelfSigned();
        var file = Path.Combine(Path.GetTempPath(), $"platform-benchmark-{Environment.ProcessId}.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), cancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var app = builder.Build();
        var azure = new AzureStandIn(app, file);
        azure.Map(app);
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        azure.Http = addresses.Single(a => a.StartsWith("http:", StringComparison.Ordinal));
        azure.Https = addresses.Single(a => a.StartsWith("https:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return azure;
    }

    /// <summary>A token as the connector sends it: signed, for this bot, for this service address.</summary>
    public string Token()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Part(new { alg = "RS256", typ = "JWT", kid = "k1" });
        var body = Part(new { iss = "https://api.botframework.com", aud = AppId, nbf = now - 60, exp = now + 3600, serviceurl = Http });
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{body}.{Base64Url(signature)}";

        static string Part(object value) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        File.Delete(CertificateFile);
    }

    private void Map(WebApplication app)
    {
        app.MapGet("/.well-known/openidconfiguration", (HttpContext http) => Results.Json(new
        {
            issuer = "https://api.botframework.com",
            jwks_uri = $"{http.Request.Scheme}://{http.Request.Host}/keys",
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", n = Base64Url(key.Modulus!), e = Base64Url(key.Exponent!), endorsements = new[] { "webchat" } } } });
        });
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant, HttpContext http) => Results.Json(new
        {
            issuer = $"https://{http.Request.Host}/{tenant}/v2.0",
            authorization_endpoint = $"https://{http.Request.Host}/{tenant}/oauth2/v2.0/authorize",
            token_endpoint = $"https://{http.Request.Host}/{tenant}/oauth2/v2.0/token",
            jwks_uri = $"https://{http.Request.Host}/keys",
        }));
        app.MapPost("/{tenant}/oauth2/v2.0/token", () => Results.Json(new { token_type = "Bearer", expires_in = 3600, ext_expires_in = 3600, access_token = Token() }));
        app.MapPost("/v3/conversations/{conversation}/activities/{activity}", (string activity, HttpContext http) => Take(activity, http));
        app.MapPost("/v3/conversations/{conversation}/activities", () => Results.Json(new { id = Guid.NewGuid().ToString("N") }, statusCode: 201));
    }

    private async Task<IResult> Take(string activity, HttpContext http)
    {
        if (!http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
            return Results.StatusCode(401);
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        if (body.RootElement.GetProperty("type").GetString() != "message")
            return Results.Json(new { id = "typing" }, statusCode: 202);
        Replies.AddOrUpdate(activity, 1, (_, before) => before + 1);
        if (Waiting.TryRemove(activity, out var waiting))
            waiting.TrySetResult();
        return Results.Json(new { id = Guid.NewGuid().ToString("N") }, statusCode: 201);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
