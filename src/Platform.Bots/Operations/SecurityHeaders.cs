using System.Security.Cryptography;

namespace Platform.Bots.Operations;

/// <summary>What the pages of an endpoint may load. An endpoint without one is data, and may load nothing.</summary>
/// <param name="Directives">A content security policy; <c>{nonce}</c> stands for the request's own nonce.</param>
internal sealed record ContentPolicy(string Directives);

/// <summary>Headers on every answer that tell a browser what not to do. A page's endpoint says its own policy with <see cref="ContentPolicy"/> as metadata.</summary>
internal static class SecurityHeaders
{
    private const string Data = "default-src 'none'; frame-ancestors 'none'";
    private static readonly object NonceKey = new();

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var policy = context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicy>();
            headers.ContentSecurityPolicy = policy is null ? Data : policy.Directives.Replace("{nonce}", context.Nonce(), StringComparison.Ordinal);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), payment=(), usb=()";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>The nonce of this request, for a script that must stand in the page.</summary>
    public static string Nonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is not string nonce)
            context.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        return nonce;
    }
}
