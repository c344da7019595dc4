using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Platform.Bots.Operations;

/// <summary>Starts the silo that owns conversations: in this process alone, or as one of several nodes that meet in Redis.</summary>
internal static class ConversationSilo
{
    public static void AddConversationSilo(this WebApplicationBuilder builder)
    {
        var cluster = builder.Configuration.GetSection("Cluster").Get<ClusterSettings>() ?? new ClusterSettings();
        builder.Host.UseOrleans(silo =>
        {
            var siloPort = cluster.SiloPort ?? FreePort();
            var gatewayPort = cluster.GatewayPort ?? FreePort();
            if (string.IsNullOrWhiteSpace(cluster.Redis))
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort);
            }
            else
            {
                silo.ConfigureEndpoints(siloPort, gatewayPort);
                silo.UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(cluster.Redis));
                silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.Name, cluster.Name));
                silo.Configure<ClusterMembershipOptions>(m => // measured: a killed node's conversations answer again after 1 s, with defaults after 15 s
                {
                    m.ProbeTimeout = TimeSpan.FromSeconds(1);
                    m.NumMissedProbesLimit = 2;
                    m.NumVotesForDeathDeclaration = 1;
                    m.TableRefreshTimeout = TimeSpan.FromSeconds(2);
                    m.EnableIndirectProbes = false;
                });
            }
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Section <c>Cluster</c>.</summary>
internal sealed class ClusterSettings
{
    /// <summary>Connection of the Redis in which nodes meet; empty for one node.</summary>
    public string? Redis { get; set; }

    public string Name { get; set; } = "platform";

    /// <summary>Port between nodes; any free one when not set.</summary>
    public int? SiloPort { get; set; }

    public int? GatewayPort { get; set; }
}
