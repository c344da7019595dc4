using System.Diagnostics;
using System.Text;

namespace Platform.Testing;

/// <summary>What a command of the built program printed, and how it ended.</summary>
public sealed record CommandProcess(int ExitCode, string Output, string Errors)
{
    public static Task<CommandProcess> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) => RunAsync(arguments, "", cancellationToken);

    /// <param name="input">What it reads from its standard input.</param>
    public static async Task<CommandProcess> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ServerProcess.Program(), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return new CommandProcess(process.ExitCode, await output, await errors);
    }
}
