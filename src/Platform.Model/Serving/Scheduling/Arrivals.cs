namespace Platform.Model.Serving.Scheduling;

/// <summary>The door: counts what waits and runs, in all and of each tenant, and refuses what would wait too long.</summary>
internal sealed class Arrivals(ServingOptions options, FiguresRecorder figures, TimeProvider clock)
{
    private static readonly TimeSpan TextsWait = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<(GenerationJob, int Adapter)> _new = [];
    private readonly Dictionary<string, Counts> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<Sequence, long> _startedAt = [];
    private readonly Counts _all = new();
    private bool _closed;
    private double _seconds = 5; // how long a sequence runs, by the last ones; a guess before the first

    public int Waiting
    {
        get
        {
            lock (_gate)
                return _all.Waiting + _all.TextsWaiting;
        }
    }

    public int Running
    {
        get
        {
            lock (_gate)
                return _all.Running + _all.TextsRunning;
        }
    }

    /// <summary>From now on everything is refused: the model leaves the memory.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    /// <exception cref="HostBusyException">The line is full or too slow.</exception>
    /// <exception cref="ModelUnavailableException">The model leaves the memory.</exception>
    public void Add(GenerationJob job, int adapter, double prefillRate)
    {
        lock (_gate)
        {
            if (_closed)
                throw new ModelUnavailableException("The model is being unloaded. Try again in a moment.");
            var own = Of(job.Request.Tenant);
            var wait = PredictedWait(prefillRate);
            if (own.Waiting + job.SequenceCount > options.MostWaitingPerTenant && own.Running + own.Waiting > 0)
                throw Busy($"{own.Waiting} of your requests wait already; at most {options.MostWaitingPerTenant} may.", wait, tenantLimit: true);
            if (_all.Waiting + job.SequenceCount > options.MostWaiting && _all.Running + _all.Waiting > 0)
                throw Busy($"{_all.Waiting} requests wait for this model already; at most {options.MostWaiting} may.", wait);
            if (wait > options.LongestWait)
                throw Busy($"The request would wait about {wait.TotalSeconds:F0} s; at most {options.LongestWait.TotalSeconds:F0} s are allowed.", wait);
            Count(job.Request.Tenant, waiting: job.SequenceCount);
            _all.WaitingTokens += job.Prompt.Length;
            _new.Add((job, adapter));
        }
    }

    /// <summary>Takes in texts that shall become vectors. A request may bring thousands: they are counted apart, so that conversations do not stand behind them.</summary>
    /// <exception cref="HostBusyException">Too many wait.</exception>
    public void Add(EmbeddingJob job)
    {
        lock (_gate)
        {
            var (own, texts) = (Of(job.Tenant), job.Inputs.Count);
            if (own.TextsWaiting + texts > options.MostWaitingTextsPerTenant && own.TextsWaiting + own.TextsRunning > 0)
                throw Busy($"{own.TextsWaiting} of your texts wait already; at most {options.MostWaitingTextsPerTenant} may.", TextsWait, tenantLimit: true);
            if (_all.TextsWaiting + texts > options.MostWaitingTexts && _all.TextsWaiting + _all.TextsRunning > 0)
                throw Busy($"{_all.TextsWaiting} texts wait for this model already; at most {options.MostWaitingTexts} may.", TextsWait);
            Count(job.Tenant, textsWaiting: texts);
        }
    }

    /// <summary>One of the texts is computed now.</summary>
    public void Started(EmbeddingJob job)
    {
        lock (_gate)
            Count(job.Tenant, textsWaiting: -1, textsRunning: 1);
    }

    public void Ended(EmbeddingJob job, bool ran)
    {
        lock (_gate)
            Count(job.Tenant, textsWaiting: ran ? 0 : -1, textsRunning: ran ? -1 : 0);
    }

    public IReadOnlyList<(GenerationJob Job, int Adapter)> Take()
    {
        lock (_gate)
        {
            if (_new.Count == 0)
                return [];
            IReadOnlyList<(GenerationJob, int)> taken = [.. _new];
            _new.Clear();
            return taken;
        }
    }

    public bool MayRun(Sequence sequence)
    {
        lock (_gate)
            return Of(sequence.Job.Request.Tenant).Running < options.MostRunningPerTenant;
    }

    public void Started(Sequence sequence)
    {
        lock (_gate)
        {
            Count(sequence.Job.Request.Tenant, waiting: -1, running: 1);
            _all.WaitingTokens -= sequence.Job.Prompt.Length / sequence.Job.SequenceCount;
            _startedAt.TryAdd(sequence, clock.GetTimestamp());
        }
    }

    public void Preempted(Sequence sequence)
    {
        lock (_gate)
        {
            Count(sequence.Job.Request.Tenant, waiting: 1, running: -1);
            _all.WaitingTokens += sequence.Job.Prompt.Length / sequence.Job.SequenceCount;
        }
    }

    /// <summary>A sequence has ended, whether it ran or waited.</summary>
    public void Ended(Sequence sequence, bool ran)
    {
        lock (_gate)
        {
            Count(sequence.Job.Request.Tenant, ran ? 0 : -1, ran ? -1 : 0);
            if (!ran)
                _all.WaitingTokens -= sequence.Job.Prompt.Length / sequence.Job.SequenceCount;
            if (_startedAt.Remove(sequence, out var started))
                _seconds = _seconds * 0.9 + clock.GetElapsedTime(started).TotalSeconds * 0.1;
            if (_all.Waiting == 0)
                _all.WaitingTokens = 0; // parts of prompts were rounded
        }
    }

    private TimeSpan PredictedWait(double prefillRate)
    {
        var beyond = Math.Max(0, _all.Running + _all.Waiting + 1 - options.MostRunning);
        return TimeSpan.FromSeconds(Math.Min(86_400, _all.WaitingTokens / prefillRate + beyond * _seconds / options.MostRunning));
    }

    private HostBusyException Busy(string message, TimeSpan wait, bool tenantLimit = false)
    {
        figures.Refused();
        var retry = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds / 2), 1, 60));
        return new HostBusyException($"{message} Try again in {retry.TotalSeconds:F0} s.", retry, tenantLimit);
    }

    private void Count(string? tenant, int waiting = 0, int running = 0, int textsWaiting = 0, int textsRunning = 0)
    {
        var own = Of(tenant);
        foreach (var counts in new[] { own, _all })
        {
            counts.Waiting += waiting;
            counts.Running += running;
            counts.TextsWaiting += textsWaiting;
            counts.TextsRunning += textsRunning;
        }

        if (own is { Waiting: 0, Running: 0, TextsWaiting: 0, TextsRunning: 0 })
            _tenants.Remove(tenant ?? "");
    }

    private Counts Of(string? tenant)
    {
        if (!_tenants.TryGetValue(tenant ?? "", out var counts))
            _tenants[tenant ?? ""] = counts = new Counts();
        return counts;
    }

    private sealed class Counts
    {
        public int Waiting;
        public int Running;
        public long WaitingTokens;
        public int TextsWaiting;
        public int TextsRunning;
    }
}
