using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Platform.Model.Architectures.Managed;

/// <summary>Rows times a panel of 16 columns in fp32: the inner loop of fp32 matrices and of attention.</summary>
/// <remarks>
/// A panel holds, for each step of depth, the 16 factors of 16 columns side by side. Every result is one chain of fused
/// multiply-adds in ascending depth whatever the number of rows, so that a sequence computes the same bits alone and in a batch.
/// </remarks>
internal static unsafe class Float32Kernel
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 16;

    /// <summary>Rows taken at once: 12 accumulators, two factors and one activation fill the 16 registers.</summary>
    public const int MostRows = 6;

    /// <summary>dest[r][0..15] (+)= Σ over depth of x[r][k] · panel[k][0..15].</summary>
    /// <param name="panelStep">Floats from one step of depth to the next: 16 in a packed panel.</param>
    /// <param name="add">Whether the sums go on from what <paramref name="dest"/> holds.</param>
    public static void Multiply(
        float* x, nint xStride, int rows, float* panel, nint panelStep, int depth, float* dest, nint destStride, bool add)
    {
        while (rows > 0)
        {
            var taken = rows switch { >= 6 => 6, >= 4 => 4, >= 2 => 2, _ => 1 };
            switch (taken)
            {
                case 6: Rows6(x, xStride, panel, panelStep, depth, dest, destStride, add); break;
                case 4: Rows4(x, xStride, panel, panelStep, depth, dest, destStride, add); break;
                case 2: Rows2(x, xStride, panel, panelStep, depth, dest, destStride, add); break;
                default: Rows1(x, panel, panelStep, depth, dest, add); break;
            }

            rows -= taken;
            x += taken * xStride;
            dest += taken * destStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows6(
        float* x, nint xStride, float* panel, nint panelStep, int depth, float* dest, nint destStride, bool add)
    {
        Vector256<float> a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = e0 = e1 = f0 = f1 = Vector256<float>.Zero;
        if (add)
        {
            Load(dest, out a0, out a1);
            Load(dest + destStride, out b0, out b1);
            Load(dest + (2 * destStride), out c0, out c1);
            Load(dest + (3 * destStride), out d0, out d1);
            Load(dest + (4 * destStride), out e0, out e1);
            Load(dest + (5 * destStride), out f0, out f1);
        }

        var x3 = x + (3 * xStride);
        for (var k = 0; k < depth; k++)
        {
            var w0 = Vector256.Load(panel);
            var w1 = Vector256.Load(panel + 8);
            var v = Vector256.Create(x[0]);
            a0 = Vector256.FusedMultiplyAdd(w0, v, a0);
            a1 = Vector256.FusedMultiplyAdd(w1, v, a1);
            v = Vector256.Create(x[xStride]);
            b0 = Vector256.FusedMultiplyAdd(w0, v, b0);
            b1 = Vector256.FusedMultiplyAdd(w1, v, b1);
            v = Vector256.Create(x[2 * xStride]);
            c0 = Vector256.FusedMultiplyAdd(w0, v, c0);
            c1 = Vector256.FusedMultiplyAdd(w1, v, c1);
            v = Vector256.Create(x3[0]);
            d0 = Vector256.FusedMultiplyAdd(w0, v, d0);
            d1 = Vector256.FusedMultiplyAdd(w1, v, d1);
            v = Vector256.Create(x3[xStride]);
            e0 = Vector256.FusedMultiplyAdd(w0, v, e0);
            e1 = Vector256.FusedMultiplyAdd(w1, v, e1);
            v = Vector256.Create(x3[2 * xStride]);
            f0 = Vector256.FusedMultiplyAdd(w0, v, f0);
            f1 = Vector256.FusedMultiplyAdd(w1, v, f1);
            x++;
            x3++;
            panel += panelStep;
        }

        Store(dest, a0, a1);
        Store(dest + destStride, b0, b1);
        Store(dest + (2 * destStride), c0, c1);
        Store(dest + (3 * destStride), d0, d1);
        Store(dest + (4 * destStride), e0, e1);
        Store(dest + (5 * destStride), f0, f1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(
        float* x, nint xStride, float* panel, nint panelStep, int depth, float* dest, nint destStride, bool add)
    {
        Vector256<float> a0, a1, b0, b1, c0, c1, d0, d1;
        a0 = a1 = b0 = b1 = c0 = c1 = d0 = d1 = Vector256<float>.Zero;
        if (add)
        {
            Load(dest, out a0, out a1);
            Load(dest + destStride, out b0, out b1);
            Load(dest + (2 * destStride), out c0, out c1);
            Load(dest + (3 * destStride), out d0, out d1);
        }

        var x3 = x + (3 * xStride);
        for (var k = 0; k < depth; k++)
        {
            var w0 = Vector256.Load(panel);
            var w1 = Vector256.Load(panel + 8);
            var v = Vector256.Create(x[0]);
            a0 = Vector256.FusedMultiplyAdd(w0, v, a0);
            a1 = Vector256.FusedMultiplyAdd(w1, v, a1);
            v = Vector256.Create(x[xStride]);
            b0 = Vector256.FusedMultiplyAdd(w0, v, b0);
            b1 = Vector256.FusedMultiplyAdd(w1, v, b1);
            v = Vector256.Create(x[2 * xStride]);
            c0 = Vector256.FusedMultiplyAdd(w0, v, c0);
            c1 = Vector256.FusedMultiplyAdd(w1, v, c1);
            v = Vector256.Create(x3[0]);
            d0 = Vector256.FusedMultiplyAdd(w0, v, d0);
            d1 = Vector256.FusedMultiplyAdd(w1, v, d1);
            x++;
            x3++;
            panel += panelStep;
        }

        Store(dest, a0, a1);
        Store(dest + destStride, b0, b1);
        Store(dest + (2 * destStride), c0, c1);
        Store(dest + (3 * destStride), d0, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(
        float* x, nint xStride, float* panel, nint panelStep, int depth, float* dest, nint destStride, bool add)
    {
        Vector256<float> a0, a1, b0, b1;
        a0 = a1 = b0 = b1 = Vector256<float>.Zero;
        if (add)
        {
            Load(dest, out a0, out a1);
            Load(dest + destStride, out b0, out b1);
        }

        for (var k = 0; k < depth; k++)
        {
            var w0 = Vector256.Load(panel);
            var w1 = Vector256.Load(panel + 8);
            var v = Vector256.Create(x[0]);
            a0 = Vector256.FusedMultiplyAdd(w0, v, a0);
            a1 = Vector256.FusedMultiplyAdd(w1, v, a1);
            v = Vector256.Create(x[xStride]);
            b0 = Vector256.FusedMultiplyAdd(w0, v, b0);
            b1 = Vector256.FusedMultiplyAdd(w1, v, b1);
            x++;
            panel += panelStep;
        }

        Store(dest, a0, a1);
        Store(dest + destStride, b0, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float* x, float* panel, nint panelStep, int depth, float* dest, bool add)
    {
        var a0 = Vector256<float>.Zero;
        var a1 = Vector256<float>.Zero;
        if (add)
            Load(dest, out a0, out a1);
        for (var k = 0; k < depth; k++)
        {
            var v = Vector256.Create(x[k]);
            a0 = Vector256.FusedMultiplyAdd(Vector256.Load(panel), v, a0);
            a1 = Vector256.FusedMultiplyAdd(Vector256.Load(panel + 8), v, a1);
            panel += panelStep;
        }

        Store(dest, a0, a1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* from, out Vector256<float> low, out Vector256<float> high)
    {
        low = Vector256.Load(from);
        high = Vector256.Load(from + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, Vector256<float> low, Vector256<float> high)
    {
        low.Store(to);
        high.Store(to + 8);
    }
}
