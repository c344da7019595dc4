using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Platform.Model.Architectures;

namespace Platform.Model.Serving.Scheduling;

/// <summary>Texts on their way to vectors.</summary>
internal sealed class EmbeddingJob(IReadOnlyList<int[]> inputs, EmbeddingPooling pooling)
{
    public IReadOnlyList<int[]> Inputs => inputs;

    public EmbeddingPooling Pooling => pooling;

    public float[][] Vectors { get; } = new float[inputs.Count][];

    public int Open { get; set; } = inputs.Count;

    /// <summary>Set by the caller's thread; what it holds is freed before the next step.</summary>
    public volatile bool IsCancelled;

    public TaskCompletionSource<float[][]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Computes vectors with what generation leaves of a step: hidden states of all tokens, pooled to one vector a text.</summary>
internal sealed class EmbeddingWork(IDecoderEngine engine, BlockPool pool, int mostRunning, ILogger logger)
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

    public void Add(EmbeddingJob job)
    {
        lock (_gate)
        {
            if (_closed)
                throw new ModelUnavailableException("The model is being unloaded. Try again in a moment.");
            for (var i = 0; i < job.Inputs.Count; i++)
                _waiting.Enqueue(new Input(job, i, new float[engine.Config.Width], new BlockTable(pool, engine.BlockTokens, default, share: false)));
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

    public void CancelAll()
    {
        lock (_gate)
            while (_waiting.TryDequeue(out var input))
                _running.Add(input);
        foreach (var input in _running)
            input.End(new OperationCanceledException("The model host stopped."));
        _running.Clear();
    }

    /// <summary>An input starts only when all its blocks are there, so that it never waits halfway.</summary>
    private void Begin()
    {
        foreach (var input in _running.Where(input => input.Job.IsCancelled))
            input.End(new OperationCanceledException());
        _running.RemoveAll(input => input.HasEnded);
        lock (_gate)
            while (_waiting.TryPeek(out var input) && (input.Job.IsCancelled || (_running.Count < mostRunning && input.Table.TryGrow(input.Tokens.Length))))
            {
                _waiting.Dequeue();
                if (input.Job.IsCancelled)
                    input.End(new OperationCanceledException());
                else
                    _running.Add(input);
            }
    }

    private void Run(List<(Input Input, int Count)> parts)
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
            logger.StepFailed(engine.Name, parts.Count, failure.GetType().Name, failure.StackTrace);
            foreach (var (input, _) in parts)
                input.End(new InvalidOperationException($"The model failed while it computed this text ({failure.GetType().Name})."));
            return;
        }

        var states = _states.AsSpan();
        foreach (var (input, count) in parts)
        {
            var rows = RowsOf(input, count);
            for (var row = 0; row < rows; row++)
                TensorPrimitives.Add(input.Sum, states.Slice(row * width, width), input.Sum);
            states = states[(rows * width)..];
            input.Table.Advance(input.Table.Computed + count, input.Tokens);
            if (input.Table.Computed == input.Tokens.Length)
                input.End(null);
        }
    }

    private static int RowsOf(Input input, int count) => input.Job.Pooling == EmbeddingPooling.Mean ? count : input.Table.Computed + count == input.Tokens.Length ? 1 : 0;

    private sealed record Input(EmbeddingJob Job, int Index, float[] Sum, BlockTable Table)
    {
        public int[] Tokens => Job.Inputs[Index];

        public bool HasEnded { get; private set; }

        public void End(Exception? failure)
        {
            HasEnded = true;
            Table.Release();
            if (failure is not null)
            {
                Job.Done.TrySetException(failure);
                return;
            }

            Job.Vectors[Index] = Sum;
            if (--Job.Open == 0)
                Job.Done.TrySetResult(Job.Vectors);
        }
    }
}
