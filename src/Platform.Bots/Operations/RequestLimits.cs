using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Operations;

/// <summary>Section <c>Limits</c>: what one request may take. An endpoint that needs another size says so itself.</summary>
internal sealed class RequestLimits
{
    /// <summary>Bytes of a request's body.</summary>
    [Range(1024, 1024L * 1024 * 1024)]
    public long MaxRequestBody { get; set; } = 30_000_000;

    /// <summary>How long a client may take to send its headers.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal static class RequestLimitsRegistration
{
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RequestLimits>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<RequestLimits>>((kestrel, limits) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.Value.MaxRequestBody;
            kestrel.Limits.RequestHeadersTimeout = limits.Value.HeadersTimeout;
        });
    }
}
