using System.Diagnostics;

namespace Platform.Testing;

/// <summary>What a command of the built program printed, and how it ended.</summary>
public sealed record CommandProcess(int ExitCode, string Output, string Errors)
{
    public static async Task<CommandProcess> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ServerProcess.Program(), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return new CommandProcess(process.ExitCode, await output, await errors);
    }
}
