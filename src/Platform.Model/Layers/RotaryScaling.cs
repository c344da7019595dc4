namespace Platform.Model.Layers;

/// <summary>How rotary frequencies are stretched so that a model reads a longer context than it was first trained with (Llama 3.1's way).</summary>
/// <remarks>
/// Frequencies whose wave is longer than <see cref="OriginalContext"/> / <see cref="LowFrequencyFactor"/> are divided by <see cref="Factor"/>,
/// those shorter than <see cref="OriginalContext"/> / <see cref="HighFrequencyFactor"/> stay, those between go over smoothly.
/// Source: Grattafiori et al. 2024, "The Llama 3 Herd of Models", arXiv:2407.21783, and its published checkpoints' rope_scaling.
/// </remarks>
public sealed record RotaryScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContext)
{
    /// <summary>Every frequency is divided: no wave is short enough to stay.</summary>
    internal bool IsLinear => double.IsPositiveInfinity(LowFrequencyFactor);

    /// <summary>The older way: positions are divided by the factor, which divides every frequency.</summary>
    public static RotaryScaling Linear(double factor) => new(factor, double.PositiveInfinity, double.PositiveInfinity, 1);

    internal double Stretch(double frequency)
    {
        var wave = 2 * Math.PI / frequency;
        if (wave > OriginalContext / LowFrequencyFactor)
            return frequency / Factor;
        if (wave < OriginalContext / HighFrequencyFactor)
            return frequency;

        var smooth = (OriginalContext / wave - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - smooth) * frequency / Factor + smooth * frequency;
    }
}
