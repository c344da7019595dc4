namespace Platform.Model.Architectures.Managed;

/// <summary>The two branches of a feed-forward half and their product, panel by panel while both are in the cache.</summary>
internal sealed unsafe class GateWork(WorkerPool workers, Activations gate, Activations up, Activations inner, bool activateUp) : ParallelWork
{
    private PackedMatrix? _gate;
    private PackedMatrix? _up;
    private Activations? _x;
    private int _rows;
    private int _group;

    public void Run(PackedMatrix gateWeights, PackedMatrix upWeights, Activations x, int rows)
    {
        (_gate, _up, _x, _rows) = (gateWeights, upWeights, x, rows);
        _group = MatrixWork.PanelsAtOnce(gateWeights, gateWeights.Panels, workers.Threads);
        workers.Run(this, (gateWeights.Panels + _group - 1) / _group, 2L * rows * gateWeights.Rows * gateWeights.Columns);
    }

    /// <summary>The product of the branches for rows whose branches were computed before.</summary>
    public void Combine(int row)
    {
        var (activated, other) = activateUp ? (up, gate) : (gate, up);
        RowMath.Gate(activated.Row(row), other.Row(row), inner.Row(row), inner.Stride);
    }

    public override void Run(int part)
    {
        var first = part * _group;
        var end = Math.Min(first + _group, _gate!.Panels);
        _gate.Multiply(_x!, _rows, first, end, gate.Values, gate.Stride, null, add: false);
        _up!.Multiply(_x!, _rows, first, end, up.Values, up.Stride, null, add: false);
        var (column, count) = (first * PackedMatrix.PanelRows, (end - first) * PackedMatrix.PanelRows);
        for (var row = 0; row < _rows; row++)
        {
            var (activated, other) = activateUp ? (up, gate) : (gate, up);
            RowMath.Gate(activated.Row(row) + column, other.Row(row) + column, inner.Row(row) + column, count);
        }
    }
}
