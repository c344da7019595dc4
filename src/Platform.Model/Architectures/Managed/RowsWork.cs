namespace Platform.Model.Architectures.Managed;

/// <summary>Something that is done to each row by itself.</summary>
internal sealed class RowsWork(Action<int> work) : ParallelWork
{
    private const int MostParts = 64;

    private int _rows;
    private int _atOnce;

    /// <summary>Fewer rows than <paramref name="worthSharing"/> are done by the caller: handing over costs more than a small row.</summary>
    public void Run(WorkerPool workers, int rows, int worthSharing = 2)
    {
        _rows = rows;
        _atOnce = rows < worthSharing ? rows : Math.Max(worthSharing / 2, (rows + MostParts - 1) / MostParts);
        if (rows > 0)
            workers.Run(this, (rows + _atOnce - 1) / _atOnce);
    }

    public override void Run(int part)
    {
        var end = Math.Min(_rows, (part + 1) * _atOnce);
        for (var row = part * _atOnce; row < end; row++)
            work(row);
    }
}
