using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Managed;

/// <summary>Reads the rows of a weight tensor of any number type as fp32, some at a time, so that a large one is never held twice.</summary>
internal sealed unsafe class WeightRows(Tensor tensor)
{
    private const long MostValuesAtOnce = 1 << 22;

    public int Count => checked((int)tensor.shape[0]);

    public int Columns => checked((int)tensor.shape[1]);

    /// <param name="read">Receives the number of a row and the address of its values; the address is valid only during the call.</param>
    public void ForEach(Action<int, nint> read)
    {
        var atOnce = (int)Math.Max(1, MostValuesAtOnce / Columns);
        for (var first = 0; first < Count; first += atOnce)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(atOnce, Count - first);
            var values = tensor.narrow(0, first, rows).detach().to(ScalarType.Float32).cpu().contiguous();
            fixed (byte* bytes = values.bytes)
                for (var row = 0; row < rows; row++)
                    read(first + row, (nint)((float*)bytes + ((long)row * Columns)));
        }
    }
}
