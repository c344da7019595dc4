using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Platform.Model.Generation;

/// <summary>A token with its natural log-probability.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenScore(int Id, float LogProbability);

/// <summary>Log-probabilities of a row of logits.</summary>
internal static class TokenScores
{
    /// <summary>ln Σ exp(logit): what is taken off a logit to make it a log-probability.</summary>
    /// <exception cref="InvalidOperationException">The row holds no usable number.</exception>
    public static float Normalizer(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
            throw new InvalidOperationException($"The model gave {max} as its largest logit; its weights or this prompt make it overflow.");
        return max + MathF.Log(SumOfExponentials(logits, max));
    }

    /// <summary>Σ exp(logit - max) in one pass: it is taken for every token that is generated.</summary>
    private static float SumOfExponentials(ReadOnlySpan<float> logits, float max)
    {
        var (at, whole) = (0, 0f);
        if (Vector256.IsHardwareAccelerated)
        {
            var (shift, sum) = (Vector256.Create(max), Vector256<float>.Zero);
            for (; at <= logits.Length - Vector256<float>.Count; at += Vector256<float>.Count)
                sum += Vector256.Exp(Vector256.Create(logits[at..]) - shift);
            whole = Vector256.Sum(sum);
        }

        for (; at < logits.Length; at++)
            whole += MathF.Exp(logits[at] - max);
        return whole;
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
