using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Platform.Model.Architectures.Managed;

/// <summary>How the managed engine keeps weights.</summary>
internal enum WeightFormat
{
    Float32,

    /// <summary>Whole numbers of 8 bits with one fp32 scale a row.</summary>
    Int8,
}

/// <summary>A weight matrix of shape (out, in), packed into panels of 16 outputs in the order in which the kernels read it.</summary>
internal abstract unsafe class PackedMatrix(int rows, int columns) : IDisposable
{
    /// <summary>Outputs of a panel.</summary>
    public const int PanelRows = 16;

    /// <summary>Rows of activations computed at once.</summary>
    protected const int Tile = 4;

    /// <summary>Outputs.</summary>
    public int Rows => rows;

    /// <summary>Inputs.</summary>
    public int Columns => columns;

    public int Panels => (rows + PanelRows - 1) / PanelRows;

    public abstract long Bytes { get; }

    public static int Padded(int count) => (count + 15) & ~15;

    public static PackedMatrix Pack(WeightRows source, WeightFormat format) =>
        format == WeightFormat.Int8 ? new Int8Matrix(source) : new Float32Matrix(source);

    /// <summary>Computes the outputs of panels from <paramref name="panel"/> to <paramref name="end"/> - 1 for the first <paramref name="count"/> rows of <paramref name="x"/>.</summary>
    /// <param name="bias">One number for each output, padded to whole panels, or null.</param>
    /// <param name="add">Whether results are added to <paramref name="dest"/> or replace it.</param>
    public void Multiply(Activations x, int count, int panel, int end, float* dest, nint destStride, float* bias, bool add)
    {
        // Few rows: each panel is read once from memory and then meets all rows. Many: some rows stay in the first cache
        // and meet a group of panels that stays in the second.
        if (count <= 8 * Tile)
        {
            for (; panel < end; panel++)
                for (var row = 0; row < count; row += Tile)
                    MultiplyTile(x, row, Math.Min(Tile, count - row), panel, dest, destStride, bias, add);
            return;
        }

        for (var row = 0; row < count; row += Tile)
            for (var at = panel; at < end; at++)
                MultiplyTile(x, row, Math.Min(Tile, count - row), at, dest, destStride, bias, add);
    }

    /// <summary>Writes one row of the matrix as fp32: what an embedding is.</summary>
    public abstract void ReadRow(int row, float* dest);

    public abstract void Dispose();

    /// <param name="tile">Receives up to 4 rows of 16 results.</param>
    protected abstract void MultiplyTile(Activations x, int row, int count, int panel, float* tile);

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTile(Activations x, int row, int count, int panel, float* dest, nint destStride, float* bias, bool add)
    {
        var tile = stackalloc float[Tile * PanelRows];
        MultiplyTile(x, row, count, panel, tile);
        var first = panel * PanelRows;
        var (low, high) = bias is null ? default : (Vector256.Load(bias + first), Vector256.Load(bias + first + 8));
        dest += (row * destStride) + first;
        for (var r = 0; r < count; r++, dest += destStride, tile += PanelRows)
        {
            var (a, b) = (Vector256.Load(tile), Vector256.Load(tile + 8));
            if (bias is not null)
                (a, b) = (a + low, b + high);
            if (first + PanelRows > rows)
            {
                a.Store(tile);
                b.Store(tile + 8);
                for (var i = 0; first + i < rows; i++)
                    dest[i] = add ? dest[i] + tile[i] : tile[i];
                continue;
            }

            if (add)
                (a, b) = (a + Vector256.Load(dest), b + Vector256.Load(dest + 8));
            a.Store(dest);
            b.Store(dest + 8);
        }
    }
}
