using MediatR;
using Microsoft.Extensions.Options;
using Platform.Scenarios.Uploads;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>Makes the keys at the start, and deletes uploads when their time is over.</summary>
internal sealed class DirectLineUpkeep(DirectLineKeys keys, IServiceScopeFactory scopes, IOptions<DirectLineOptions> options, TimeProvider clock, ILogger<DirectLineUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        keys.Prepare();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var dropped = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new DropUploads(clock.GetUtcNow() - options.Value.UploadLifetime), stoppingToken);
                if (dropped > 0)
                    logger.UploadsDropped(dropped);
            }
            catch (Exception failure) when (failure is not OperationCanceledException) // the next round tries again
            {
                logger.UploadsNotDropped(failure.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
