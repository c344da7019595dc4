using System.Diagnostics;

namespace Platform.Benchmarks.Connector;

/// <summary>Microsoft's JS echo bot (<c>peers/botbuilder</c>) as a process.</summary>
internal sealed class EchoPeer : IAsyncDisposable
{
    private readonly Process _process;

    private EchoPeer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<EchoPeer> StartAsync(AzureStandIn azure, CancellationToken cancellationToken)
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "botbuilder")))
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder, cancellationToken);

        var start = new ProcessStartInfo("node", ["index.js"]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["NODE_ENV"] = "production";
        start.Environment["NODE_EXTRA_CA_CERTS"] = azure.CertificateFile;
        start.Environment["APP_ID"] = AzureStandIn.AppId;
        start.Environment["APP_PASSWORD"] = "secret";
        start.Environment["METADATA_URL"] = $"{azure.Http}/.well-known/openidconfiguration";
        start.Environment["AUTHORITY"] = $"{azure.Https}/{AzureStandIn.Tenant}";
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start. Install Node 20 or newer.");
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var address = line?.Split(' ')[^1] ?? throw new InvalidOperationException("The peer ended before it listened; its errors stand above.");
        return new EchoPeer(process, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task RunAsync(string program, string[] arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode} in {folder}.");
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "tests", "Platform.Benchmarks", "peers", "botbuilder") is var peer && Directory.Exists(peer))
                return peer;
        throw new DirectoryNotFoundException("tests/Platform.Benchmarks/peers/botbuilder was not found. Run the benchmark from within the repository.");
    }
}
