using Platform.Scenarios.Conversations;

namespace Platform.Bots.Operations;

/// <summary>On a stop signal the turns that run are finished and delivered while requests are still served; further turns wait in the database for the next start.</summary>
internal sealed class GracefulStop(RunningTurns turns) : IHostedLifecycleService
{
    /// <summary>In all; turns get most of it, the rest is for closing sockets and the silo.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ForTurns = TimeSpan.FromSeconds(20);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ForTurns);
        await turns.FinishAsync(limit.Token);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class GracefulStopRegistration
{
    public static void AddGracefulStop(this IServiceCollection services)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = GracefulStop.Limit);
        services.AddHostedService<GracefulStop>();
    }
}
