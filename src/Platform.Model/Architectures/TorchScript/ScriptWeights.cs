using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.TorchScript;

/// <summary>Weights in the lists that the script takes.</summary>
internal sealed class ScriptWeights : IDisposable
{
    private const int GroupSize = 32; // weights that share a scale in 4 bits
    private const int MostRowsAtOnce = 8192;

    public ScriptWeights(DecoderWeights weights, ScriptFormat format, Device device)
    {
        using var scope = NewDisposeScope();
        var type = format.Activations();
        Tensor Vector(Tensor? tensor) => (tensor is null ? zeros(0) : tensor).detach().to(type, device, copy: true).DetachFromDisposeScope();
        Embedding = Vector(weights.Embedding);
        foreach (var layer in weights.Layers)
        {
            Vectors.AddRange([Vector(layer.InputNorm), Vector(Bias(layer)), Vector(layer.QueryNorm), Vector(layer.KeyNorm), Vector(layer.PostNorm)]);
            Add(cat([layer.Query, layer.Key, layer.Value], 0), format, device);
            Add(layer.Output, format, device);
            Add(cat([layer.Gate, layer.Up], 0), format, device);
            Add(layer.Down, format, device);
        }

        Vectors.Add(Vector(weights.FinalNorm));
        Add(weights.Head, format, device);
    }

    /// <summary>Shape (V, d).</summary>
    public Tensor Embedding { get; }

    /// <summary>Five a layer (input norm, bias, query norm, key norm, second norm; empty where there is none), then the final norm.</summary>
    public List<Tensor> Vectors { get; } = [];

    /// <summary>Four a layer (queries with keys and values, output, gate with up, down), then the head.</summary>
    public List<Tensor> Matrices { get; } = [];

    /// <summary>Scales of the matrices; empty where there are none.</summary>
    public List<Tensor> Scales { get; } = [];

    public long Bytes => All.Sum(tensor => tensor.numel() * tensor.element_size());

    private IEnumerable<Tensor> All => Vectors.Concat(Matrices).Concat(Scales).Append(Embedding);

    public void Dispose()
    {
        foreach (var tensor in All)
            tensor.Dispose();
    }

    private static Tensor? Bias(DecoderLayerWeights layer) => layer.QueryBias is null ? null : cat([layer.QueryBias, layer.KeyBias!, layer.ValueBias!], 0);

    private void Add(Tensor matrix, ScriptFormat format, Device device)
    {
        var (weights, scales) = format switch
        {
            ScriptFormat.Int8 => InParts(matrix, Int8),
            ScriptFormat.Int4 => Int4(matrix),
            _ => (matrix.detach().to(format.Activations(), device, copy: true), zeros(0)),
        };
        Matrices.Add(weights.DetachFromDisposeScope());
        Scales.Add(scales.DetachFromDisposeScope());
    }

    private static (Tensor Weights, Tensor Scales) Int8(Tensor matrix)
    {
        var scales = matrix.abs().amax([1]).div(127).clamp_min(1e-12); // (out)
        return (matrix.div(scales.unsqueeze(1)).round().clamp(-127, 127).to(ScalarType.Int8), scales.to(ScalarType.BFloat16));
    }

    /// <summary>value = (q - 8) · scale, q from 0 to 15.</summary>
    private static (Tensor Weights, Tensor Scales) Int4(Tensor matrix)
    {
        var (rows, columns) = (matrix.shape[0], matrix.shape[1]);
        if (columns % GroupSize != 0 || rows % 16 != 0)
            throw new NotSupportedException($"4-bit weights need rows in sixteens and columns in thirty-twos; a matrix has shape ({rows}, {columns}). Use int8.");
        var (whole, scales) = InParts(matrix, Grouped);
        var packed = (Tensor)StepScript.Of(ScriptFormat.Int4).invoke("pack4", whole);
        var withZeros = stack([scales, zeros_like(scales)], 2).permute(1, 0, 2).contiguous(); // (groups, rows, 2)
        return (packed, withZeros);
    }

    private static (Tensor Weights, Tensor Scales) Grouped(Tensor matrix)
    {
        var groups = matrix.view(matrix.shape[0], -1, GroupSize);
        var scales = groups.abs().amax([2]).div(7).clamp_min(1e-12).to(ScalarType.BFloat16); // (rows, groups)
        var whole = groups.div(scales.to(ScalarType.Float32).unsqueeze(2)).round().add(8).clamp(0, 15);
        return (whole.view(matrix.shape).to(ScalarType.Int32), scales);
    }

    /// <summary>Some rows at a time: a vocabulary's worth of fp32 and its quotients would be gigabytes.</summary>
    private static (Tensor Weights, Tensor Scales) InParts(Tensor matrix, Func<Tensor, (Tensor Weights, Tensor Scales)> convert)
    {
        var (weights, scales) = (new List<Tensor>(), new List<Tensor>());
        for (var first = 0L; first < matrix.shape[0]; first += MostRowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var rows = matrix.narrow(0, first, Math.Min(MostRowsAtOnce, matrix.shape[0] - first)).detach().to(ScalarType.Float32).cpu().contiguous();
            var part = convert(rows);
            weights.Add(part.Weights.MoveToOuterDisposeScope());
            scales.Add(part.Scales.MoveToOuterDisposeScope());
        }

        return (cat(weights, 0), cat(scales, 0));
    }
}
