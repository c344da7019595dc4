using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Scenarios.Simulation.Acts;

namespace Platform.Scenarios.Practice.Recognition;

/// <summary>Keeps what the shipped recogniser learned in the data folder, so that only the first start after an update trains it.</summary>
internal sealed class ShippedWeightsCache(ShippedRecogniser shipped, RecogniserFolder folder, ILogger<ShippedWeightsCache> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (shipped.Learned.IsCompleted)
            return Task.CompletedTask; // another server of this process had it learned
        shipped.Use(folder.Shipped);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var learned in await shipped.Learned.WaitAsync(stoppingToken))
        {
            try
            {
                folder.Shipped.Keep(learned);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                logger.NotKept(learned.Family, learned.Lang, fault.GetType().Name);
            }
        }
    }
}

internal static partial class ShippedWeightsCacheLog
{
    [LoggerMessage(2935, LogLevel.Warning, "Weights of the shipped recogniser were not kept, the next start trains it again: {Family} {Language}, {Failure}")]
    public static partial void NotKept(this ILogger logger, string family, string language, string failure);
}
