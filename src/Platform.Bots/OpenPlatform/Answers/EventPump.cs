using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Answers;

/// <summary>Writes what a model says as it comes. What comes within <see cref="Frame"/> of a send goes out together: each send costs both ends a system call and a wake-up.</summary>
internal static class EventPump
{
    /// <summary>One picture of a screen with 60 of them a second; a small model makes several tokens in that time.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(16);

    public static async Task RunAsync(IAsyncEnumerator<GenerationEvent> events, EventStream stream, Action<GenerationEvent> write)
    {
        while (true)
        {
            var next = events.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                await SendAsync(stream, next);
                await Task.Delay(Frame, CancellationToken.None);
            }

            if (!await next)
                return;
            write(events.Current);
        }
    }

    /// <summary>Nothing more is there: what was written goes out. A client that has gone is told of only when the step under way is over, since events cannot be left in the middle of one.</summary>
    private static async Task SendAsync(EventStream stream, Task<bool> next)
    {
        try
        {
            await stream.SendAsync();
        }
        catch
        {
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }
}
