using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Platform.Bots.Channels.Connector;

/// <summary>Decides which service URLs are called, by their words before and by their addresses at the moment of connecting.</summary>
internal sealed class ServiceUrls(IOptions<ConnectorOptions> options, IHostEnvironment environment)
{
    private readonly Uri[] _allowed = [.. options.Value.AllowedServiceUrls.Select(url => TryRead(url, out var uri) ? uri : null).OfType<Uri>()];

    /// <param name="vouched">Whether it came in an authenticated activity.</param>
    /// <returns>Null when it must not be called.</returns>
    public Uri? Callable(string? url, bool vouched)
    {
        if (!TryRead(url, out var uri))
            return null;
        if (IsAllowed(uri))
            return uri;
        if (environment.IsDevelopment() && uri.IsLoopback)
            return uri;
        return vouched && uri.Scheme == Uri.UriSchemeHttps ? uri : null;
    }

    /// <summary>An absolute web address without user, query and fragment.</summary>
    public static bool TryRead(string? url, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(url, UriKind.Absolute, out uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.Host.Length > 0;

    /// <summary>Connects to the public addresses of a host only, so that a name cannot lead into the own network, also not when it changes its mind after a check.</summary>
    /// <exception cref="InternalAddressException">It has none.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!_allowed.Any(url => url.Port == port && string.Equals(url.IdnHost.Trim('[', ']'), host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)))
            addresses = [.. addresses.Where(address => PublicAddresses.Contain(address) || (environment.IsDevelopment() && IPAddress.IsLoopback(address)))];
        if (addresses.Length == 0)
            throw new InternalAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(Uri uri) => _allowed.Any(allowed =>
        allowed.Scheme == uri.Scheme && allowed.Port == uri.Port && string.Equals(allowed.Host, uri.Host, StringComparison.OrdinalIgnoreCase)
        && (uri.AbsolutePath + "/").StartsWith(allowed.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal));
}

/// <summary>A service URL is not called because of where it leads; caught where calls are made, because no retry helps.</summary>
internal sealed class InternalAddressException() : Exception("The service URL leads to no public address. If that is wanted, name it in Connector:AllowedServiceUrls.");

/// <summary>Addresses that belong to the internet at large.</summary>
/// <remarks>Source: IANA special-purpose address registries for IPv4 and IPv6.</remarks>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>Inside 2000::/3: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4 address.</summary>
    private static readonly IPNetwork[] SpecialGlobal = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    public static bool Contain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(address))
            : Global.Contains(address) && !SpecialGlobal.Any(network => network.Contains(address));
    }
}
