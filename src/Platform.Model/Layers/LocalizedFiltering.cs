using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Yuan 2.0's filter before queries and keys: two causal convolutions over a position and the one before it, added to their input and normalized.</summary>
/// <remarks>
/// Shapes: T rows of one sequence, N of all, C width, I = C/2 inner channels. c1[t] = A₀·x[t-1] + A₁·x[t] + a, c2[t] = B₀·c1[t-1] + B₁·c1[t] + b,
/// with x and c1 zero before the first position; the result is norm(c2 + x). Source: Wu et al. 2023, "YUAN 2.0", arXiv:2311.15786, section 2.
/// Nothing but the inputs x is kept: the two inner values that a row needs follow from the three inputs up to it.
/// </remarks>
internal sealed class LocalizedFiltering(LocalizedFilterWeights weights, RootMeanSquareNorm norm)
{
    /// <param name="x">Normalized activations, shape (N, C).</param>
    /// <returns>Shape (N, C); the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor x, IReadOnlyList<SequenceRows> sequences, CacheLayer cache)
    {
        using var scope = NewDisposeScope();
        var inputs = cache.Inputs ?? throw new InvalidOperationException("The cache keeps no inputs of the filter. Make it with the model's width as filterWidth.");
        var filtered = empty_like(x);
        foreach (var rows in sequences)
        {
            using var inner = NewDisposeScope();
            inputs.index_copy_(0, rows.NewSlots, x.narrow(0, rows.First, rows.Count));
            filtered.narrow(0, rows.First, rows.Count).copy_(Filter(rows, inputs));
        }

        return norm.Forward(filtered + x).MoveToOuterDisposeScope();
    }

    /// <returns>c2, shape (T, C).</returns>
    private Tensor Filter(SequenceRows rows, Tensor inputs)
    {
        var before = Math.Min(rows.Start, 2);
        var known = inputs.index_select(0, rows.Slots.narrow(0, rows.Start - before, before + rows.Count)); // x from Start - before on
        var x = nn.functional.pad(known, [0, 0, 1, 0]); // with a row of zeros in front, (1 + before + T, C)
        var c1 = Taps(x, weights.First, weights.FirstBias); // from Start - before on, (before + T, I)
        if (before == 2)
            c1 = c1.narrow(0, 1, rows.Count + 1); // its first row was made with zeros where another input stood
        else if (before == 0)
            c1 = nn.functional.pad(c1, [0, 0, 1, 0]);
        return Taps(c1, weights.Second, weights.SecondBias); // c1 from Start - 1 on, (T + 1, I), to (T, C)
    }

    /// <param name="x">Shape (R + 1, in).</param>
    /// <param name="kernel">Shape (out, in, 2): slice 0 for the row before, 1 for the row itself.</param>
    /// <returns>Shape (R, out).</returns>
    private static Tensor Taps(Tensor x, Tensor kernel, Tensor bias)
    {
        var rows = x.shape[0] - 1;
        return nn.functional.linear(x.narrow(0, 0, rows), kernel.select(2, 0)) + nn.functional.linear(x.narrow(0, 1, rows), kernel.select(2, 1), bias);
    }
}

/// <param name="First">Shape (I, C, 2).</param>
/// <param name="FirstBias">Shape (I).</param>
/// <param name="Second">Shape (C, I, 2).</param>
/// <param name="SecondBias">Shape (C).</param>
internal sealed record LocalizedFilterWeights(Tensor First, Tensor FirstBias, Tensor Second, Tensor SecondBias);
