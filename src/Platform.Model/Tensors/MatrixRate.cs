using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Tensors;

/// <summary>How fast this machine multiplies matrices in fp32: the limit that training is held against.</summary>
internal static class MatrixRate
{
    private const int Size = 1024;
    private const int Times = 8;

    /// <summary>Operations a second: the median of some products of square matrices, with the threads that torch has now.</summary>
    public static double Measure()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var (a, b) = (ones(Size, Size), ones(Size, Size));
        var seconds = new List<double>();
        for (var time = 0; time < Times; time++)
        {
            var start = Stopwatch.GetTimestamp();
            a.matmul(b).Dispose();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * Size * Size * Size / seconds.Order().ElementAt(Times / 2);
    }
}
