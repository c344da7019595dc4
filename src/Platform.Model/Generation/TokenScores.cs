using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Platform.Model.Generation;

/// <summary>A token with its natural log-probability.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenScore(int Id, float LogProbability);

/// <summary>Log-probabilities of a row of logits.</summary>
internal static class TokenScores
{
    /// <summary>ln Σ exp(logit): what is taken off a logit to make it a log-probability.</summary>
    /// <exception cref="InvalidOperationException">The row holds no usable number.</exception>
    public static float Normalizer(ReadOnlySpan<float> logits, SamplingScratch scratch)
    {
        var max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
            throw new InvalidOperationException($"The model gave {max} as its largest logit; its weights or this prompt make it overflow.");
        var work = scratch.Weights(logits.Length);
        TensorPrimitives.Subtract(logits, max, work);
        TensorPrimitives.Exp(work, work);
        return max + MathF.Log(TensorPrimitives.Sum(work));
    }

    /// <param name="most">How many; 0 gives none.</param>
    public static TokenScore[] Top(ReadOnlySpan<float> logits, float normalizer, int most)
    {
        if (most == 0)
            return [];

        Span<float> best = stackalloc float[most];
        Span<int> ids = stackalloc int[most];
        var top = new TokenScore[Selection.Largest(logits, best, ids)];
        for (var i = 0; i < top.Length; i++)
            top[i] = new TokenScore(ids[i], best[i] - normalizer);
        return top;
    }
}
