using Platform.EndToEnd.Tests.Browsers;
using Platform.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(ChannelCheckHost))]

namespace Platform.EndToEnd.Tests.Browsers;

/// <summary>The real host on a real socket, as a browser needs it.</summary>
/// <param name="port">0 takes a free one.</param>
public class RunningHost(int port, params (string Key, string? Value)[] settings) : TestHost(settings), IAsyncLifetime
{
    public Uri BaseUri => ClientOptions.BaseAddress;

    public ValueTask InitializeAsync()
    {
        UseKestrel(port);
        StartServer();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A host whose bot shows what a channel can do. Tests share it; each has a conversation of its own.</summary>
public sealed class ChannelCheckHost() : RunningHost(0, Settings)
{
    public static (string Key, string? Value)[] Settings { get; } = [("Conversations:Scenario", "channel-check")];
}
