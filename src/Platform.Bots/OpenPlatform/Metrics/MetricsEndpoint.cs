using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using Platform.Bots.Access.ApiKeys;
using Platform.Bots.Operations;
using Platform.Data.Accounts;
using Platform.Model.Serving;
using Platform.Scenarios.Keys;

namespace Platform.Bots.OpenPlatform.Metrics;

/// <summary>Section <c>Metrics</c>: who may read <c>/metrics</c>.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    /// <summary>Networks whose programs may read without a key, as address or address/bits; everyone else needs a key with the scope metrics.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    public IReadOnlyList<IPNetwork> Networks => [.. Given.Select(NetworkText.Parse)];

    private IEnumerable<string> Given => AllowedNetworks.Count > 0 ? AllowedNetworks : ["127.0.0.1", "::1"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedNetworks.Where(network => !NetworkText.IsOne(network))
        .Select(network => new ValidationResult($"Metrics:AllowedNetworks holds '{network}'; each must be an address such as 10.0.0.5, or a network such as 10.0.0.0/8.", [nameof(AllowedNetworks)]));
}

/// <summary><c>GET /metrics</c> in Prometheus's text form, with vLLM's names.</summary>
internal static class MetricsEndpoint
{
    public static void AddMetricsEndpoint(this IServiceCollection services) =>
        services.AddOptions<MetricsOptions>().BindConfiguration("Metrics").ValidateDataAnnotations().ValidateOnStart();

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", ReadAsync).AllowAnonymous(); // guarded here, by address or key

    private static async Task ReadAsync(HttpContext http, ModelHost host, KnownKeys keys, IOptions<MetricsOptions> options)
    {
        if (!IsNear(http, options.Value) && !await HasKeyAsync(http, keys))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await ErrorResponses.WriteAsync(http, StatusCodes.Status401Unauthorized, "Metrics are read from networks in Metrics:AllowedNetworks, or with a key of the scope metrics.");
            return;
        }

        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await http.Response.WriteAsync(PrometheusText.Of(host.Models), http.RequestAborted);
    }

    /// <summary>A proxy before the platform is near, and whoever comes through it is not: then only keys count.</summary>
    private static bool IsNear(HttpContext http, MetricsOptions options)
    {
        if (http.Connection.RemoteIpAddress is not { } address || http.Request.CameThroughProxy())
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return options.Networks.Any(network => network.Contains(plain));
    }

    private static async Task<bool> HasKeyAsync(HttpContext http, KnownKeys keys) =>
        http.Request.Headers.Authorization is [{ Length: < 200 } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && KeySecret.LooksLikeOne(header["Bearer ".Length..].Trim())
        && await keys.FindAsync(header["Bearer ".Length..].Trim(), http.RequestAborted) is { } found && found.Key.Scopes.HasFlag(ApiScopes.Metrics);
}
