using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace Platform.Scenarios.Improvement;

/// <summary>Runs a command of the platform's own program beside the server, with less right to the processor: what it computes with cannot be stopped or freed within a process, and a crash of it is nobody else's.</summary>
internal sealed class ChildProcess(IOptions<ImprovementOptions> options)
{
    /// <summary>Half of the processors, one at least, unless the options say otherwise.</summary>
    public int Threads => options.Value.Threads > 0 ? options.Value.Threads : Math.Max(1, Environment.ProcessorCount / 2);

    /// <param name="tick">Called every second while it runs; false asks it to stop.</param>
    /// <param name="mark">A file that names the process while it runs, for <see cref="EndLeft"/>.</param>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(IReadOnlyList<string> arguments, Func<Task<bool>>? tick, CancellationToken cancellationToken, string? mark = null)
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
        start.Environment["OMP_NUM_THREADS"] = Threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        try
        {
            if (mark is not null)
                await File.WriteAllTextAsync(mark, MarkOf(process), CancellationToken.None);
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
            if (mark is not null)
                File.Delete(mark);
        }
    }

    /// <summary>Ends the process that a server left behind when it was killed itself: two must not train in one folder.</summary>
    public static async Task EndLeft(string mark, CancellationToken cancellationToken)
    {
        if (!File.Exists(mark))
            return;
        var words = await File.ReadAllTextAsync(mark, cancellationToken);
        if (int.TryParse(words.Split(' ')[0], CultureInfo.InvariantCulture, out var id))
        {
            try
            {
                using var left = Process.GetProcessById(id);
                if (MarkOf(left) == words)
                {
                    left.Kill(entireProcessTree: true);
                    await left.WaitForExitAsync(cancellationToken);
                }
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // it has ended
            }
        }

        File.Delete(mark);
    }

    /// <summary>Its number, its start and its machine: a number alone is given again.</summary>
    private static string MarkOf(Process process) => string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime():yyyyMMddHHmmss} {Environment.MachineName}");

    private (string Program, string[] First) Program()
    {
        var path = options.Value.Program is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, "platform.dll");
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && File.Exists(path))
            return (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [path]);
        return (options.Value.Program is { Length: > 0 } ? path : Environment.ProcessPath!, []);
    }
}
