namespace Platform.Model.Architectures.Managed;

/// <summary>Yuan's localized filtering over the rows of a step; what the next position needs is kept in the pool.</summary>
/// <remarks>See <c>Layers/LocalizedFiltering</c> for the formula and its source.</remarks>
internal sealed unsafe class ManagedFiltering : IDisposable
{
    private readonly DecoderConfig _config;
    private readonly WorkerPool _workers;
    private readonly PagedKeyValues _pool;
    private readonly StepRows _rows;
    private readonly Activations _x; // (N, d)
    private readonly Activations _firstInput; // (N, 2·d): the position before, the position
    private readonly Activations _inner; // (N, d/2)
    private readonly Activations _secondInput; // (N, d)
    private readonly Activations _sum; // (N, d)
    private readonly Activations _filtered; // (N, d)
    private readonly MatrixWork _products;
    private readonly RowsWork _pairInputs;
    private readonly RowsWork _pairInner;
    private readonly RowsWork _normalize;
    private ManagedFilter? _weights;
    private int _layer;

    public ManagedFiltering(DecoderConfig config, WorkerPool workers, PagedKeyValues pool, StepRows rows, Activations x, bool quantise, int capacity)
    {
        (_config, _workers, _pool, _rows, _x) = (config, workers, pool, rows, x);
        _firstInput = new Activations(capacity, 2 * config.Width, quantise);
        _inner = new Activations(capacity, config.Width / 2, quantise: false);
        _secondInput = new Activations(capacity, config.Width, quantise);
        _sum = new Activations(capacity, config.Width, quantise: false);
        _filtered = new Activations(capacity, config.Width, quantise);
        _products = new MatrixWork(workers);
        _pairInputs = new RowsWork(PairInputs);
        _pairInner = new RowsWork(PairInner);
        _normalize = new RowsWork(Normalize);
    }

    public long Bytes => Buffers.Sum(buffer => buffer.Bytes);

    private Activations[] Buffers => [_firstInput, _inner, _secondInput, _sum, _filtered];

    /// <returns>What queries and keys are made of.</returns>
    public Activations Run(int layer, ManagedFilter weights)
    {
        (_layer, _weights) = (layer, weights);
        var count = _rows.Count;
        _pairInputs.Run(_workers, count);
        _products.Add(weights.First, _firstInput, _inner.Values, _inner.Stride, weights.FirstBias);
        _products.Compute(count);
        _pairInner.Run(_workers, count);
        _products.Add(weights.Second, _secondInput, _sum.Values, _sum.Stride, weights.SecondBias, add: true);
        _products.Compute(count);
        _normalize.Run(_workers, count);
        return _filtered;
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
    }

    private void PairInputs(int row)
    {
        var width = _config.Width;
        Pair(row, _x, _firstInput, stateOffset: 0, width);
        new Span<float>(_x.Row(row), width).CopyTo(new Span<float>(_sum.Row(row), width)); // the sum begins with the input itself
    }

    private void PairInner(int row) => Pair(row, _inner, _secondInput, stateOffset: _config.Width, _config.Width / 2);

    /// <summary>Puts the row before and the row side by side, and keeps the row for the position after it.</summary>
    private void Pair(int row, Activations from, Activations to, int stateOffset, int count)
    {
        var part = _rows.Parts[_rows.PartOf[row]];
        var position = _rows.Positions[row];
        var before = new Span<float>(to.Row(row), count);
        if (position == 0)
            before.Clear();
        else if (row > part.FirstRow)
            new Span<float>(from.Row(row - 1), count).CopyTo(before);
        else
            new Span<float>(State(part, position - 1) + stateOffset, count).CopyTo(before);
        var own = new Span<float>(from.Row(row), count);
        own.CopyTo(new Span<float>(to.Row(row) + count, count));
        own.CopyTo(new Span<float>(State(part, position) + stateOffset, count));
        to.Quantise(row);
    }

    private void Normalize(int row)
    {
        RowMath.Normalize(_sum.Row(row), _weights!.Norm.Values, _config.Width, (float)DecoderConfig.FilterNormEpsilon, _filtered.Row(row), _filtered.Stride);
        _filtered.Quantise(row);
    }

    private float* State(in StepRows.Part part, int position) =>
        _pool.FilterState(_layer, _rows.Block(part, position), position % PagedKeyValues.BlockTokens);
}
