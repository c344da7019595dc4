using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Testing;

/// <summary>The built server as a process of its own: what is killed, stopped and started again in tests.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(IEnumerable<string> arguments, string workingFolder)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Program());
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    public int Id => _process.Id;

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>CPU time that the process has used so far.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that the process holds, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the server and returns when it listens.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="settings">Configuration, for example <c>("Conversations:Scenario", "channel-check")</c>.</param>
    public static async Task<ServerProcess> StartAsync(string dataFolder, int port, params (string Key, string? Value)[] settings)
    {
        var server = new ServerProcess(
            [$"--urls=http://127.0.0.1:{port}", $"--Platform:DataFolder={dataFolder}", .. settings.Select(s => $"--{s.Key}={s.Value}")], Path.GetTempPath());
        var first = await Task.WhenAny(server._listening.Task, server._process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60)));
        if (first != server._listening.Task)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not listen within 60 s. It printed: {server.Output}");
        }

        server.Address = await server._listening.Task;
        return server;
    }

    /// <summary>Runs the program until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var server = new ServerProcess(arguments, Path.GetTempPath());
        await server._process.WaitForExitAsync(cancellationToken);
        return (server._process.ExitCode, server.Output);
    }

    /// <summary>SIGKILL: nothing of it runs any further.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    /// <returns>The exit code, and how long it took to end.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync(CancellationToken cancellationToken)
    {
        var took = Stopwatch.StartNew();
        SignalStop();
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, took.Elapsed);
    }

    /// <summary>Sends SIGTERM and returns at once.</summary>
    public void SignalStop()
    {
        if (Signal(_process.Id, Terminate) != 0)
            throw new InvalidOperationException($"Process {_process.Id} took no signal: error {Marshal.GetLastPInvokeError()}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
    }

    /// <summary>The program as it was built beside the tests.</summary>
    public static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory); // artifacts/bin/PROJECT/CONFIGURATION
        var built = Path.Combine(here.Parent!.Parent!.FullName, "Platform.Bots", here.Name, "platform.dll");
        return File.Exists(built) ? built : throw new FileNotFoundException($"'{built}' is not there. Build the solution first.", built);
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
