using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Scenarios.Improvement;

/// <summary>Runs a command of the platform's own program beside the server, with less right to the processor: what it computes with cannot be stopped or freed within a process, and a crash of it is nobody else's.</summary>
internal sealed class ChildProcess(IOptions<ImprovementOptions> options)
{
    /// <summary>Half of the processors, one at least, unless the options say otherwise.</summary>
    public int Threads => options.Value.Threads > 0 ? options.Value.Threads : Math.Max(1, Environment.ProcessorCount / 2);

    /// <param name="tick">Called every second while it runs; false asks it to stop.</param>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(IReadOnlyList<string> arguments, Func<Task<bool>>? tick, CancellationToken cancellationToken)
    {
        var (program, first) = Program();
        var start = new ProcessStartInfo(program, [.. first, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["OMP_NUM_THREADS"] = Threads.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            var ended = process.WaitForExitAsync(cancellationToken);
            while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != ended)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (tick is not null && !await tick())
                    process.Kill(entireProcessTree: true);
            }

            await ended;
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true); // its last checkpoint stays
        }
    }

    private (string Program, string[] First) Program()
    {
        var path = options.Value.Program is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "platform.dll");
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(path))
            return (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [path]);
        return (options.Value.Program is { Length: > 0 } ? path : Environment.ProcessPath!, []);
    }
}
