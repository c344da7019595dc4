using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;
using Platform.Model.Generation;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Decides, step by step, which tokens of which requests one engine computes next.</summary>
/// <remarks>
/// Decodes first, then parts of prompts up to the step's budget. A sequence that needs a block when none is free takes those of the newest
/// one, which is computed again later. Everything but <see cref="Submit"/> belongs to the engine's thread.
/// Source: Yu et al. 2022, "Orca"; Kwon et al. 2023, arXiv:2309.06180; Agrawal et al. 2023, "Sarathi", arXiv:2308.16369 (parts of prompts).
/// </remarks>
internal sealed class Scheduler
{
    private const int LeastPart = 32;

    private readonly ServingOptions _options;
    private readonly Arrivals _arrivals;
    private readonly BlockPool _pool;
    private readonly StepRunner _runner;
    private readonly EmbeddingWork _embeddings;
    private readonly WaitingLine _waiting = new();
    private readonly List<Sequence> _running = []; // by turn, oldest first
    private readonly List<(Sequence, int)> _parts = [];
    private readonly List<Sequence> _prefilling = [];
    private readonly List<GenerationJob> _speaking = [];
    private readonly SequenceFactory _factory;
    private readonly Drafter? _drafter;
    private readonly TimeProvider _clock;
    private long _turn;

    /// <param name="draft">A smaller model with the same vocabulary that proposes tokens, or none.</param>
    public Scheduler(IDecoderEngine engine, IDecoderEngine? draft, LoadedText text, ServingOptions options, FiguresRecorder figures, TimeProvider clock, ILogger logger)
    {
        (_options, Figures, _clock) = (options, figures, clock);
        var scratch = new SamplingScratch();
        _pool = new BlockPool(engine.Blocks);
        _runner = new StepRunner(engine, scratch, Figures, clock, logger);
        _arrivals = new Arrivals(options, Figures, clock);
        _embeddings = new EmbeddingWork(engine, _pool, _arrivals, Figures, options.MostRunning, logger);
        _drafter = draft is null ? null : new Drafter(draft, _runner, scratch, Figures, clock, logger);
        _factory = new SequenceFactory(engine, text, _pool, scratch, Figures, _drafter, options.SharePrompts);
    }

    public FiguresRecorder Figures { get; }

    public ServingFigures Snapshot() => Figures.Snapshot(_arrivals.Running, _arrivals.Waiting);

    public int BlocksInUse => _pool.Used + (_drafter?.Pool.Used ?? 0);

    /// <summary>Takes a request into the queue. From any thread.</summary>
    /// <exception cref="HostBusyException">Too much waits already.</exception>
    public void Submit(GenerationJob job, int adapter) => _arrivals.Add(job, adapter, _runner.PrefillRate);

    /// <summary>Takes texts that shall become vectors. From any thread.</summary>
    /// <exception cref="HostBusyException">Too many wait already.</exception>
    public void Submit(EmbeddingJob job) => _embeddings.Add(job);

    public bool Step()
    {
        var worked = Work();
        Deliver();
        return worked;
    }

    /// <summary>Refuses everything from now on and ends what is there, as cancelled.</summary>
    public void Close()
    {
        _arrivals.Close();
        _embeddings.Close();
        EndAll(FinishReason.Cancelled);
    }

    /// <summary>Ends everything that waits or runs.</summary>
    public void EndAll(FinishReason reason, string? failure = null)
    {
        TakeArrivals();
        foreach (var sequence in _waiting.TakeAll(_ => true))
            End(sequence, reason, failure);
        foreach (var sequence in _running)
            sequence.Finish(reason, failure);
        RemoveEnded();
        _embeddings.EndAll(failure is null ? new ModelUnavailableException("The model was stopped before the vectors were there. Try again in a moment.") : new InvalidOperationException(failure));
        Deliver();
    }

    private bool Work()
    {
        TakeArrivals();
        DropCancelled();
        Admit();
        if (_running.Count == 0 && !_embeddings.Any)
        {
            Figures.Rested(_pool);
            return false;
        }

        _prefilling.Clear();
        _prefilling.AddRange(_running.Where(sequence => sequence.ToCompute > 1));
        var decodes = Decode();
        RemoveEnded(); // else a prompt that needs room would put one that has ended back into the line
        var left = Prefill(decodes);
        _embeddings.Step(left);
        RemoveEnded();
        Figures.Stepped(_running.Count, _arrivals.Waiting, decodes, _pool);
        return true;
    }

    private void Deliver()
    {
        foreach (var job in _speaking)
            job.Deliver();
        _speaking.Clear();
    }

    private void TakeArrivals()
    {
        foreach (var (job, adapter) in _arrivals.Take())
        {
            job.Take(_speaking);
            foreach (var sequence in _factory.Of(job, adapter))
                _waiting.Enqueue(sequence);
        }
    }

    private void DropCancelled()
    {
        foreach (var sequence in _waiting.TakeAll(sequence => sequence.Job.IsCancelled))
            End(sequence, FinishReason.Cancelled, null);
        foreach (var sequence in _running.Where(sequence => sequence.Job.IsCancelled))
            sequence.Finish(FinishReason.Cancelled);
        RemoveEnded();
    }

    private void End(Sequence waiting, FinishReason reason, string? failure)
    {
        waiting.Finish(reason, failure);
        _arrivals.Ended(waiting, ran: false);
    }

    private void RemoveEnded()
    {
        foreach (var sequence in _running.Where(sequence => sequence.HasEnded))
            _arrivals.Ended(sequence, ran: true);
        _running.RemoveAll(sequence => sequence.HasEnded);
    }

    private void Admit()
    {
        while (_running.Count < _options.MostRunning && _waiting.Next(_arrivals.MayRun) is { } next)
        {
            var found = next.WantsPrompt ? 0 : next.Table.Attach(next.Tokens.Span);
            var spare = _running.Count > 0 ? 1 : 0;
            if (next.Table.Missing(next.Count) + spare > _pool.Free)
            {
                next.Table.Release();
                return; // nobody overtakes: else a long prompt would wait for ever
            }

            _waiting.Remove(next);
            _arrivals.Started(next);
            if (next.Turn == 0)
            {
                next.Turn = ++_turn;
                Figures.PrefixLookedUp(next.Job.Prompt.Length, found);
                if (next.Choice == 0)
                    next.Job.CachedTokens = found;
            }

            next.Job.Started();
            _running.Insert(_running.FindLastIndex(sequence => sequence.Turn < next.Turn) + 1, next);
        }
    }

    /// <returns>How many tokens were computed.</returns>
    private int Decode()
    {
        _parts.Clear();
        for (var i = 0; i < _running.Count; i++)
            if (_running[i] is { ToCompute: 1 } sequence && TryGrow(sequence, sequence.Count))
                _parts.Add((sequence, 1));
        if (_parts.Count == 0 || _drafter?.TryRound(_parts) == true)
            return _parts.Count;

        var foreseen = _runner.Foresee(_parts, _options.MostForeseen, _options.StepTokens);
        var before = _clock.GetTimestamp();
        _runner.Run(_parts);
        if (foreseen == 0)
            _drafter?.TookPlainStep(_parts.Count, _clock.GetElapsedTime(before));
        return _parts.Count;
    }

    /// <returns>What is left of the step's budget.</returns>
    private int Prefill(int decodes)
    {
        var budget = Math.Max(LeastPart, _options.StepTokens - decodes);
        if (decodes > 0)
            budget = Math.Clamp((int)(_runner.PrefillRate * _options.StepTime.TotalSeconds), LeastPart, budget);
        var rows = _runner.MostRows;
        _parts.Clear();
        foreach (var sequence in _prefilling)
        {
            if (sequence.HasEnded || !_running.Contains(sequence)) // preempted while others decoded
                continue;
            var count = Math.Min(sequence.ToCompute, sequence.WantsPrompt ? Math.Min(budget, rows) : budget);
            if (count <= 0)
                break;
            if (!TryGrow(sequence, sequence.Table.Computed + count))
                continue;
            _parts.Add((sequence, count));
            budget -= count;
            rows -= sequence.WantsPrompt ? count : 1;
        }

        if (_parts.Count > 0)
            _runner.Run(_parts);
        return budget;
    }

    /// <summary>Makes room for so many tokens of a sequence, at the cost of the newest ones.</summary>
    /// <returns>False when the sequence has to wait; it may be the one that was preempted.</returns>
    private bool TryGrow(Sequence sequence, int tokens)
    {
        while (!sequence.Table.TryGrow(tokens))
        {
            var newest = _running[^1];
            if (newest == sequence && _running.Count == 1)
            {
                if (!_embeddings.Any)
                    sequence.Finish(FinishReason.Error, $"The key/value pool has {_pool.Count} blocks, too few for this request alone. Raise PoolTokens of the model.");
                return false;
            }

            newest.Release();
            _running.RemoveAt(_running.Count - 1);
            _waiting.EnqueueFirst(newest);
            _arrivals.Preempted(newest);
            Figures.Preempted();
            if (newest == sequence)
                return false;
        }

        return true;
    }
}
