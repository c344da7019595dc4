using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Managed;

/// <summary>A gain or bias in fp32, padded with zeros to a multiple of 16.</summary>
internal sealed unsafe class NativeVector : IDisposable
{
    private readonly NativeBuffer _values;

    public NativeVector(Tensor tensor)
    {
        var count = checked((int)tensor.numel());
        _values = new NativeBuffer(PackedMatrix.Padded(count) * (long)sizeof(float));
        new WeightRows(tensor.reshape(1, count)).ForEach((_, values) =>
            Buffer.MemoryCopy((float*)values, _values.As<float>(), _values.Bytes, count * sizeof(float)));
    }

    public long Bytes => _values.Bytes;

    public float* Values => _values.As<float>();

    public static NativeVector? Maybe(Tensor? tensor) => tensor is null ? null : new NativeVector(tensor);

    public void Dispose() => _values.Dispose();
}
