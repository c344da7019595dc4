namespace Platform.Scenarios.Conversations;

/// <summary>How many turns of this process are being answered or delivered, so that a stop can wait for them.</summary>
public sealed class RunningTurns : IDisposable
{
    private static readonly TimeSpan ForTheLastWord = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private int _running;
    private bool _stopping;

    /// <summary>Notes that a turn begins to be answered; false when the platform stops: it then stays owed in the database.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_stopping)
                return false;
            _running++;
            return true;
        }
    }

    /// <summary>Notes that a reply begins to be delivered, which a stop does not hold back.</summary>
    public void BeginDelivery()
    {
        lock (_gate)
            _running++;
    }

    public void End()
    {
        lock (_gate)
        {
            if (--_running == 0 && _stopping)
                _finished.TrySetResult();
        }
    }

    /// <summary>Cancelled when the platform stops and its turns are finished: those who watch conversations may go.</summary>
    public CancellationToken UntilFinished() => _ended.Token;

    /// <summary>Lets no further turn begin and returns when those that run are delivered, or when the wait is cancelled.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Stop() is { IsCompleted: false } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(ForTheLastWord, CancellationToken.None); // what was said last is still on its way to open sockets
        }

        await _ended.CancelAsync();
    }

    public void Dispose() => _ended.Dispose();

    private Task Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            return _running == 0 ? Task.CompletedTask : _finished.Task;
        }
    }
}
