using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Data;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.Turns;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>What a person says is in no log: not when it is answered, refused, fails or cannot be kept.</summary>
public sealed class LogTests
{
    private const string Marker = "the-words-of-a-person-4711";

    [Fact]
    public async Task What_a_person_says_appears_in_no_log()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var logs = new CollectedLogs();
        var disk = new SmallDisk();
        await using var host = Host(logs, services => services.ConfigureDbContext<SqlitePlatformDbContext>(options => options.AddInterceptors(disk)));
        using var http = host.CreateClient();

        await HearAsync(host, $"answered {Marker}");
        await HearAsync(host, "check error");
        await HearAsync(host, $"refused {Marker}", channel: new string('x', 100));
        foreach (var path in new[] { "/api/messages", "/v3/directline/conversations", "/v1/nothing", "/chat/token", $"/{Marker}", $"/v3/directline/tokens/generate?{Marker}" })
            foreach (var body in new[] { $$"""{"type":"message","text":"{{Marker}}"}""", $$"""{"type":"{{Marker}}""" })
                (await http.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), cancellationToken)).Dispose();
        disk.IsFull = true;
        await HearAsync(host, new string('y', 100_000) + Marker);
        disk.IsFull = false;
        await Task.Delay(500, cancellationToken);

        logs.Lines.Count.ShouldBeGreaterThan(10);
        logs.Lines.ShouldContain(line => line.Contains("Turn failed", StringComparison.Ordinal));
        logs.Lines.Where(line => line.Contains(Marker, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_collector_of_this_test_does_see_a_marker()
    {
        using var logs = new CollectedLogs();
        await using var host = Host(logs, _ => { });

        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Platform.Anything").LogTrace("{Said}", Marker);

        logs.Lines.ShouldContain(line => line.Contains(Marker, StringComparison.Ordinal));
    }

    private static TestHost Host(CollectedLogs logs, Action<IServiceCollection> more) =>
        new(("Conversations:Scenario", "channel-check"), ("Logging:LogLevel:Platform", "Trace"))
        {
            Replace = services =>
            {
                services.AddSingleton<ILoggerProvider>(logs);
                more(services);
            },
        };

    private static async Task HearAsync(TestHost host, string text, string channel = "test")
    {
        await using var scope = host.Services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(
                new HearActivity(channel, "c1", new Heard("message", text) { Content = $$"""{"text":"{{Marker}}"}""" }), TestContext.Current.CancellationToken);
        }
        catch (Exception failure) when (failure is FluentValidation.ValidationException or DbUpdateException or SqliteException)
        {
            // expected of what is refused or cannot be kept
        }
    }
}
