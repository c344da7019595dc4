using Platform.Model.Layers;

namespace Platform.Model.Architectures.Managed;

/// <summary>The buffers of a step and what happens in them between the weights.</summary>
/// <remarks>Shapes: N rows, d width, H query heads, K key/value heads, D head size, f feed-forward width.</remarks>
internal sealed unsafe class ManagedPass : IDisposable
{
    private readonly DecoderConfig _config;
    private readonly WorkerPool _workers;
    private readonly PagedKeyValues _pool;
    private readonly StepRows _rows;
    private readonly float[] _frequencies;
    private readonly Activations _stream; // (N, d), the residual stream
    private readonly Activations _normed; // (N, d)
    private readonly Activations _queries; // (N, H·D)
    private readonly Activations _keys; // (N, K·D)
    private readonly Activations _values; // (N, K·D)
    private readonly Activations _mixed; // (N, H·D)
    private readonly Activations _gate; // (N, f)
    private readonly Activations _up; // (N, f)
    private readonly Activations _inner; // (N, f)
    private readonly Activations _cosines; // (N, D/2)
    private readonly Activations _sines; // (N, D/2)
    private readonly MatrixWork _products;
    private readonly GateWork _gating;
    private readonly PagedAttention _attention;
    private readonly ManagedFiltering? _filtering;
    private readonly ManagedAdapters _adapters;
    private readonly RowsWork _embed;
    private readonly RowsWork _normalize;
    private readonly RowsWork _turn;
    private readonly RowsWork _roundMixed;
    private readonly RowsWork _roundInner;
    private readonly RowsWork _combine;
    private readonly RowsWork _finish;
    private PackedMatrix? _embedding;
    private NativeVector? _norm;
    private ManagedLayer? _weights;
    private int _layer;

    public ManagedPass(DecoderConfig config, WorkerPool workers, PagedKeyValues pool, StepRows rows, ManagedAdapters adapters, bool quantise, int capacity)
    {
        (_config, _workers, _pool, _rows, _adapters) = (config, workers, pool, rows, adapters);
        _frequencies = RotaryEmbedding.Frequencies(config.HeadSize, config.RotaryBase, config.RotaryScaling);
        Activations Buffer(int columns, bool rounded = false) => new(capacity, columns, rounded && quantise);
        int heads = config.QueryHeads * config.HeadSize, keyValues = config.KeyValueHeads * config.HeadSize;
        _stream = Buffer(config.Width);
        _normed = Buffer(config.Width, rounded: true);
        _queries = Buffer(heads);
        _keys = Buffer(keyValues);
        _values = Buffer(keyValues);
        _mixed = Buffer(heads, rounded: true);
        _gate = Buffer(config.FeedForwardWidth);
        _up = Buffer(config.FeedForwardWidth);
        _inner = Buffer(config.FeedForwardWidth, rounded: true);
        _cosines = Buffer(config.HeadSize / 2);
        _sines = Buffer(config.HeadSize / 2);
        _products = new MatrixWork(workers);
        _gating = new GateWork(workers, _gate, _up, _inner, activateUp: config.Family == DecoderFamily.Yuan);
        _attention = new PagedAttention(config, pool, rows)
        {
            Queries = _queries.Values,
            QueryStride = _queries.Stride,
            Mixed = _mixed.Values,
            MixedStride = _mixed.Stride,
        };
        _filtering = config.LocalizedFilter ? new ManagedFiltering(config, workers, pool, rows, _normed, quantise, capacity) : null;
        _embed = new RowsWork(Embed);
        _normalize = new RowsWork(Normalize);
        _turn = new RowsWork(Turn);
        _roundMixed = new RowsWork(_mixed.Quantise);
        _roundInner = new RowsWork(_inner.Quantise);
        _combine = new RowsWork(_gating.Combine);
        _finish = new RowsWork(Finish);
        Quantises = quantise;
    }

    public long Bytes => Buffers.Sum(buffer => buffer.Bytes) + (_filtering?.Bytes ?? 0);

    private bool Quantises { get; }

    private Activations[] Buffers => [_stream, _normed, _queries, _keys, _values, _mixed, _gate, _up, _inner, _cosines, _sines];

    /// <summary>Looks up the rows' tokens and the angles of their positions.</summary>
    public void Begin(PackedMatrix embedding)
    {
        _embedding = embedding;
        _embed.Run(_workers, _rows.Count);
        _attention.Plan();
    }

    public void Layer(int layer, ManagedLayer weights)
    {
        (_layer, _weights, _attention.Layer) = (layer, weights, layer);
        var count = _rows.Count;
        Normalized(weights.InputNorm);
        var filtered = _filtering?.Run(layer, weights.Filter!) ?? _normed;
        _products.Add(weights.Query, filtered, _queries.Values, _queries.Stride, weights.QueryBias);
        _products.Add(weights.Key, filtered, _keys.Values, _keys.Stride, weights.KeyBias);
        _products.Add(weights.Value, _normed, _values.Values, _values.Stride, weights.ValueBias);
        _products.Compute(count);
        _adapters.Apply(layer, AdaptedMap.Query, filtered, _queries);
        _adapters.Apply(layer, AdaptedMap.Key, filtered, _keys);
        _adapters.Apply(layer, AdaptedMap.Value, _normed, _values);
        _turn.Run(_workers, count);
        _workers.Run(_attention, _attention.Parts, _attention.Operations);
        Rounded(_roundMixed);
        _products.Add(weights.Output, _mixed, _stream.Values, _stream.Stride, add: true);
        _products.Compute(count);
        _adapters.Apply(layer, AdaptedMap.Output, _mixed, _stream);

        Normalized(weights.PostNorm);
        if (_adapters.AreUsed)
            AdaptedBranches(layer, weights);
        else
            _gating.Run(weights.Gate, weights.Up, _normed, count);
        Rounded(_roundInner);
        _products.Add(weights.Down, _inner, _stream.Values, _stream.Stride, add: true);
        _products.Compute(count);
        _adapters.Apply(layer, AdaptedMap.Down, _inner, _stream);
    }

    /// <summary>Writes the wanted rows: logits where a head is given, else the normalized states.</summary>
    public void Finish(NativeVector norm, PackedMatrix? head, float* results, int width)
    {
        var wanted = _rows.Wanted.Count;
        if (wanted == 0)
            return;

        _norm = norm;
        _finish.Run(_workers, wanted);
        if (head is not null)
        {
            _products.Add(head, _normed, results, width);
            _products.Compute(wanted);
            return;
        }

        for (var row = 0; row < wanted; row++)
            new Span<float>(_normed.Row(row), width).CopyTo(new Span<float>(results + ((nint)row * width), width));
    }

    public void Dispose()
    {
        foreach (var buffer in Buffers)
            buffer.Dispose();
        _filtering?.Dispose();
    }

    /// <summary>The branches whole, then their changes, then their product: what is otherwise done panel by panel.</summary>
    private void AdaptedBranches(int layer, ManagedLayer weights)
    {
        _products.Add(weights.Gate, _normed, _gate.Values, _gate.Stride);
        _products.Add(weights.Up, _normed, _up.Values, _up.Stride);
        _products.Compute(_rows.Count);
        _adapters.Apply(layer, AdaptedMap.Gate, _normed, _gate);
        _adapters.Apply(layer, AdaptedMap.Up, _normed, _up);
        _combine.Run(_workers, _rows.Count);
    }

    private void Normalized(NativeVector gain)
    {
        _norm = gain;
        _normalize.Run(_workers, _rows.Count, worthSharing: 8);
    }

    private void Rounded(RowsWork work)
    {
        if (Quantises)
            work.Run(_workers, _rows.Count, worthSharing: 8);
    }

    private void Embed(int row)
    {
        _embedding!.ReadRow(_rows.Tokens[row], _stream.Row(row));
        var cosines = _cosines.Row(row);
        var sines = _sines.Row(row);
        for (var i = 0; i < _frequencies.Length; i++)
            (sines[i], cosines[i]) = MathF.SinCos(_rows.Positions[row] * _frequencies[i]);
    }

    private void Normalize(int row)
    {
        RowMath.Normalize(_stream.Row(row), _norm!.Values, _config.Width, (float)_config.NormEpsilon, _normed.Row(row), _normed.Stride);
        _normed.Quantise(row);
    }

    /// <summary>The final norm of the wanted rows, which move to the front.</summary>
    private void Finish(int row)
    {
        RowMath.Normalize(_stream.Row(_rows.Wanted[row]), _norm!.Values, _config.Width, (float)_config.NormEpsilon, _normed.Row(row), _normed.Stride);
        _normed.Quantise(row);
    }

    /// <summary>Norms and turns a row's queries and keys, and writes keys and values to the pool.</summary>
    private void Turn(int row)
    {
        var (size, epsilon) = (_config.HeadSize, (float)_config.NormEpsilon);
        var cosines = _cosines.Row(row);
        var sines = _sines.Row(row);
        for (var head = 0; head < _config.QueryHeads; head++)
        {
            var query = _queries.Row(row) + (head * size);
            if (_weights!.QueryNorm is { } norm)
                RowMath.NormalizeHead(query, norm.Values, size, epsilon);
            RowMath.Turn(query, cosines, sines, size / 2);
        }

        var position = _rows.Positions[row];
        var block = _rows.Block(_rows.Parts[_rows.PartOf[row]], position);
        for (var head = 0; head < _config.KeyValueHeads; head++)
        {
            var key = _keys.Row(row) + (head * size);
            var value = _values.Row(row) + (head * size);
            if (_weights!.KeyNorm is { } norm)
                RowMath.NormalizeHead(key, norm.Values, size, epsilon);
            RowMath.Turn(key, cosines, sines, size / 2);
            _pool.Write(_layer, block, position % PagedKeyValues.BlockTokens, head, key, value, size);
        }
    }
}
