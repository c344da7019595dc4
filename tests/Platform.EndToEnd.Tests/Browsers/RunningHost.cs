using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.EndToEnd.Tests.Browsers;
using Platform.Scenarios.Knowledge;
using Platform.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(ChannelCheckHost))]

namespace Platform.EndToEnd.Tests.Browsers;

/// <summary>The real host on a real socket, as a browser needs it.</summary>
/// <param name="port">0 takes a free one.</param>
public class RunningHost(int port, params (string Key, string? Value)[] settings) : TestHost(settings), IAsyncLifetime
{
    public Uri BaseUri => ClientOptions.BaseAddress;

    public virtual ValueTask InitializeAsync()
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

/// <summary>A host as it comes: customer service over the starter knowledge base, which it has taken in and learnt.</summary>
public sealed class ServiceHost() : RunningHost(0, ("Knowledge:ImportStarter", "true"))
{
    private static readonly TimeSpan LongestTraining = TimeSpan.FromMinutes(3);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var limit = new CancellationTokenSource(LongestTraining);
        await using var scope = Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        while ((await mediator.Send(new TrainKnowledge(), limit.Token)).Languages.Count < 2)
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
    }
}
