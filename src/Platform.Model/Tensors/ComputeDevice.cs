using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Tensors;

/// <summary>Where tensors live and in which number type a model computes.</summary>
/// <param name="Index">Of a CUDA device; -1 for the processor.</param>
public readonly record struct ComputeDevice(int Index)
{
    public static ComputeDevice Processor { get; } = new(-1);

    public bool IsCuda => Index >= 0;

    internal Device Torch => IsCuda ? torch.device(DeviceType.CUDA, Index) : CPU;

    /// <param name="name"><c>auto</c> (the first CUDA device, else the processor), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="DeviceException">The name is none of these, or the CUDA device is not there; says what to do.</exception>
    public static ComputeDevice Parse(string name)
    {
        switch (name)
        {
            case "cpu":
                return Processor;
            case "auto":
                return cuda.is_available() ? new ComputeDevice(0) : Processor;
        }

        var number = name == "cuda" ? "0" : name.StartsWith("cuda:", StringComparison.Ordinal) ? name["cuda:".Length..] : "";
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new DeviceException($"The device '{name}' is not known. Use auto, cpu, cuda or cuda:N.");
        if (!cuda.is_available())
            throw new DeviceException($"The device '{name}' was asked for, but this build or machine has no CUDA. Build with -p:TorchBackend=cuda on a machine with an NVIDIA driver, or use cpu or auto.");
        if (index >= cuda.device_count())
            throw new DeviceException($"The device '{name}' is not there: CUDA devices are numbered from 0 to {cuda.device_count() - 1}.");
        return new ComputeDevice(index);
    }

    /// <param name="name"><c>auto</c> (fp32 on the processor, where it is the fastest; bf16 on CUDA), <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</param>
    /// <exception cref="DeviceException">The name is none of these.</exception>
    public ScalarType NumberType(string name) => name switch
    {
        "auto" => IsCuda ? ScalarType.BFloat16 : ScalarType.Float32,
        "fp32" => ScalarType.Float32,
        "bf16" => ScalarType.BFloat16,
        "fp16" => ScalarType.Float16,
        _ => throw new DeviceException($"The number type '{name}' is not known. Use auto, fp32, bf16 or fp16."),
    };

    public override string ToString() => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}") : "cpu";
}

/// <summary>A device or number type that was asked for is not there; the message says what to do.</summary>
public sealed class DeviceException : Exception
{
    public DeviceException(string message)
        : base(message)
    {
    }

    public DeviceException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public DeviceException()
    {
    }
}
