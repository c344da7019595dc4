using Platform.Testing;

namespace Platform.Benchmarks.Connector;

/// <summary>Echo on <c>/api/messages</c> with authentication, against Microsoft's JS echo bot in the same run, alternating.</summary>
internal static class ConnectorBenchmark
{
    private const int People = 32;
    private const int Rounds = 5;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var azure = await AzureStandIn.StartAsync(cancellationToken);
        await using var platform = await ServerProcess.StartAsync(folder.Path, 0, [.. Settings(azure)]);
        await using var peer = await EchoPeer.StartAsync(azure, cancellationToken);
        using var onPlatform = new TurnLoad(azure, platform.Address, People);
        using var onPeer = new TurnLoad(azure, peer.Address, People);
        await onPlatform.RunAsync(Warm, () => platform.CpuTime, cancellationToken);
        await onPeer.RunAsync(Warm, () => peer.CpuTime, cancellationToken);

        var (ours, theirs) = (new List<Outcome>(), new List<Outcome>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await onPlatform.RunAsync(Measured, () => platform.CpuTime, cancellationToken));
            theirs.Add(await onPeer.RunAsync(Measured, () => peer.CpuTime, cancellationToken));
        }

        Report.Machine();
        Report.Table(
            ["bot", "CPU ms per turn, median (range)", "turns/s, median (range)", "p50 ms", "p99 ms", "turns", "lost", "doubled"],
            [Row("Platform (each turn stored durably)", ours), Row("botbuilder 4.23.3 (stores nothing)", theirs)]);
    }

    private static IEnumerable<(string, string?)> Settings(AzureStandIn azure) =>
    [
        ("Conversations:Scenario", "channel-check"),
        ("Knowledge:ImportStarter", "false"),
        ("Connector:AppId", AzureStandIn.AppId),
        ("Connector:AppPassword", "secret"),
        ("Connector:MetadataUrl", $"{azure.Http}/.well-known/openidconfiguration"),
        ("Connector:TokenUrl", $"{azure.Http}/{AzureStandIn.Tenant}/oauth2/v2.0/token"),
        ("Connector:AllowedServiceUrls:0", azure.Http),
        ("Logging:LogLevel:Default", "Warning"),
        ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
    ];

    private static string[] Row(string name, List<Outcome> rounds) =>
    [
        name,
        Range(rounds.Select(r => r.CpuMs), "N2"),
        Range(rounds.Select(r => r.PerSecond), "N0"),
        Report.Number(Report.Median(rounds.Select(r => r.MedianMs)), "N1"),
        Report.Number(Report.Median(rounds.Select(r => r.P99Ms)), "N1"),
        Report.Number(rounds.Sum(r => r.Turns)),
        Report.Number(rounds.Sum(r => r.Lost)),
        Report.Number(rounds.Sum(r => r.Doubled)),
    ];

    private static string Range(IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToList();
        return $"{Report.Number(Report.Median(sorted), format)} ({Report.Number(sorted[0], format)}-{Report.Number(sorted[^1], format)})";
    }
}
