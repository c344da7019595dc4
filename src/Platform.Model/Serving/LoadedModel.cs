using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;
using Platform.Model.Serving.Scheduling;
using Platform.Model.Tensors;

namespace Platform.Model.Serving;

/// <summary>One version of a model in memory, with all that is needed to serve it.</summary>
/// <remarks>Requests hold a lease; a retired version lives until the last lease is given back or its time to drain is over.</remarks>
internal sealed class LoadedModel
{
    private readonly Lock _gate = new();
    private readonly EngineThread _thread;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _leases;
    private bool _retired;
    private bool _removing;

    public LoadedModel(OpenedModel opened, int version, ServedModelOptions model, ServingOptions options, FiguresRecorder figures, EngineThread thread, TimeProvider clock, ILogger logger)
    {
        (Opened, Version, Options, _thread, LoadedAt) = (opened, version, model, thread, clock.GetUtcNow());
        Encoder = new PromptEncoder(opened.Text);
        Scheduler = new Scheduler(opened.Engine, opened.Draft, opened.Text, options, figures, clock, logger);
        var pool = opened.Engine.Blocks * opened.Engine.BlockTokens;
        Context = Math.Min(Math.Min(opened.Engine.Config.Context, model.Context is 0 ? int.MaxValue : model.Context), pool);
    }

    public OpenedModel Opened { get; }

    public ServedModelOptions Options { get; }

    public int Version { get; }

    public DateTimeOffset LoadedAt { get; }

    public PromptEncoder Encoder { get; }

    public Scheduler Scheduler { get; }

    /// <summary>The checkpoint's, the configured or what the pool holds, whichever is least.</summary>
    public int Context { get; }

    public IDecoderEngine Engine => Opened.Engine;

    /// <summary>Completes when the memory is given back.</summary>
    public Task Gone => _gone.Task;

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _leases == 0;
        }
    }

    /// <returns>False when the version is retired: the name leads to another one by now.</returns>
    public bool TryLease()
    {
        lock (_gate)
        {
            if (_retired)
                return false;
            _leases++;
            return true;
        }
    }

    public void Return()
    {
        lock (_gate)
            _leases--;
        RemoveIfUnused();
    }

    /// <summary>Takes no more requests. Those that run may go on for so long, then they end as cancelled.</summary>
    public void Retire(TimeSpan drain)
    {
        lock (_gate)
            _retired = true;
        RemoveIfUnused();
        if (!Gone.IsCompleted)
            _ = RemoveAfterAsync(drain);
    }

    /// <summary>Makes the first, slow calls, if asked to, and then takes requests.</summary>
    public async Task StartAsync(bool warmUp)
    {
        if (warmUp)
            await _thread.RunAsync(() => WarmUp.Run(Opened));
        await _thread.AddAsync(Scheduler);
    }

    private async Task RemoveAfterAsync(TimeSpan drain)
    {
        await Task.WhenAny(Gone, Task.Delay(drain));
        Remove();
    }

    private void RemoveIfUnused()
    {
        lock (_gate)
            if (!_retired || _leases > 0)
                return;
        Remove();
    }

    private void Remove()
    {
        lock (_gate)
        {
            if (_removing)
                return;
            _removing = true;
        }

        _ = _thread.RemoveAsync(Scheduler, () =>
        {
            Opened.Dispose();
            TorchMemory.GiveBack();
            _gone.SetResult();
        });
    }
}
