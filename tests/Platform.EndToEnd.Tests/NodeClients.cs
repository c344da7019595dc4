using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Platform.EndToEnd.Tests;

/// <summary>Runs the scripts in <c>clients/</c> and the programs that come with them from npm, laid down as the lock file says.</summary>
internal static class NodeClients
{
    private static readonly SemaphoreSlim Laying = new(1);

    public static string Folder { get; } = Path.Combine(Here(), "clients");

    /// <summary>What the script printed; skips the test where there is no Node.</summary>
    public static async Task<JsonNode> RunAsync(params string[] arguments)
    {
        await EnsurePackagesAsync();
        var (exit, output, errors) = await StartAsync("node", arguments);
        return exit == 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"The client failed. {errors}");
    }

    /// <summary>Starts a program that goes on until it is killed; skips the test where there is no Node.</summary>
    /// <param name="script">Path under <c>node_modules</c>.</param>
    public static async Task<Process> LaunchAsync(string script, string workingFolder, params string[] arguments)
    {
        await EnsurePackagesAsync();
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "node_modules", script), .. arguments])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TEAMSAPPTESTER_BROWSER"] = "none" }, // the Agents Playground opens none
        };
        var program = Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start.");
        program.BeginOutputReadLine(); // read, so that it never waits for a reader
        program.BeginErrorReadLine();
        return program;
    }

    private static async Task EnsurePackagesAsync()
    {
        try
        {
            await StartAsync("node", "--version");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js is not installed; Microsoft's clients need it.");
        }

        await Laying.WaitAsync();
        try
        {
            var stamp = Path.Combine(Folder, "node_modules", ".package-lock.json"); // written by npm when it is done
            if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
                return;
            var (exit, _, errors) = await StartAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            if (exit != 0)
                throw new InvalidOperationException($"npm ci failed in {Folder}. {errors}");
        }
        finally
        {
            Laying.Release();
        }
    }

    private static async Task<(int Exit, string Output, string Errors)> StartAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
