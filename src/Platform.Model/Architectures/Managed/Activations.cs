namespace Platform.Model.Architectures.Managed;

/// <summary>Rows that go into a matrix: in fp32 and, for quantised weights, rounded to 16 bits with a scale for each row.</summary>
/// <remarks>Rows are padded with zeros to a multiple of 16, so that no kernel has a remainder to deal with.</remarks>
internal sealed unsafe class Activations : IDisposable
{
    private readonly NativeBuffer _values;
    private readonly NativeBuffer? _quantised;
    private readonly NativeBuffer? _scales;
    private readonly float _limit;

    public Activations(int rows, int columns, bool quantise)
    {
        Columns = columns;
        Stride = PackedMatrix.Padded(columns);
        _values = new NativeBuffer((long)rows * Stride * sizeof(float));
        if (!quantise)
            return;

        _quantised = new NativeBuffer((long)rows * Stride * sizeof(short));
        _scales = new NativeBuffer(rows * (long)sizeof(float));
        // The largest whole number for which a sum over all columns with weights of 127 stays within 32 bits.
        _limit = Math.Min(short.MaxValue, int.MaxValue / (sbyte.MaxValue * columns));
    }

    public int Columns { get; }

    /// <summary>Elements from row to row, in either form.</summary>
    public int Stride { get; }

    public float* Values => _values.As<float>();

    public short* Quantised => _quantised is { } buffer ? buffer.As<short>() : null;

    public float* Scales => _scales is { } buffer ? buffer.As<float>() : null;

    public long Bytes => _values.Bytes + (_quantised?.Bytes ?? 0) + (_scales?.Bytes ?? 0);

    public float* Row(int row) => Values + ((nint)row * Stride);

    /// <summary>Makes the 16-bit form of a row, where there is one.</summary>
    public void Quantise(int row)
    {
        if (_quantised is not null)
            Scales[row] = RowMath.Quantise(Row(row), Stride, _limit, Quantised + ((nint)row * Stride));
    }

    public void Dispose()
    {
        _values.Dispose();
        _quantised?.Dispose();
        _scales?.Dispose();
    }
}
