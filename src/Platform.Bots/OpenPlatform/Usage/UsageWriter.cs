using MediatR;
using Platform.Scenarios.Keys;

namespace Platform.Bots.OpenPlatform.Usage;

/// <summary>Writes what keys used every few seconds, and once more at the end: no request waits for it.</summary>
internal sealed class UsageWriter(KeyMeters meters, IMediator mediator, TimeProvider clock, ILogger<UsageWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private IReadOnlyList<UsageRow> _unwritten = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // stopped; the rest is written in StopAsync
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        _unwritten = [.. _unwritten, .. meters.Take()];
        if (_unwritten.Count == 0)
            return;
        try
        {
            var rows = Joined(_unwritten);
            meters.Settle(rows, await mediator.Send(new RecordUsage(rows), cancellationToken));
            _unwritten = [];
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // the loop goes on: the rows are tried again
        {
            logger.NotWritten(_unwritten.Count, failure.GetType().Name);
        }
    }

    private static IReadOnlyList<UsageRow> Joined(IEnumerable<UsageRow> rows) => [.. rows
        .GroupBy(row => (row.KeyId, row.Model, row.Day))
        .Select(same => new UsageRow(same.Key.KeyId, same.Key.Model, same.Key.Day, same.Sum(r => r.Requests), same.Sum(r => r.Errors),
            same.Sum(r => r.PromptTokens), same.Sum(r => r.CachedTokens), same.Sum(r => r.CompletionTokens), same.Max(r => r.LastUsedAt)))];
}

internal static partial class UsageLog
{
    [LoggerMessage(2701, LogLevel.Warning, "Usage was not written, {Rows} rows wait for the next time: {Failure}")]
    public static partial void NotWritten(this ILogger logger, int rows, string failure);
}
