namespace Platform.Model.Architectures.Managed;

/// <summary>Weights as they are, in fp32.</summary>
internal sealed unsafe class Float32Matrix : PackedMatrix
{
    private readonly NativeBuffer _weights; // [panel][column][16]

    public Float32Matrix(WeightRows source)
        : base(source.Count, source.Columns)
    {
        _weights = new NativeBuffer((long)Panels * Columns * PanelRows * sizeof(float));
        source.ForEach((row, values) =>
        {
            var to = At(row);
            for (var column = 0; column < Columns; column++)
                to[column * PanelRows] = ((float*)values)[column];
        });
    }

    public override long Bytes => _weights.Bytes;

    public override void ReadRow(int row, float* dest)
    {
        var from = At(row);
        for (var column = 0; column < Columns; column++)
            dest[column] = from[column * PanelRows];
    }

    /// <summary>The product with one row, in fp32 whatever else the row is kept as.</summary>
    public void MultiplyRow(float* x, float* dest, bool add)
    {
        var tile = stackalloc float[PanelRows];
        for (var first = 0; first < Rows; first += PanelRows)
        {
            Float32Kernel.Multiply(x, 0, 1, At(first), PanelRows, Columns, tile, PanelRows, add: false);
            for (var i = 0; i < Math.Min(PanelRows, Rows - first); i++)
                dest[first + i] = add ? dest[first + i] + tile[i] : tile[i];
        }
    }

    public override void Dispose() => _weights.Dispose();

    protected override void MultiplyTile(Activations x, int row, int count, int panel, float* tile) =>
        Float32Kernel.Multiply(x.Row(row), x.Stride, count, At(panel * PanelRows), PanelRows, Columns, tile, PanelRows, add: false);

    private float* At(int row) => _weights.As<float>() + ((long)(row / PanelRows) * Columns * PanelRows) + (row % PanelRows);
}
