using System.Numerics.Tensors;

namespace Platform.Model.Generation;

/// <summary>The tokens that may come next with their weights: what temperature, min-p, top-k, top-p and typical leave.</summary>
/// <remarks>
/// Kept in the order of their ids, not of their weights: then the smallest differences of the logits, as between one sequence alone and
/// in a batch, move the drawn token only where the drawn number falls into that difference.
/// </remarks>
internal readonly ref struct Candidates
{
    private const int MostByInsertion = 256;

    public ReadOnlySpan<int> Ids { get; private init; }

    /// <summary>Not normalised; they sum to <see cref="Total"/>.</summary>
    public ReadOnlySpan<float> Weights { get; private init; }

    public double Total { get; private init; }

    /// <param name="logits">Minus infinity forbids a token. Not changed.</param>
    public static Candidates Of(ReadOnlySpan<float> logits, SamplingOptions options, SamplingScratch scratch)
    {
        var max = TensorPrimitives.Max(logits);
        if (!float.IsFinite(max))
            throw new InvalidOperationException($"No token can be chosen: the largest logit is {max}.");

        var ids = scratch.Ids(logits.Length);
        var weights = scratch.Weights(logits.Length);
        if (options.Temperature is 0)
        {
            (ids[0], weights[0]) = (logits.IndexOf(max), 1);
            return new Candidates { Ids = ids[..1], Weights = weights[..1], Total = 1 };
        }

        var temperature = (float)Math.Max(options.Temperature, 1e-4);
        var least = options.MinP > 0 ? max + temperature * (float)Math.Log(options.MinP) : float.MinValue;
        if (options.TopK > 0 && options.TopK < logits.Length)
            least = Math.Max(least, LeastOfTopK(logits, options.TopK, scratch));
        var count = Selection.AtLeast(logits, least, weights, ids);
        count = WithoutTies(ids, weights, count, options.TopK, least);

        var total = Exponentials(weights[..count], max, temperature);
        if (options.TopP < 1)
            (count, total) = Nucleus(ids, weights, count, total, options.TopP, scratch);
        if (options.TypicalP < 1)
            (count, total) = Typical(ids, weights, count, total, options.TypicalP, scratch);
        return new Candidates { Ids = ids[..count], Weights = weights[..count], Total = total };
    }

    /// <param name="uniform">0 to below 1.</param>
    public int Pick(double uniform)
    {
        var left = uniform * Total;
        for (var i = 0; i < Weights.Length; i++)
        {
            left -= Weights[i];
            if (left < 0)
                return Ids[i];
        }

        for (var i = Weights.Length - 1; i > 0; i--) // rounding left a rest
            if (Weights[i] > 0)
                return Ids[i];
        return Ids[0];
    }

    /// <summary>Writes probabilities of the whole vocabulary; 0 for what is no candidate.</summary>
    public void Spread(Span<float> probabilities)
    {
        probabilities.Clear();
        for (var i = 0; i < Ids.Length; i++)
            probabilities[Ids[i]] = (float)(Weights[i] / Total);
    }

    private static float LeastOfTopK(ReadOnlySpan<float> logits, int k, SamplingScratch scratch)
    {
        if (k <= MostByInsertion)
        {
            Span<float> best = stackalloc float[k];
            Span<int> places = stackalloc int[k];
            var found = Selection.Largest(logits, best, places);
            return found < k ? float.MinValue : best[k - 1];
        }

        var copy = scratch.Keys(logits.Length);
        logits.CopyTo(copy);
        return Math.Max(float.MinValue, Selection.KthLargest(copy, k));
    }

    /// <summary>Where several tokens are equal to the last of the top k, the first of them stay.</summary>
    private static int WithoutTies(Span<int> ids, Span<float> logits, int count, int topK, float least)
    {
        var over = topK > 0 ? count - topK : 0;
        for (var i = count - 1; i >= 0 && over > 0; i--)
        {
            if (logits[i] != least)
                continue;
            ids[(i + 1)..count].CopyTo(ids[i..]);
            logits[(i + 1)..count].CopyTo(logits[i..]);
            (count, over) = (count - 1, over - 1);
        }

        return count;
    }

    private static double Exponentials(Span<float> logits, float max, float temperature)
    {
        TensorPrimitives.Subtract(logits, max, logits);
        TensorPrimitives.Divide(logits, temperature, logits);
        TensorPrimitives.Exp(logits, logits);
        return TensorPrimitives.Sum<float>(logits);
    }

    /// <summary>The fewest tokens that together have the probability (Holtzman et al. 2020, arXiv:1904.09751).</summary>
    private static (int Count, double Total) Nucleus(Span<int> ids, Span<float> weights, int count, double total, double topP, SamplingScratch scratch)
    {
        // all tokens below this together weigh less than 1 - p, so none of them is needed: thousands remain of a hundred thousand
        count = Keep(ids, weights, count, (float)(total * (1 - topP) / count));
        var keys = scratch.Keys(count);
        TensorPrimitives.Negate(weights[..count], keys);
        var least = -Selection.KeyAtMass(keys, weights[..count], total * topP, scratch.Order(count));
        count = Keep(ids, weights, count, least);
        return (count, TensorPrimitives.Sum<float>(weights[..count]));
    }

    private static (int Count, double Total) Typical(Span<int> ids, Span<float> weights, int count, double total, double typicalP, SamplingScratch scratch)
    {
        var entropy = 0.0;
        foreach (var weight in weights[..count])
            entropy -= weight > 0 ? weight / total * Math.Log(weight / total) : 0;

        var keys = scratch.Keys(count);
        for (var i = 0; i < count; i++)
            keys[i] = (float)Math.Abs(-Math.Log(Math.Max(weights[i], float.Epsilon) / total) - entropy);
        var most = Selection.KeyAtMass(keys, weights[..count], total * typicalP, scratch.Order(count));
        var kept = 0;
        for (var i = 0; i < count; i++)
            if (keys[i] <= most)
                (ids[kept], weights[kept++]) = (ids[i], weights[i]);
        return (kept, TensorPrimitives.Sum<float>(weights[..kept]));
    }

    private static int Keep(Span<int> ids, Span<float> weights, int count, float least)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
            if (weights[i] >= least)
                (ids[kept], weights[kept++]) = (ids[i], weights[i]);
        return kept;
    }
}
