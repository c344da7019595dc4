using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Platform.Bots.Operations;

/// <summary>Section <c>Platform</c>, what concerns proxies.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Proxies that are believed when they say for whom and by which scheme a request came, as address or address/bits; none for this machine.</summary>
    public IList<string> TrustedProxies { get; } = [];

    private IEnumerable<string> Given => TrustedProxies.Count > 0 ? TrustedProxies : ["127.0.0.0/8", "::1"];

    public IEnumerable<IPNetwork> Networks() => Given.Select(NetworkText.Parse);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => TrustedProxies.Where(network => !NetworkText.IsOne(network))
        .Select(network => new ValidationResult($"Platform:TrustedProxies holds '{network}'; each must be an address such as 10.0.0.5, or a network such as 10.0.0.0/8.", [nameof(TrustedProxies)]));
}

/// <summary>Behind a proxy a request has the address and the scheme that its sender used, not the proxy's own: limits count people, cookies are secure, links begin with https.</summary>
internal static class TrustedProxies
{
    public static void AddTrustedProxies(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().BindConfiguration("Platform").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null; // back through every trusted proxy, up to the first address that is none
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxies.Value.Networks())
                forwarded.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>Whether somebody passed the request on, also when it has the sender's own address by now.</summary>
    public static bool CameThroughProxy(this HttpRequest request) =>
        request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
        || request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)
        || request.Headers.ContainsKey("Forwarded");
}
