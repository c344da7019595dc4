using System.Runtime.InteropServices;

namespace Platform.Model.Architectures.Managed;

/// <summary>One or more products of activations with matrices, shared out by panels.</summary>
internal sealed unsafe class MatrixWork(WorkerPool workers) : ParallelWork
{
    private const int PartsForEachThread = 4;
    private const long MostPartBytes = 256 << 10; // a group of panels that stays in the second cache while many rows pass

    private readonly Product[] _products = new Product[3];
    private int _count;
    private int _rows;

    public void Add(PackedMatrix matrix, Activations x, float* dest, nint destStride, NativeVector? bias = null, bool add = false) =>
        _products[_count++] = new Product { Matrix = matrix, Input = x, Dest = dest, Stride = destStride, Bias = bias is null ? null : bias.Values, Add = add };

    /// <summary>Computes what was added, for the first <paramref name="rows"/> rows, and forgets it.</summary>
    public void Compute(int rows)
    {
        _rows = rows;
        var (panels, operations) = (0, 0L);
        for (var at = 0; at < _count; at++)
        {
            panels += _products[at].Matrix.Panels;
            operations += (long)rows * _products[at].Matrix.Rows * _products[at].Matrix.Columns;
        }

        var parts = 0;
        for (var at = 0; at < _count; at++)
        {
            ref var product = ref _products[at];
            product.Group = PanelsAtOnce(product.Matrix, panels, workers.Threads);
            product.FirstPart = parts;
            parts += (product.Matrix.Panels + product.Group - 1) / product.Group;
        }

        workers.Run(this, parts, operations);
        _count = 0;
    }

    public override void Run(int part)
    {
        var at = _count - 1;
        while (_products[at].FirstPart > part)
            at--;
        ref var product = ref _products[at];
        var first = (part - product.FirstPart) * product.Group;
        var end = Math.Min(first + product.Group, product.Matrix.Panels);
        product.Matrix.Multiply(product.Input, _rows, first, end, product.Dest, product.Stride, product.Bias, product.Add);
    }

    /// <summary>Panels of a part: enough parts for all threads, none larger than the cache.</summary>
    public static int PanelsAtOnce(PackedMatrix matrix, int panelsInAll, int threads)
    {
        var shared = panelsInAll / (threads * PartsForEachThread);
        var fitting = MostPartBytes / (matrix.Bytes / matrix.Panels);
        return (int)Math.Max(1, Math.Min(shared, fitting));
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Product
    {
        public PackedMatrix Matrix;
        public Activations Input;
        public float* Dest;
        public nint Stride;
        public float* Bias;
        public bool Add;
        public int FirstPart;
        public int Group;
    }
}
