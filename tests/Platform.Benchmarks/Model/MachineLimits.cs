using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Platform.Model.Architectures.Managed;

namespace Platform.Benchmarks.Model;

/// <summary>What the machine can do at most: the rate of reading memory; that of multiplying matrices is <see cref="Platform.Model.Tensors.MatrixRate"/>. Measured in the same run as what is compared with them.</summary>
internal sealed unsafe class MachineLimits : IDisposable
{
    private const long ReadBytes = 600L << 20; // far beyond every cache

    private readonly WorkerPool _workers = new(Environment.ProcessorCount);
    private readonly NativeBuffer _memory = new(ReadBytes);

    /// <summary>Best of some passes over 600 MB with all cores, with and without prefetching, in GB/s.</summary>
    public double ReadRate(int passes = 4)
    {
        var best = 0.0;
        foreach (var distance in new[] { 0, 512, 1024 })
        {
            var read = new Reading(_memory, distance);
            for (var pass = 0; pass < passes; pass++)
            {
                var start = Stopwatch.GetTimestamp();
                _workers.Run(read, Reading.Parts);
                best = Math.Max(best, ReadBytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
            }
        }

        return best;
    }

    public void Dispose()
    {
        _workers.Dispose();
        _memory.Dispose();
    }

    private sealed class Reading(NativeBuffer memory, int distance) : ParallelWork
    {
        public const int Parts = 64;

        /// <summary>Keeps the loads from being dropped as useless.</summary>
        private Vector256<byte> _seen;

        public override void Run(int part)
        {
            var bytes = ReadBytes / Parts;
            var at = memory.As<byte>() + (part * bytes);
            var (end, a, b, c, d) = ((nint)(at + bytes), Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero);
            for (; (nint)at < end; at += 128)
            {
                if (distance > 0 && Sse.IsSupported)
                {
                    Sse.Prefetch0(at + distance);
                    Sse.Prefetch0(at + distance + 64);
                }

                a |= Vector256.Load(at);
                b |= Vector256.Load(at + 32);
                c |= Vector256.Load(at + 64);
                d |= Vector256.Load(at + 96);
            }

            _seen = a | b | c | d;
        }
    }
}
