using Platform.Model.Architectures.Managed;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Platform.Model.Tests.Architectures.Managed;

public sealed class PackedMatrixTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(16, 32, 1)]
    [InlineData(17, 33, 2)]
    [InlineData(40, 129, 3)]
    [InlineData(48, 100, 5)]
    [InlineData(31, 7, 40)]
    public unsafe void Products_are_those_of_plain_loops_whatever_the_sizes(int outputs, int inputs, int rows)
    {
        using var scope = NewDisposeScope();
        var weights = randn(outputs, inputs);
        var biasTensor = randn(outputs);
        using var bias = new NativeVector(biasTensor);
        foreach (var format in Int8Kernel.IsSupported ? new[] { WeightFormat.Float32, WeightFormat.Int8 } : [WeightFormat.Float32])
        {
            using var matrix = PackedMatrix.Pack(new WeightRows(weights), format);
            using var x = new Activations(rows, inputs, quantise: format == WeightFormat.Int8);
            var kept = new float[outputs, inputs]; // the weights as the matrix keeps them, rounded where it rounds
            fixed (float* row = new float[inputs])
                for (var o = 0; o < outputs; o++)
                {
                    matrix.ReadRow(o, row);
                    for (var i = 0; i < inputs; i++)
                        kept[o, i] = row[i];
                }

            var random = new Random(1);
            for (var r = 0; r < rows; r++)
            {
                for (var i = 0; i < inputs; i++)
                    x.Row(r)[i] = (float)(random.NextDouble() - 0.5);
                x.Quantise(r);
            }

            var dest = new float[(rows * outputs) + 1];
            Array.Fill(dest, 3f);
            fixed (float* to = dest)
                matrix.Multiply(x, rows, 0, matrix.Panels, to, outputs, bias.Values, add: true);

            for (var r = 0; r < rows; r++)
                for (var o = 0; o < outputs; o++)
                {
                    var expected = 3.0 + biasTensor[o].item<float>();
                    for (var i = 0; i < inputs; i++)
                        expected += (double)x.Row(r)[i] * kept[o, i];
                    dest[(r * outputs) + o].ShouldBe((float)expected, 2e-3f);
                }

            dest[^1].ShouldBe(3f); // nothing is written beyond the last output
        }
    }

    [Fact]
    public unsafe void Rounding_to_8_bits_errs_by_half_a_step_at_most()
    {
        using var scope = NewDisposeScope();
        var weights = randn(20, 50);
        using var matrix = PackedMatrix.Pack(new WeightRows(weights), WeightFormat.Int8);

        fixed (float* row = new float[50])
            for (var o = 0; o < 20; o++)
            {
                matrix.ReadRow(o, row);
                var halfStep = weights[o].abs().max().item<float>() / 127 / 2;
                for (var i = 0; i < 50; i++)
                    row[i].ShouldBe(weights[o, i].item<float>(), halfStep * 1.001f);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(513)]
    public unsafe void Sums_of_the_largest_products_do_not_overflow(int pairs)
    {
        Assert.SkipUnless(Int8Kernel.IsSupported, "This processor has no AVX2.");
        var limit = Math.Min(short.MaxValue, int.MaxValue / (127 * 2 * pairs));
        var x = new short[4 * 2 * pairs];
        var panel = new sbyte[pairs * Int8Kernel.PairBytes];
        var sums = new int[4 * Int8Kernel.Width];
        Array.Fill(x, (short)-limit);
        Array.Fill(panel, (sbyte)127);

        for (var rows = 1; rows <= 4; rows++)
        {
            fixed (short* from = x)
            fixed (sbyte* weights = panel)
            fixed (int* to = sums)
                Int8Kernel.Multiply(from, 2 * pairs, rows, weights, pairs, to);

            sums[..(rows * Int8Kernel.Width)].ShouldAllBe(sum => sum == -limit * 127 * 2 * pairs);
        }
    }

    [Fact]
    public void The_exponential_is_right_to_a_millionth_and_nothing_is_left_of_what_is_masked()
    {
        for (var x = -86f; x < 80; x += 0.37f)
            RowMath.Exp(System.Runtime.Intrinsics.Vector256.Create(x))[3].ShouldBe(MathF.Exp(x), MathF.Exp(x) * 1e-6f);
        RowMath.Exp(System.Runtime.Intrinsics.Vector256.Create(float.NegativeInfinity))[0].ShouldBe(0);
    }
}
