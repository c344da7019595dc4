using System.Net;
using System.Net.Sockets;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Operations;

/// <summary>What whoever starts the program is told when it cannot start: words and a way out, no stack.</summary>
public sealed class StartupTests
{
    [Fact]
    public async Task A_port_in_use_is_said_in_words()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await Refused($"choose another with --urls", $"--urls=http://127.0.0.1:{port}");
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_said_in_words() =>
        await Refused("The data folder '/proc/platform' cannot be written", "--Platform:DataFolder=/proc/platform"); // not even by root

    [Theory]
    [InlineData("--Conversations:RecentTurns=0", "RecentTurns")]
    [InlineData("--Conversations:RecentTurns=many", "Conversations:RecentTurns")]
    [InlineData("--Database:Provider=SqlServer", "Database:ConnectionString is empty")]
    [InlineData("--Database:Provider=Oracle", "Oracle")]
    [InlineData("--Telemetry:OtlpEndpoint=nowhere", "Telemetry:OtlpEndpoint")]
    [InlineData("--Limits:MaxRequestBody=1", "MaxRequestBody")]
    [InlineData("--Platform:TrustedProxies:0=nowhere", "Platform:TrustedProxies holds 'nowhere'")]
    [InlineData("--Conversations:Scenario=customer-servise", "Conversations:Scenario is 'customer-servise'")]
    [InlineData("--Connector:AppId=11111111-2222-3333-4444-555555555555", "Connector:AppPassword is empty")]
    public async Task A_setting_that_cannot_be_used_is_named(string setting, string words) => await Refused(words, setting);

    private static async Task Refused(string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));

        var (exitCode, output) = await ServerProcess.RunAsync(["--urls=http://127.0.0.1:0", $"--Platform:DataFolder={folder.Path}", .. arguments], limit.Token);

        exitCode.ShouldBe(1, output);
        output.ShouldContain(words);
        output.ShouldNotContain("   at "); // a stack
        output.ShouldNotContain("Unhandled exception");
    }
}
