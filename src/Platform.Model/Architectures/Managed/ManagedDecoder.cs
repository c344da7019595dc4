namespace Platform.Model.Architectures.Managed;

/// <summary>A decoder whose every step is our own code on the processor: no tensors, no calls into another library, no garbage.</summary>
/// <remarks>
/// Each row of a step goes through the same operations in the same order whatever other rows are beside it. So a sequence
/// gets the same bits alone and in a batch, token by token and as a whole prompt.
/// </remarks>
internal sealed unsafe class ManagedDecoder : IAdaptableEngine
{
    private const int MostRows = 512;

    private readonly Stack<IDisposable> _owned = new();
    private readonly WeightFormat _format;
    private readonly PackedMatrix _embedding;
    private readonly PackedMatrix _head;
    private readonly NativeVector _finalNorm;
    private readonly ManagedLayer[] _layers;
    private readonly PagedKeyValues _pool;
    private readonly StepRows _rows = new(MostRows);
    private readonly ManagedAdapters _adapters;
    private readonly ManagedPass _pass;

    /// <param name="blocks">Size of the pool.</param>
    /// <param name="threads">Threads that compute, the caller's included.</param>
    public ManagedDecoder(DecoderWeights weights, WeightFormat format, int blocks, int threads)
    {
        if (format == WeightFormat.Int8 && !Int8Kernel.IsSupported)
            throw new PlatformNotSupportedException("The int8 kernels need a processor with AVX2. Use the format Float32, or a TorchScript engine.");
        Config = weights.Config;
        _format = format;
        try
        {
            var workers = Own(new WorkerPool(threads));
            _embedding = Own(PackedMatrix.Pack(new WeightRows(weights.Embedding), format));
            _head = ReferenceEquals(weights.Head, weights.Embedding) ? _embedding : Own(PackedMatrix.Pack(new WeightRows(weights.Head), format));
            _finalNorm = Own(new NativeVector(weights.FinalNorm));
            _layers = [.. weights.Layers.Select(layer => Own(new ManagedLayer(layer, format)))];
            var filterFloats = Config.LocalizedFilter ? Config.Width + (Config.Width / 2) : 0;
            _pool = Own(new PagedKeyValues(Config.Layers, blocks, Config.KeyValueHeads, Config.HeadSize, filterFloats));
            _adapters = Own(new ManagedAdapters(workers, _rows));
            _pass = Own(new ManagedPass(Config, workers, _pool, _rows, _adapters, format == WeightFormat.Int8, MostRows));
        }
        catch
        {
            Dispose(); // nothing else frees what is there already
            throw;
        }
    }

    public DecoderConfig Config { get; }

    public string Name => _format == WeightFormat.Int8 ? "managed-int8" : "managed-fp32";

    public int BlockTokens => PagedKeyValues.BlockTokens;

    public int Blocks => _pool.Blocks;

    public long Bytes => WeightBytes + _pool.Bytes + _pass.Bytes + _adapters.Bytes;

    /// <summary>What a step at batch 1 reads: all weights once, of the embedding one row.</summary>
    public long WeightBytes => _layers.Sum(layer => layer.Bytes) + _head.Bytes + (_head == _embedding ? 0 : _embedding.Bytes);

    public void Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits) => Run(slices, logits, Config.VocabularySize, _head);

    public void Hidden(ReadOnlySpan<SequenceSlice> slices, Span<float> states) => Run(slices, states, Config.Width, head: null);

    public void Adapt(int number, DecoderAdapter? adapter) => _adapters.Set(number, adapter);

    public void CopyBlock(int from, int to) => _pool.Copy(from, to);

    public void Dispose()
    {
        while (_owned.TryPop(out var part))
            part.Dispose();
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }

    private void Run(ReadOnlySpan<SequenceSlice> slices, Span<float> results, int width, PackedMatrix? head)
    {
        SliceChecks.Check(slices, Config, Blocks, results.Length, width);
        foreach (ref readonly var slice in slices)
            if (slice.Adapter != 0 && !_adapters.Knows(slice.Adapter))
                throw new ArgumentException($"A slice asks for the adapter {slice.Adapter}, which this engine was not given.", nameof(slices));
        fixed (float* start = results)
        {
            var to = start;
            _rows.Clear();
            foreach (ref readonly var slice in slices)
            {
                for (var taken = 0; taken < slice.Tokens.Length;)
                {
                    taken = _rows.Add(slice, taken);
                    if (_rows.IsFull)
                        to = Pass(to, width, head);
                }
            }

            if (_rows.Count > 0)
                Pass(to, width, head);
        }
    }

    private float* Pass(float* results, int width, PackedMatrix? head)
    {
        _pass.Begin(_embedding);
        for (var layer = 0; layer < _layers.Length; layer++)
            _pass.Layer(layer, _layers[layer]);
        _pass.Finish(_finalNorm, head, results, width);
        var next = results + ((nint)_rows.Wanted.Count * width);
        _rows.Clear();
        return next;
    }
}
