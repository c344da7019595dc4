using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Turns;

namespace Platform.Bots.Channels.Connector;

/// <summary>An answer that is shown in Teams while it comes: steps of growing text, about one a second, one request at a time.</summary>
/// <remarks>Source: msteams-docs <c>bots/streaming-ux.md</c>. What comes faster than it can be sent replaces what waits.</remarks>
internal sealed class TeamsStream(TimeSpan interval, TimeProvider clock, Func<StreamStep, string, Task<CallOutcome>> send, Action<CallOutcome> ended) : IDisposable
{
    /// <summary>Teams closes a stream two minutes after its first step.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Copilot gives up on a stream that is silent for 45 s.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _finishing = new();
    private (string Type, string Text)? _waiting;
    private string? _lastType;
    private string _lastText = "";
    private TaskCompletionSource _more = NewSignal();
    private Task? _pump;
    private string? _id;
    private int _sequence;
    private bool _broken;
    private DateTimeOffset _startedAt;
    private DateTimeOffset _lastSentAt;

    /// <summary>Done when no further step will be sent.</summary>
    public Task Ended => _pump ?? Task.CompletedTask;

    public void Show(ReplyEvent step)
    {
        (string Type, string Text)? next = step switch
        {
            ReplyEvent.Informing { Text.Length: > 0 } informing => (StreamStep.Informative, informing.Text),
            ReplyEvent.Partial { Text.Length: > 0 } partial => (StreamStep.Streaming, partial.Text),
            _ => null,
        };
        lock (_gate)
        {
            if (next is null || _broken || _finishing.IsCancellationRequested || (next.Value.Type == StreamStep.Informative && _lastType == StreamStep.Streaming))
                return;
            _waiting = next;
            _lastType = next.Value.Type;
            _more.TrySetResult();
            _pump ??= PumpAsync();
        }
    }

    /// <summary>Waits for the step on its way and sends no more.</summary>
    /// <returns>How the final message is to be marked; null when it goes as an ordinary one.</returns>
    public async Task<StreamStep?> FinishAsync()
    {
        await _finishing.CancelAsync();
        await Ended;
        if (_broken || _id is null || clock.GetUtcNow() - _startedAt >= Longest)
            return null;
        await WaitAsync(_lastSentAt + interval - clock.GetUtcNow(), CancellationToken.None);
        return new StreamStep(StreamStep.Final, _id, _sequence + 1);
    }

    public void Dispose() => _finishing.Dispose();

    private async Task PumpAsync()
    {
        await Task.Yield();
        _startedAt = clock.GetUtcNow();
        try
        {
            while (!_broken && clock.GetUtcNow() - _startedAt < Longest)
            {
                await NextAsync(_finishing.Token);
                await SendAsync();
                await WaitAsync(interval, _finishing.Token);
            }
        }
        catch (OperationCanceledException) // the final message comes
        {
        }
    }

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        Task more;
        lock (_gate)
            more = _more.Task;
        try
        {
            await more.WaitAsync(LongestSilence, clock, cancellationToken);
        }
        catch (TimeoutException) // the same again shows that it goes on
        {
        }
    }

    private async Task SendAsync()
    {
        (string Type, string Text) step;
        lock (_gate)
        {
            step = _waiting ?? (_lastType!, _lastText);
            (_waiting, _lastText) = (null, step.Text);
            _more = NewSignal();
        }

        var outcome = await send(new StreamStep(step.Type, _id, ++_sequence), step.Text);
        _lastSentAt = clock.GetUtcNow();
        _id ??= outcome.Id;
        if (outcome.IsSuccess && _id is not null)
            return;
        _broken = true;
        ended(outcome);
    }

    private Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        pause > TimeSpan.Zero ? Task.Delay(pause, clock, cancellationToken) : Task.CompletedTask;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
