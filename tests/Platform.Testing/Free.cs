using System.Net;
using System.Net.Sockets;

namespace Platform.Testing;

/// <summary>What nobody else uses now.</summary>
public static class Free
{
    /// <summary>A port of this machine, for a server that is to come back at the same place.</summary>
    public static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
