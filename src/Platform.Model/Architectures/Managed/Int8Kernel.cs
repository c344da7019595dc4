using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Platform.Model.Architectures.Managed;

/// <summary>Rows of 16-bit activations times a panel of 16 columns of 8-bit weights, summed exactly in 32 bits.</summary>
/// <remarks>
/// A panel holds, for each pair of depths, the two weights of 16 columns side by side: 32 bytes. Activations are 16 and not 8
/// bits wide: on AVX2 that costs nothing (the 8-bit multiply needs a second one to widen its sums, and saturates), and
/// quantising them is then no source of error. Sums are exact, so the order and the number of rows do not matter.
/// With AVX-VNNI one instruction multiplies and adds; results are the same bits.
/// </remarks>
internal static unsafe class Int8Kernel
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 16;

    /// <summary>Bytes of a panel for each pair of depths.</summary>
    public const int PairBytes = 2 * Width;

    private const int PrefetchBytes = 1024;

    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>Whether the one-instruction form is there. The choice is the just-in-time compiler's, not a branch in the loop.</summary>
    public static bool IsVnni => AvxVnni.IsSupported;

    /// <summary>sums[r][0..15] = Σ over pairs p of x[r][2p] · panel[p][·][0] + x[r][2p+1] · panel[p][·][1].</summary>
    /// <param name="xStride">16-bit numbers from row to row.</param>
    /// <param name="rows">1 to 4.</param>
    /// <param name="sums">16 numbers a row, one row after another.</param>
    public static void Multiply(short* x, nint xStride, int rows, sbyte* panel, int pairs, int* sums)
    {
        switch (rows)
        {
            case 4: Rows4((int*)x, xStride / 2, panel, pairs, sums); break;
            case 3: Rows3((int*)x, xStride / 2, panel, pairs, sums); break;
            case 2: Rows2((int*)x, xStride / 2, panel, pairs, sums); break;
            default: Rows1((int*)x, panel, pairs, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(int* x, nint xStride, sbyte* panel, int pairs, int* sums)
    {
        Vector256<int> a0, a1, b0, b1, c0, c1, d0, d1;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = Vector256<int>.Zero;
        var x3 = x + (3 * xStride);
        for (var p = 0; p < pairs; p++)
        {
            Widen(panel, out var w0, out var w1);
            var v = Vector256.Create(x[0]).AsInt16();
            a0 = Add(a0, w0, v);
            a1 = Add(a1, w1, v);
            v = Vector256.Create(x[xStride]).AsInt16();
            b0 = Add(b0, w0, v);
            b1 = Add(b1, w1, v);
            v = Vector256.Create(x[2 * xStride]).AsInt16();
            c0 = Add(c0, w0, v);
            c1 = Add(c1, w1, v);
            v = Vector256.Create(x3[0]).AsInt16();
            d0 = Add(d0, w0, v);
            d1 = Add(d1, w1, v);
            x++;
            x3++;
            panel += PairBytes;
        }

        Store(sums, a0, a1);
        Store(sums + 16, b0, b1);
        Store(sums + 32, c0, c1);
        Store(sums + 48, d0, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows3(int* x, nint xStride, sbyte* panel, int pairs, int* sums)
    {
        Vector256<int> a0, a1, b0, b1, c0, c1;
        a0 = a1 = b0 = b1 = c0 = c1 = Vector256<int>.Zero;
        for (var p = 0; p < pairs; p++)
        {
            Widen(panel, out var w0, out var w1);
            Sse.Prefetch0(panel + PrefetchBytes);
            var v = Vector256.Create(x[0]).AsInt16();
            a0 = Add(a0, w0, v);
            a1 = Add(a1, w1, v);
            v = Vector256.Create(x[xStride]).AsInt16();
            b0 = Add(b0, w0, v);
            b1 = Add(b1, w1, v);
            v = Vector256.Create(x[2 * xStride]).AsInt16();
            c0 = Add(c0, w0, v);
            c1 = Add(c1, w1, v);
            x++;
            panel += PairBytes;
        }

        Store(sums, a0, a1);
        Store(sums + 16, b0, b1);
        Store(sums + 32, c0, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(int* x, nint xStride, sbyte* panel, int pairs, int* sums)
    {
        Vector256<int> a0, a1, b0, b1;
        a0 = a1 = b0 = b1 = Vector256<int>.Zero;
        for (var p = 0; p < pairs; p++)
        {
            Widen(panel, out var w0, out var w1);
            Sse.Prefetch0(panel + PrefetchBytes);
            var v = Vector256.Create(x[0]).AsInt16();
            a0 = Add(a0, w0, v);
            a1 = Add(a1, w1, v);
            v = Vector256.Create(x[xStride]).AsInt16();
            b0 = Add(b0, w0, v);
            b1 = Add(b1, w1, v);
            x++;
            panel += PairBytes;
        }

        Store(sums, a0, a1);
        Store(sums + 16, b0, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(int* x, sbyte* panel, int pairs, int* sums)
    {
        Vector256<int> a0, a1, b0, b1;
        a0 = a1 = b0 = b1 = Vector256<int>.Zero;
        var p = 0;
        for (; p + 1 < pairs; p += 2) // one cache line a turn: the loop that reads all weights for one token
        {
            Sse.Prefetch0(panel + PrefetchBytes);
            var v = Vector256.Create(x[p]).AsInt16();
            Widen(panel, out var w0, out var w1);
            a0 = Add(a0, w0, v);
            a1 = Add(a1, w1, v);
            v = Vector256.Create(x[p + 1]).AsInt16();
            Widen(panel + PairBytes, out w0, out w1);
            b0 = Add(b0, w0, v);
            b1 = Add(b1, w1, v);
            panel += 2 * PairBytes;
        }

        if (p < pairs)
        {
            var v = Vector256.Create(x[p]).AsInt16();
            Widen(panel, out var w0, out var w1);
            a0 = Add(a0, w0, v);
            a1 = Add(a1, w1, v);
        }

        Store(sums, a0 + b0, a1 + b1);
    }

    /// <summary>Weights of columns 0 to 7 lie in the low bytes of 16-bit lanes, those of 8 to 15 in the high bytes: shifts widen them, which run beside the multiplications.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(sbyte* panel, out Vector256<short> low, out Vector256<short> high)
    {
        var both = Vector256.Load((short*)panel);
        low = both << 8 >> 8;
        high = both >> 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<short> weights, Vector256<short> activations) =>
        AvxVnni.IsSupported
            ? AvxVnni.MultiplyWideningAndAdd(sum, weights, activations)
            : sum + Avx2.MultiplyAddAdjacent(weights, activations);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int* to, Vector256<int> low, Vector256<int> high)
    {
        low.Store(to);
        high.Store(to + 8);
    }
}
