using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Checkpoints;

/// <summary>Yuan stores queries and keys head by head in turn: of the stacked rows of q_proj and k_proj, each head's query rows come first, its key rows next.</summary>
/// <remarks>Shapes: H heads, D head size, R = H·D rows, C columns.</remarks>
internal static class InterleavedHeads
{
    /// <returns>Queries and keys apart, shape (R, C) each; the caller's scope disposes them.</returns>
    public static (Tensor Query, Tensor Key) Part(Tensor stored, Tensor next, int heads)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (stored.shape[0], stored.shape[1]);
        var pairs = cat([stored, next], 0).view(heads, 2, rows / heads, columns);
        return (pairs.select(1, 0).reshape(rows, columns).MoveToOuterDisposeScope(), pairs.select(1, 1).reshape(rows, columns).MoveToOuterDisposeScope());
    }

    /// <returns>What q_proj and k_proj hold, shape (R, C) each; the caller's scope disposes them.</returns>
    public static (Tensor First, Tensor Second) Join(Tensor query, Tensor key, int heads)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (query.shape[0], query.shape[1]);
        var joined = stack([query.view(heads, rows / heads, columns), key.view(heads, rows / heads, columns)], 1).view(2 * rows, columns);
        return (joined.narrow(0, 0, rows).contiguous().MoveToOuterDisposeScope(), joined.narrow(0, rows, rows).contiguous().MoveToOuterDisposeScope());
    }
}
