using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Platform.Model.Architectures.Managed;

/// <summary>Work that falls into parts which may run at the same time and in any order.</summary>
internal abstract class ParallelWork
{
    public abstract void Run(int part);
}

/// <summary>
/// The caller's thread and some helpers share out the parts of one piece of work after another. Made for pieces of
/// microseconds: helpers spin between pieces, and sleep when none came for a millisecond, so that an idle engine costs nothing.
/// </summary>
/// <remarks>
/// Parts are claimed one at a time, not dealt out beforehand: a helper that the system has put aside delays only the part it
/// holds, and one that comes late finds nothing left. Not thread safe: one thread calls <see cref="Run"/>.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    private const long WorthSharing = 1 << 16; // some microseconds
    private const int SpinsBeforeSleep = 30_000; // about a millisecond of pauses

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _wake = new(0);
    private State _state;
    private ParallelWork? _work;
    private int _parts;
    private volatile bool _stopping;

    /// <param name="threads">How many threads work in all, the caller's included.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _helpers = new Thread[threads - 1];
        for (var at = 0; at < _helpers.Length; at++)
        {
            _helpers[at] = new Thread(Help) { IsBackground = true, Name = $"model worker {at + 1}" };
            _helpers[at].Start();
        }
    }

    public int Threads => _helpers.Length + 1;

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 and returns when all are done.</summary>
    /// <param name="operations">About how many multiplications all parts take: few are done sooner than handed over.</param>
    public void Run(ParallelWork work, int parts, long operations = long.MaxValue)
    {
        if (parts <= 1 || _helpers.Length == 0 || operations < WorthSharing)
        {
            for (var part = 0; part < parts; part++)
                work.Run(part);
            return;
        }

        _work = work;
        _parts = parts;
        _state.Done = 0;
        // The ticket holds a generation above the number of parts left. A helper's claim fails once the generation has moved on,
        // so that it can never take a part of the next piece while it holds the work of the last.
        var generation = (Volatile.Read(ref _state.Ticket) >> 32) + 1;
        Interlocked.Exchange(ref _state.Ticket, generation << 32 | (uint)parts);
        if (Volatile.Read(ref _state.Asleep) > 0)
            Wake();

        while (TryClaim(out var part))
            Finish(work, part);
        var spinner = 0;
        while (Volatile.Read(ref _state.Done) < parts)
            Pause(ref spinner);
        _work = null;
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Release(Math.Max(1, _helpers.Length));
        foreach (var helper in _helpers)
            helper.Join();
        _wake.Dispose();
    }

    private static void Pause(ref int spins)
    {
        // After some 50 microseconds the thread that is waited for has probably lost its core: offer it this one.
        if (++spins % 1_500 == 0)
            Thread.Yield();
        else
            Thread.SpinWait(1);
    }

    private void Wake()
    {
        var asleep = Interlocked.Exchange(ref _state.Asleep, 0);
        if (asleep > 0)
            _wake.Release(asleep);
    }

    private void Help()
    {
        var idle = 0;
        while (!_stopping)
        {
            if (TryClaim(out var part))
            {
                Finish(_work!, part);
                idle = 0;
            }
            else if (++idle < SpinsBeforeSleep)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Sleep();
                idle = 0;
            }
        }
    }

    private void Sleep()
    {
        Interlocked.Increment(ref _state.Asleep);
        // Work that came between the last look and the announcement saw no sleeper: look once more before sleeping. An
        // announcement left standing costs one needless release, and that one needless millisecond of spinning.
        if ((uint)Volatile.Read(ref _state.Ticket) == 0 && !_stopping)
            _wake.Wait();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(out int part)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _state.Ticket);
            var left = (uint)ticket;
            if (left == 0)
            {
                part = -1;
                return false;
            }

            if (Interlocked.CompareExchange(ref _state.Ticket, ticket - 1, ticket) == ticket)
            {
                part = _parts - (int)left; // ascending, so that each thread reads memory forwards
                return true;
            }
        }
    }

    private void Finish(ParallelWork work, int part)
    {
        work.Run(part);
        Interlocked.Increment(ref _state.Done);
    }

    /// <summary>Each on a cache line of its own: helpers poll the ticket while parts are counted off.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct State
    {
        [FieldOffset(128)] public long Ticket;
        [FieldOffset(256)] public int Done;
        [FieldOffset(384)] public int Asleep;
    }
}
