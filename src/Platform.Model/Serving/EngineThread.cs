using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Platform.Model.Serving.Scheduling;

namespace Platform.Model.Serving;

/// <summary>The one thread that owns engines. It sleeps while nothing is to do.</summary>
/// <remarks>One for all models: the native library keeps a team of workers for each thread that calls it, and teams take the cores from each other.</remarks>
internal sealed class EngineThread : IDisposable
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile Scheduler[] _schedulers = [];
    private volatile bool _stopped;

    public EngineThread(ILogger logger)
    {
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "model engine" };
        _thread.Start();
    }

    public void Wake() => _wake.Set();

    /// <summary>Runs something on the engine's thread, between two steps.</summary>
    public Task RunAsync(Action work)
    {
        ObjectDisposedException.ThrowIf(_stopped, this);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception failure) // belongs to whoever waits for it
            {
                done.SetException(failure);
            }
        });
        Wake();
        return done.Task;
    }

    public Task AddAsync(Scheduler scheduler) => RunAsync(() => _schedulers = [.. _schedulers, scheduler]);

    /// <summary>Ends what the scheduler still has and forgets it.</summary>
    public Task RemoveAsync(Scheduler scheduler, Action afterwards) => RunAsync(() =>
    {
        _schedulers = [.. _schedulers.Where(other => other != scheduler)];
        scheduler.Close();
        afterwards();
    });

    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        Wake();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            while (_posted.TryDequeue(out var work))
                work();
            if (_stopped)
                return;
            var worked = false;
            foreach (var scheduler in _schedulers)
                worked |= Step(scheduler);
            if (!worked)
                _wake.WaitOne();
        }
    }

    private bool Step(Scheduler scheduler)
    {
        try
        {
            return scheduler.Step();
        }
        catch (Exception failure) // our own fault: its requests end, the other models go on
        {
            _logger.SchedulerFailed(failure.GetType().Name, failure.StackTrace);
            scheduler.EndAll(FinishReason.Error, "The model host failed while it planned a step. Try again.");
            return true;
        }
    }
}
