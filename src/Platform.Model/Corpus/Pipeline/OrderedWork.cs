namespace Platform.Model.Corpus.Pipeline;

/// <summary>Work on a stream by several threads, in its order and with little of it in memory.</summary>
internal static class OrderedWork
{
    private const int Batch = 256;

    public static IEnumerable<TOut> Select<TIn, TOut>(IEnumerable<TIn> items, int threads, Func<TIn, TOut> work, CancellationToken cancellationToken)
    {
        foreach (var batch in items.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var done = new TOut[batch.Length];
            if (threads == 1)
            {
                for (var at = 0; at < batch.Length; at++)
                    done[at] = work(batch[at]);
            }
            else
            {
                Parallel.For(0, batch.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, at => done[at] = work(batch[at]));
            }

            foreach (var one in done)
                yield return one;
        }
    }
}
