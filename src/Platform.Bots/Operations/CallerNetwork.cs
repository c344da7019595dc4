using System.Net;
using System.Net.Sockets;

namespace Platform.Bots.Operations;

/// <summary>What limits of an address count by.</summary>
internal static class CallerNetwork
{
    /// <summary>The address; of IPv6 the first 64 bits, for a household has a whole /64 and could use another address for each request.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
