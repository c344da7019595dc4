using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Turns pairs of channels of queries and keys by an angle that grows with the position.</summary>
/// <remarks>
/// Shapes: N rows (tokens), H heads, D head size. Channel i is paired with channel i + D/2 (the layout of Hugging Face checkpoints).
/// Source: Su et al. 2021, "RoFormer", arXiv:2104.09864, section 3.2.
/// </remarks>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly float[] _frequencies;
    private readonly Tensor _onDevice; // (D/2)

    public RotaryEmbedding(int headSize, double rotaryBase, RotaryScaling? scaling, Device device)
    {
        _frequencies = Frequencies(headSize, rotaryBase, scaling);
        using var scope = NewDisposeScope();
        _onDevice = tensor(_frequencies).to(device).DetachFromDisposeScope();
    }

    /// <summary>Radians per position of each pair, D/2 of them; single precision, as checkpoints were trained with.</summary>
    public static float[] Frequencies(int headSize, double rotaryBase, RotaryScaling? scaling)
    {
        var frequencies = new float[headSize / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            var frequency = 1 / Math.Pow(rotaryBase, 2.0 * i / headSize);
            frequencies[i] = (float)(scaling?.Stretch(frequency) ?? frequency);
        }

        return frequencies;
    }

    /// <summary>Cosines and sines of one position, for engines that keep tables of their own.</summary>
    public void Fill(int position, Span<float> cosines, Span<float> sines)
    {
        for (var i = 0; i < _frequencies.Length; i++)
            (sines[i], cosines[i]) = MathF.SinCos(position * _frequencies[i]);
    }

    /// <param name="positions">Shape (N), whole numbers.</param>
    /// <param name="type">Number type of what will be turned.</param>
    public RotaryAngles Angles(Tensor positions, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var angles = positions.to(ScalarType.Float32).unsqueeze(1).mul(_onDevice).unsqueeze(1); // (N, 1, D/2)
        return new RotaryAngles(angles.cos().to(type).MoveToOuterDisposeScope(), angles.sin().to(type).MoveToOuterDisposeScope());
    }

    /// <param name="x">Shape (N, H, D).</param>
    /// <returns>The same shape; the caller's scope disposes it.</returns>
    public static Tensor Turn(Tensor x, RotaryAngles angles)
    {
        using var scope = NewDisposeScope();
        var half = x.shape[2] / 2;
        var (first, second) = (x.narrow(2, 0, half), x.narrow(2, half, half)); // (N, H, D/2)
        return cat([first * angles.Cosines - second * angles.Sines, second * angles.Cosines + first * angles.Sines], 2).MoveToOuterDisposeScope();
    }

    public void Dispose() => _onDevice.Dispose();
}

/// <summary>Shape (N, 1, D/2) each: the same for every head.</summary>
internal readonly record struct RotaryAngles(Tensor Cosines, Tensor Sines);
