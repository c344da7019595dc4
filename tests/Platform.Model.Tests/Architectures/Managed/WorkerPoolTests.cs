using Platform.Model.Architectures.Managed;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Architectures.Managed;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_part_is_done_once_in_each_of_many_pieces_of_work(int threads)
    {
        using var pool = new WorkerPool(threads);
        var work = new Counting();

        for (var piece = 1; piece <= 300; piece++)
        {
            pool.Run(work, 1 + (piece % Counting.Parts));
            work.Done[..(1 + (piece % Counting.Parts))].ShouldAllBe(count => count == 1);
            Array.Clear(work.Done);
        }
    }

    [Fact]
    public void Helpers_that_have_gone_to_sleep_are_woken()
    {
        using var pool = new WorkerPool(3);
        var work = new Counting();
        for (var piece = 0; piece < 5; piece++)
        {
            Thread.Sleep(20); // longer than they spin
            pool.Run(work, Counting.Parts);
        }

        work.Done.ShouldAllBe(count => count == 5);
    }

    private sealed class Counting : ParallelWork
    {
        public const int Parts = 13;

        public int[] Done { get; } = new int[Parts];

        public override void Run(int part) => Interlocked.Increment(ref Done[part]);
    }
}
