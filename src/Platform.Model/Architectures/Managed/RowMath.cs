using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Platform.Model.Architectures.Managed;

/// <summary>What is done to one row of activations between the matrices. Lengths are multiples of 8: rows are padded with zeros.</summary>
/// <remarks>Compiled to the end at once: a first answer should not wait for the runtime to notice which loops are hot.</remarks>
internal static unsafe class RowMath
{
    private const int Lanes = 8;

    /// <summary>dest = x / rms(x) · gain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, float* gain, int count, float epsilon, float* dest, int paddedCount)
    {
        var squares = Vector256<float>.Zero;
        for (var i = 0; i < paddedCount; i += Lanes)
        {
            var v = Vector256.Load(x + i);
            squares = Vector256.FusedMultiplyAdd(v, v, squares);
        }

        var scale = Vector256.Create(1 / MathF.Sqrt((Vector256.Sum(squares) / count) + epsilon));
        for (var i = 0; i < paddedCount; i += Lanes)
            (Vector256.Load(x + i) * scale * Vector256.Load(gain + i)).Store(dest + i);
    }

    /// <summary>The same for a head, whose size need not be a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NormalizeHead(float* x, float* gain, int count, float epsilon)
    {
        var (i, squares) = (0, Vector256<float>.Zero);
        for (; i + Lanes <= count; i += Lanes)
        {
            var v = Vector256.Load(x + i);
            squares = Vector256.FusedMultiplyAdd(v, v, squares);
        }

        var sum = Vector256.Sum(squares);
        for (; i < count; i++)
            sum += x[i] * x[i];
        var scale = 1 / MathF.Sqrt((sum / count) + epsilon);
        for (i = 0; i + Lanes <= count; i += Lanes)
            (Vector256.Load(x + i) * scale * Vector256.Load(gain + i)).Store(x + i);
        for (; i < count; i++)
            x[i] = x[i] * scale * gain[i];
    }

    /// <summary>Rounds a row to whole numbers of at most <paramref name="limit"/>, and gives what one of them stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantise(float* x, int paddedCount, float limit, short* dest)
    {
        var largest = Vector256<float>.Zero;
        for (var i = 0; i < paddedCount; i += Lanes)
            largest = Vector256.Max(largest, Vector256.Abs(Vector256.Load(x + i)));
        var most = 0f;
        for (var lane = 0; lane < Lanes; lane++)
            most = MathF.Max(most, largest[lane]);
        var factor = Vector256.Create(most > 0 ? limit / most : 0);
        for (var i = 0; i < paddedCount; i += 2 * Lanes)
        {
            var low = Avx.ConvertToVector256Int32(Vector256.Load(x + i) * factor);
            var high = Avx.ConvertToVector256Int32(Vector256.Load(x + i + Lanes) * factor);
            // packing works within halves of a register: the permutation puts the quarters back in order
            Avx2.Permute4x64(Avx2.PackSignedSaturate(low, high).AsInt64(), 0b11_01_10_00).AsInt16().Store(dest + i);
        }

        return most / limit;
    }

    /// <summary>dest = silu(activated) · other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate(float* activated, float* other, float* dest, int count)
    {
        for (var i = 0; i < count; i += Lanes)
        {
            var x = Vector256.Load(activated + i);
            (x / (Vector256<float>.One + Exp(-x)) * Vector256.Load(other + i)).Store(dest + i);
        }
    }

    /// <summary>Turns each pair (i, i + half) of a head by the angles of its position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(float* head, float* cosines, float* sines, int half)
    {
        var i = 0;
        for (; i + Lanes <= half; i += Lanes)
        {
            var (x, y) = (Vector256.Load(head + i), Vector256.Load(head + half + i));
            var (c, s) = (Vector256.Load(cosines + i), Vector256.Load(sines + i));
            ((x * c) - (y * s)).Store(head + i);
            ((y * c) + (x * s)).Store(head + half + i);
        }

        for (; i < half; i++)
        {
            var (x, y) = (head[i], head[half + i]);
            head[i] = (x * cosines[i]) - (y * sines[i]);
            head[half + i] = (y * cosines[i]) + (x * sines[i]);
        }
    }

    /// <summary>e to the power of each lane within 2 units of the last place; exactly 0 below -87, so that what is masked weighs nothing.</summary>
    /// <remarks>Range reduction by ln 2 in two parts and a polynomial of degree 6. Source: Moshier, Cephes mathematical library, expf.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var tiny = Vector256.LessThan(x, Vector256.Create(-87f));
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-87f)), Vector256.Create(88f));
        var n = Vector256.Round(x * Vector256.Create(1.44269504f));
        x = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        x = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), x);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, x, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, x * x, x + Vector256<float>.One);
        var power = (Vector256.ConvertToInt32(n) + Vector256.Create(127)) << 23;
        return Vector256.AndNot(p * power.AsSingle(), tiny);
    }
}
