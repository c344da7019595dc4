namespace Platform.Model.Corpus.Duplicates;

/// <summary>Groups that grow together (union-find). Several threads may join at once; the smallest number stands for its group.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    public int Find(int item)
    {
        while (true)
        {
            var parent = Volatile.Read(ref _parents[item]);
            if (parent == item)
                return item;
            var above = Volatile.Read(ref _parents[parent]);
            Interlocked.CompareExchange(ref _parents[item], above, parent); // halves the way for those who come after
            item = above;
        }
    }

    public void Join(int one, int other)
    {
        while (true)
        {
            (one, other) = (Find(one), Find(other));
            if (one == other)
                return;
            if (one > other)
                (one, other) = (other, one);
            if (Interlocked.CompareExchange(ref _parents[other], one, other) == other)
                return;
        }
    }
}
