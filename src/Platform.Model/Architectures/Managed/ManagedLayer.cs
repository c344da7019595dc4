using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Managed;

/// <summary>One block's weights, packed.</summary>
internal sealed class ManagedLayer(DecoderLayerWeights weights, WeightFormat format) : IDisposable
{
    public NativeVector InputNorm { get; } = new(weights.InputNorm);

    public PackedMatrix Query { get; } = PackedMatrix.Pack(new WeightRows(weights.Query), format);

    public PackedMatrix Key { get; } = PackedMatrix.Pack(new WeightRows(weights.Key), format);

    public PackedMatrix Value { get; } = PackedMatrix.Pack(new WeightRows(weights.Value), format);

    public PackedMatrix Output { get; } = PackedMatrix.Pack(new WeightRows(weights.Output), format);

    public NativeVector? QueryBias { get; } = NativeVector.Maybe(weights.QueryBias);

    public NativeVector? KeyBias { get; } = NativeVector.Maybe(weights.KeyBias);

    public NativeVector? ValueBias { get; } = NativeVector.Maybe(weights.ValueBias);

    public NativeVector? QueryNorm { get; } = NativeVector.Maybe(weights.QueryNorm);

    public NativeVector? KeyNorm { get; } = NativeVector.Maybe(weights.KeyNorm);

    public NativeVector PostNorm { get; } = new(weights.PostNorm);

    public PackedMatrix Gate { get; } = PackedMatrix.Pack(new WeightRows(weights.Gate), format);

    public PackedMatrix Up { get; } = PackedMatrix.Pack(new WeightRows(weights.Up), format);

    public PackedMatrix Down { get; } = PackedMatrix.Pack(new WeightRows(weights.Down), format);

    public ManagedFilter? Filter { get; } = weights.Filter is { } filter ? new ManagedFilter(filter, format) : null;

    public long Bytes => Matrices.Sum(matrix => matrix.Bytes) + Vectors.Sum(vector => vector.Bytes) + (Filter?.Bytes ?? 0);

    private PackedMatrix[] Matrices => [Query, Key, Value, Output, Gate, Up, Down];

    private IEnumerable<NativeVector> Vectors =>
        new[] { InputNorm, QueryBias, KeyBias, ValueBias, QueryNorm, KeyNorm, PostNorm }.OfType<NativeVector>();

    public void Dispose()
    {
        foreach (var matrix in Matrices)
            matrix.Dispose();
        foreach (var vector in Vectors)
            vector.Dispose();
        Filter?.Dispose();
    }
}

/// <summary>Yuan's two convolutions as matrices: each meets the position before and the position itself side by side.</summary>
internal sealed class ManagedFilter(DecoderFilterWeights weights, WeightFormat format) : IDisposable
{
    /// <summary>Shape (d/2, 2·d).</summary>
    public PackedMatrix First { get; } = SideBySide(weights.First, format);

    public NativeVector FirstBias { get; } = new(weights.FirstBias);

    /// <summary>Shape (d, d).</summary>
    public PackedMatrix Second { get; } = SideBySide(weights.Second, format);

    public NativeVector SecondBias { get; } = new(weights.SecondBias);

    public NativeVector Norm { get; } = new(weights.Norm);

    public long Bytes => First.Bytes + Second.Bytes + FirstBias.Bytes + SecondBias.Bytes + Norm.Bytes;

    public void Dispose()
    {
        First.Dispose();
        FirstBias.Dispose();
        Second.Dispose();
        SecondBias.Dispose();
        Norm.Dispose();
    }

    private static PackedMatrix SideBySide(Tensor kernel, WeightFormat format)
    {
        using var scope = NewDisposeScope();
        return PackedMatrix.Pack(new WeightRows(cat([kernel.select(2, 0), kernel.select(2, 1)], 1)), format);
    }
}
