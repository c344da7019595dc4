using Platform.Model.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Layers;

/// <summary>Causal self-attention in which groups of query heads share one key/value head, over a paged cache.</summary>
/// <remarks>
/// Shapes: N rows of all sequences, T rows of one, L positions of one up to its last row, H query heads, K key/value heads, D head size, C width.
/// Source: Ainslie et al. 2023, "GQA", arXiv:2305.13245, section 2.2; norms of queries and keys: Qwen3 technical report, arXiv:2505.09388.
/// </remarks>
internal sealed class GroupedQueryAttention(int queryHeads, int keyValueHeads, int headSize, AttentionProjections maps, RootMeanSquareNorm? queryNorm, RootMeanSquareNorm? keyNorm)
{
    /// <param name="queryKeyInput">What queries and keys are made of, shape (N, C); the same as <paramref name="valueInput"/> but for Yuan.</param>
    /// <param name="valueInput">What values are made of, shape (N, C).</param>
    /// <returns>Shape (N, C); the caller's scope disposes it.</returns>
    public Tensor Forward(Tensor queryKeyInput, Tensor valueInput, RotaryAngles angles, IReadOnlyList<SequenceRows> sequences, CacheLayer cache, RowAdapters adapters)
    {
        using var scope = NewDisposeScope();
        var q = SplitHeads(maps.Query.Forward(queryKeyInput, adapters), queryHeads); // (N, H, D)
        var k = SplitHeads(maps.Key.Forward(queryKeyInput, adapters), keyValueHeads); // (N, K, D)
        var v = SplitHeads(maps.Value.Forward(valueInput, adapters), keyValueHeads); // (N, K, D)
        q = RotaryEmbedding.Turn(queryNorm?.Forward(q) ?? q, angles);
        k = RotaryEmbedding.Turn(keyNorm?.Forward(k) ?? k, angles);

        var mixed = empty_like(q); // (N, H, D)
        foreach (var rows in sequences)
        {
            using var inner = NewDisposeScope();
            cache.Keys.index_copy_(0, rows.NewSlots, k.narrow(0, rows.First, rows.Count));
            cache.Values.index_copy_(0, rows.NewSlots, v.narrow(0, rows.First, rows.Count));
            mixed.narrow(0, rows.First, rows.Count).copy_(Mix(q.narrow(0, rows.First, rows.Count), rows, cache));
        }

        return maps.Output.Forward(mixed.flatten(1), adapters).MoveToOuterDisposeScope(); // (N, C)
    }

    /// <returns>Shape (T, H, D).</returns>
    private Tensor Mix(Tensor q, SequenceRows rows, CacheLayer cache)
    {
        var keys = RepeatToQueryHeads(cache.Keys.index_select(0, rows.Slots)); // (H, L, D)
        var values = RepeatToQueryHeads(cache.Values.index_select(0, rows.Slots)); // (H, L, D)
        var scores = q.transpose(0, 1).matmul(keys.transpose(1, 2)).mul_(KeptScalars.Of(1 / Math.Sqrt(headSize))).to(ScalarType.Float32); // (H, T, L)
        if (rows.Count > 1)
        {
            var future = ones([rows.Count, rows.Start + rows.Count], ScalarType.Bool, scores.device).triu(rows.Start + 1); // row t sees positions up to Start + t
            scores.masked_fill_(future, float.NegativeInfinity);
        }

        return scores.softmax(-1).to(values.dtype).matmul(values).transpose(0, 1);
    }

    private Tensor SplitHeads(Tensor x, int heads) => x.view(x.shape[0], heads, headSize);

    private Tensor RepeatToQueryHeads(Tensor x) => x.transpose(0, 1).repeat_interleave(queryHeads / keyValueHeads, 0);
}

internal sealed record AttentionProjections(Projection Query, Projection Key, Projection Value, Projection Output);
