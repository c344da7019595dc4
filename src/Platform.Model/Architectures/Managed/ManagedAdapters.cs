using System.Runtime.CompilerServices;
using Platform.Model.Layers;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Managed;

/// <summary>The linear maps that adapters may change, in the order of <see cref="ManagedAdapters.Names"/>.</summary>
internal enum AdaptedMap
{
    Query,
    Key,
    Value,
    Output,
    Gate,
    Up,
    Down,
}

/// <summary>Low-rank adapters by number, applied to the rows that ask for them after the map they change.</summary>
internal sealed unsafe class ManagedAdapters : IDisposable
{
    private readonly WorkerPool _workers;
    private readonly StepRows _rows;
    private readonly Dictionary<int, Dictionary<(int Layer, AdaptedMap Map), LowRankRows>> _byNumber = [];
    private readonly RowsWork _work;
    private (int Layer, AdaptedMap Map) _at;
    private Activations? _x;
    private Activations? _y;

    public ManagedAdapters(WorkerPool workers, StepRows rows)
    {
        (_workers, _rows) = (workers, rows);
        _work = new RowsWork(AddRow);
    }

    /// <summary>Names in checkpoints, below the layer.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    public long Bytes => _byNumber.Values.Sum(changes => changes.Values.Sum(change => change.Bytes));

    public bool Knows(int number) => _byNumber.ContainsKey(number);

    /// <summary>Whether any row of the step uses an adapter.</summary>
    public bool AreUsed => _byNumber.Count > 0 && _rows.UseAdapters;

    public void Set(int number, DecoderAdapter? adapter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        if (_byNumber.Remove(number, out var former))
            foreach (var change in former.Values)
                change.Dispose();
        if (adapter is not null)
            _byNumber.Add(number, adapter.Changes.ToDictionary(change => (change.Key.Layer, Map(change.Key.Map)), change => new LowRankRows(change.Value)));
    }

    /// <summary>Adds each row's change of a map to the map's result.</summary>
    public void Apply(int layer, AdaptedMap map, Activations x, Activations y)
    {
        if (!AreUsed)
            return;
        (_at, _x, _y) = ((layer, map), x, y);
        _work.Run(_workers, _rows.Count);
    }

    public void Dispose()
    {
        foreach (var change in _byNumber.Values.SelectMany(changes => changes.Values))
            change.Dispose();
    }

    private static AdaptedMap Map(string name)
    {
        for (var at = 0; at < Names.Count; at++)
            if (Names[at] == name)
                return (AdaptedMap)at;
        throw new ArgumentException($"An adapter changes '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));
    }

    private void AddRow(int row)
    {
        var number = _rows.Parts[_rows.PartOf[row]].Adapter;
        if (number != 0 && _byNumber[number].TryGetValue(_at, out var change))
            change.Add(_x!.Row(row), _y!.Row(row));
    }
}

/// <summary>One change of a map: y += scale · B · (A · x), in fp32.</summary>
internal sealed unsafe class LowRankRows : IDisposable
{
    private readonly Float32Matrix _down;
    private readonly Float32Matrix _up;

    public LowRankRows(LowRankAdapter adapter)
    {
        using var scope = NewDisposeScope();
        _down = new Float32Matrix(new WeightRows(adapter.A));
        _up = new Float32Matrix(new WeightRows(adapter.B.to(ScalarType.Float32) * adapter.Scale));
    }

    public long Bytes => _down.Bytes + _up.Bytes;

    [SkipLocalsInit]
    public void Add(float* x, float* y)
    {
        var inner = stackalloc float[_down.Rows];
        _down.MultiplyRow(x, inner, add: false);
        _up.MultiplyRow(inner, y, add: true);
    }

    public void Dispose()
    {
        _down.Dispose();
        _up.Dispose();
    }
}
