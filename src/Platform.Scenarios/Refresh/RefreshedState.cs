using Microsoft.Extensions.Hosting;

namespace Platform.Scenarios.Refresh;

/// <summary>What a server holds in memory of the database: read when it starts and every few seconds, since another server or a command may change it.</summary>
internal abstract class RefreshedState(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Reads it now; for whoever has just changed it, too.</summary>
    public abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Tells that it stays as it was until the next time.</summary>
    protected abstract void TellNotLoaded(string failure);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
                await TryLoadAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // stopped
        }
    }

    private async Task TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // the loop goes on
        {
            TellNotLoaded(failure.GetType().Name);
        }
    }
}
