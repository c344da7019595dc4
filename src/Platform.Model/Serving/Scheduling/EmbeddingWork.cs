using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Texts on their way to vectors.</summary>
/// <param name="tenant">Who asks; null for the platform itself.</param>
internal sealed class EmbeddingJob(IReadOnlyList<int[]> inputs, EmbeddingPooling pooling, string? tenant)
{
    public IReadOnlyList<int[]> Inputs => inputs;

    public EmbeddingPooling Pooling => pooling;

    public string? Tenant => tenant;

    public float[][] Vectors { get; } = new float[inputs.Count][];

    public int Open { get; set; } = inputs.Count;

    /// <summary>Set by the caller's thread, or when one of its texts has failed; what it holds is freed before the next step.</summary>
    public volatile bool IsCancelled;

    public TaskCompletionSource<float[][]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Computes vectors with what generation leaves of a step: hidden states of all tokens, pooled to one vector a text.</summary>
internal sealed class EmbeddingWork(IDecoderEngine engine, BlockPool pool, Arrivals arrivals, FiguresRecorder figures, int mostRunning, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<Input> _waiting = new();
    private readonly List<Input> _running = [];
    private float[] _states = [];
    private bool _closed;

    public bool Any
    {
        get
        {
            lock (_gate)
                return _running.Count > 0 || _waiting.Count > 0;
        }
    }

    /// <exception cref="HostBusyException">Too many texts wait already.</exception>
    /// <exception cref="ModelUnavailableException">The model leaves the memory.</exception>
    public void Add(EmbeddingJob job)
    {
        lock (_gate)
        {
            if (_closed)
                throw new ModelUnavailableException("The model is being unloaded. Try again in a moment.");
            arrivals.Add(job);
            for (var i = 0; i < job.Inputs.Count; i++)
                _waiting.Enqueue(new Input(job, i, new BlockTable(pool, engine.BlockTokens, default, share: false)));
        }
    }

    /// <summary>From now on everything is refused.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
    }

    /// <param name="budget">Tokens that may be computed.</param>
    public void Step(int budget)
    {
        Begin();
        var parts = new List<(Input Input, int Count)>();
        foreach (var input in _running)
        {
            var count = Math.Min(budget, input.Tokens.Length - input.Table.Computed);
            if (count <= 0)
                break;
            parts.Add((input, count));
            budget -= count;
        }

        if (parts.Count > 0)
            Run(parts);
        _running.RemoveAll(input => input.HasEnded);
    }

    /// <summary>Ends everything that waits or runs.</summary>
    public void EndAll(Exception failure)
    {
        lock (_gate)
            while (_waiting.TryDequeue(out var input))
                _running.Add(input);
        foreach (var input in _running)
            End(input, failure);
        _running.Clear();
    }

    /// <summary>An input starts only when all its blocks are there, so that it never waits halfway.</summary>
    private void Begin()
    {
        foreach (var input in _running.Where(input => input.Job.IsCancelled))
            End(input, new OperationCanceledException());
        _running.RemoveAll(input => input.HasEnded);
        lock (_gate)
            while (_waiting.TryPeek(out var input) && (input.Job.IsCancelled || (_running.Count < mostRunning && input.Table.TryGrow(input.Tokens.Length))))
            {
                _waiting.Dequeue();
                if (input.Job.IsCancelled)
                {
                    End(input, new OperationCanceledException());
                    continue;
                }

                input.Start(engine.Config.Width);
                arrivals.Started(input.Job);
                _running.Add(input);
            }
    }

    /// <summary>Computes the parts together; if that fails, each by itself, so that only those end that fail alone too.</summary>
    private void Run(List<(Input Input, int Count)> parts)
    {
        if (TryRun(parts) || parts.Count == 1)
            return;
        foreach (var part in parts)
            TryRun([part]);
    }

    private bool TryRun(List<(Input Input, int Count)> parts)
    {
        var width = engine.Config.Width;
        var slices = parts.Select(p => new SequenceSlice(p.Input.Tokens.AsMemory(p.Input.Table.Computed, p.Count), p.Input.Table.Computed, p.Input.Table.Blocks, p.Count - RowsOf(p.Input, p.Count))).ToArray();
        var length = parts.Sum(p => RowsOf(p.Input, p.Count)) * width;
        if (_states.Length < length)
            _states = new float[length];
        try
        {
            engine.Hidden(slices, _states.AsSpan(0, length));
        }
        catch (Exception failure) // whatever a native library throws: the host goes on with the others
        {
            figures.StepFailed();
            logger.StepFailed(engine.Name, parts.Count, failure.GetType().Name, failure.StackTrace);
            if (parts.Count > 1)
                return false;
            End(parts[0].Input, new InvalidOperationException($"The model failed while it computed this text ({failure.GetType().Name})."));
            parts[0].Input.Job.IsCancelled = true; // nobody waits for its other texts
            return false;
        }

        var states = _states.AsSpan();
        foreach (var (input, count) in parts)
        {
            var rows = RowsOf(input, count);
            for (var row = 0; row < rows; row++)
                TensorPrimitives.Add(input.Sum, states.Slice(row * width, width), input.Sum);
            states = states[(rows * width)..];
            input.Table.Advance(input.Table.Computed + count, input.Tokens);
            figures.Prefilled(count);
            if (input.Table.Computed == input.Tokens.Length)
                End(input, null);
        }

        return true;
    }

    private void End(Input input, Exception? failure)
    {
        if (input.HasEnded)
            return;
        arrivals.Ended(input.Job, input.HasStarted);
        input.End(failure);
    }

    private static int RowsOf(Input input, int count) => input.Job.Pooling == EmbeddingPooling.Mean ? count : input.Table.Computed + count == input.Tokens.Length ? 1 : 0;

    private sealed class Input(EmbeddingJob job, int index, BlockTable table)
    {
        public EmbeddingJob Job => job;

        public BlockTable Table => table;

        public int[] Tokens => job.Inputs[index];

        /// <summary>Of the states that are computed.</summary>
        public float[] Sum { get; private set; } = [];

        public bool HasStarted => Sum.Length > 0;

        public bool HasEnded { get; private set; }

        public void Start(int width) => Sum = new float[width];

        public void End(Exception? failure)
        {
            HasEnded = true;
            table.Release();
            if (failure is not null)
            {
                job.Done.TrySetException(failure);
                return;
            }

            job.Vectors[index] = Sum;
            if (--job.Open == 0)
                job.Done.TrySetResult(job.Vectors);
        }
    }
}
