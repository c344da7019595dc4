using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Platform.Model.Architectures.Managed;

/// <summary>Weights rounded to 8 bits, with a scale for each output.</summary>
internal sealed unsafe class Int8Matrix : PackedMatrix
{
    private readonly int _pairs;
    private readonly NativeBuffer _weights; // [panel][pair of columns][low: output 0..7, high: output 8..15 of a 16-bit lane]
    private readonly NativeBuffer _scales;

    public Int8Matrix(WeightRows source)
        : base(source.Count, source.Columns)
    {
        _pairs = (Columns + 1) / 2;
        _weights = new NativeBuffer((long)Panels * _pairs * Int8Kernel.PairBytes);
        _scales = new NativeBuffer((long)Panels * PanelRows * sizeof(float));
        source.ForEach((row, values) => Pack(row, (float*)values));
    }

    public override long Bytes => _weights.Bytes + _scales.Bytes;

    public override void ReadRow(int row, float* dest)
    {
        var from = At(row);
        var scale = _scales.As<float>()[row];
        for (var column = 0; column < Columns; column++)
            dest[column] = from[Offset(column)] * scale;
    }

    public override void Dispose()
    {
        _weights.Dispose();
        _scales.Dispose();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void MultiplyTile(Activations x, int row, int count, int panel, float* tile)
    {
        var sums = stackalloc int[Tile * PanelRows];
        Int8Kernel.Multiply(x.Quantised + ((nint)row * x.Stride), x.Stride, count, Panel(panel), _pairs, sums);
        var scales = _scales.As<float>() + ((nint)panel * PanelRows);
        var (low, high) = (Vector256.Load(scales), Vector256.Load(scales + 8));
        for (var r = 0; r < count; r++, sums += PanelRows, tile += PanelRows)
        {
            var scale = Vector256.Create(x.Scales[row + r]);
            (Vector256.ConvertToSingle(Vector256.Load(sums)) * low * scale).Store(tile);
            (Vector256.ConvertToSingle(Vector256.Load(sums + 8)) * high * scale).Store(tile + 8);
        }
    }

    /// <summary>Where a column of an output lies: outputs 0 to 7 of a panel in the even bytes of a pair, 8 to 15 in the odd ones.</summary>
    private static nint Offset(int column) => ((nint)(column / 2) * Int8Kernel.PairBytes) + (column % 2 * 2);

    private void Pack(int row, float* values)
    {
        var largest = 0f;
        for (var column = 0; column < Columns; column++)
            largest = MathF.Max(largest, MathF.Abs(values[column]));
        var to = At(row);
        for (var column = 0; column < Columns; column++)
            to[Offset(column)] = largest > 0 ? (sbyte)MathF.Round(values[column] / largest * sbyte.MaxValue) : (sbyte)0;
        _scales.As<float>()[row] = largest / sbyte.MaxValue;
    }

    private sbyte* Panel(int panel) => _weights.As<sbyte>() + ((long)panel * _pairs * Int8Kernel.PairBytes);

    private sbyte* At(int row)
    {
        var lane = row % PanelRows;
        return Panel(row / PanelRows) + (lane % 8 * 4) + (lane / 8);
    }
}
