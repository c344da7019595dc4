namespace Platform.Bots.Pages.Layout;

/// <summary>Keeps a page up to date while it is open.</summary>
internal static class PageRefresh
{
    /// <summary>Looks again and again. A look that fails leaves the page as it stands, and the next one comes all the same.</summary>
    /// <param name="left">Cancelled when the page was left; the loop then returns.</param>
    public static async Task RunAsync(TimeSpan interval, Func<CancellationToken, Task> look, TimeProvider clock, ILogger logger, CancellationToken left)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(left))
                await LookAsync(look, logger, left);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // the page was left
        }
    }

    private static async Task LookAsync(Func<CancellationToken, Task> look, ILogger logger, CancellationToken left)
    {
        try
        {
            await look(left);
        }
        catch (Exception failure)
        {
            if (!left.IsCancellationRequested)
                logger.PageNotRefreshed(failure.GetType().Name);
        }
    }
}

internal static partial class PageLog
{
    [LoggerMessage(2301, LogLevel.Warning, "Page not refreshed, looked again later: {Failure}")]
    public static partial void PageNotRefreshed(this ILogger logger, string failure);
}
