using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Tensors;

/// <summary>How fast this machine multiplies matrices in fp32: the limit that training and prefill are held against.</summary>
internal static class MatrixRate
{
    private const int Square = 1024;

    /// <summary>Of square matrices, measured in a moment.</summary>
    public static double Measure() => Measure(Square, Square, Square, 6);

    /// <summary>torch's product of (rows, inputs) with (inputs, outputs), with the threads that it has now.</summary>
    /// <returns>Operations a second: the median of some times.</returns>
    public static double Measure(int rows, int inputs, int outputs, int times)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (x, w) = (ones(rows, inputs), ones(outputs, inputs)); // numbers at random would move the run's own on
        var seconds = new List<double>();
        for (var time = 0; time < times + 2; time++)
        {
            var start = Stopwatch.GetTimestamp();
            nn.functional.linear(x, w).Dispose();
            if (time >= 2) // the first are slow
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * rows * inputs * outputs / seconds.Order().ElementAt(times / 2);
    }
}
