using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Platform.Model.Architectures.Managed;

/// <summary>Causal attention of new rows to all positions of their sequences, over the blocks of the pool.</summary>
/// <remarks>
/// One part of the work is a tile: some rows of a sequence with the query heads that share one key/value head. Keys pass in
/// chunks of 64 positions that begin at multiples of 64 whatever the tile, with a running maximum and sum. A row therefore
/// computes the same bits alone, in a batch, in a chunk or in a whole prompt.
/// Source: Dao et al. 2022, "FlashAttention", arXiv:2205.14135, section 3.1.
/// </remarks>
internal sealed unsafe class PagedAttention(DecoderConfig config, PagedKeyValues pool, StepRows rows) : ParallelWork
{
    private const int MostTileRows = 24;
    private const int ChunkKeys = 64;
    private const int BlockTokens = PagedKeyValues.BlockTokens;

    private readonly int _group = config.QueryHeads / config.KeyValueHeads;
    private readonly List<(int Part, int FirstRow, int Rows)> _tiles = [];

    public int Layer { get; set; }

    /// <summary>Turned queries, shape (rows, H, D).</summary>
    public float* Queries { get; set; }

    public nint QueryStride { get; set; }

    /// <summary>Receives the mix, shape (rows, H, D).</summary>
    public float* Mixed { get; set; }

    public nint MixedStride { get; set; }

    /// <summary>How many parts the work has.</summary>
    public int Parts => _tiles.Count * config.KeyValueHeads;

    /// <summary>About how many multiplications it takes.</summary>
    public long Operations { get; private set; }

    /// <summary>Divides the rows of a step into tiles; once a step.</summary>
    public void Plan()
    {
        _tiles.Clear();
        Operations = 0;
        var most = Math.Max(1, MostTileRows / _group);
        for (var part = 0; part < rows.Parts.Count; part++)
        {
            var (first, count) = (rows.Parts[part].FirstRow, rows.Parts[part].Rows);
            Operations += 2L * count * (rows.Positions[first] + count) * config.QueryHeads * config.HeadSize;
            for (var at = 0; at < count; at += most)
                _tiles.Add((part, first + at, Math.Min(most, count - at)));
        }
    }

    public override void Run(int part)
    {
        // The last tiles of a prompt see the most keys: they go first, so that no thread is left with one at the end.
        var (at, head) = (_tiles.Count - 1 - (part / config.KeyValueHeads), part % config.KeyValueHeads);
        var (sequence, firstRow, count) = _tiles[at];
        for (var first = 0; first < _group; first += MostTileRows)
            Tile(rows.Parts[sequence], firstRow, count, head, first, Math.Min(MostTileRows, _group - first));
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(in StepRows.Part sequence, int firstRow, int count, int head, int firstQuery, int queries)
    {
        int size = config.HeadSize, stride = pool.HeadStride, tileRows = count * queries;
        var q = stackalloc float[MostTileRows * stride];
        var mix = stackalloc float[MostTileRows * stride];
        var scores = stackalloc float[MostTileRows * ChunkKeys];
        var largest = stackalloc float[MostTileRows];
        var sums = stackalloc float[MostTileRows];
        var scale = 1 / MathF.Sqrt(size);
        for (var r = 0; r < tileRows; r++)
        {
            var from = Queries + ((firstRow + (r / queries)) * QueryStride) + (((head * _group) + firstQuery + (r % queries)) * size);
            for (var i = 0; i < size; i++)
                q[(r * stride) + i] = from[i] * scale;
            (largest[r], sums[r]) = (float.NegativeInfinity, 0);
        }

        new Span<float>(mix, tileRows * stride).Clear();
        var start = rows.Positions[firstRow];
        var end = start + count; // positions that the last row sees
        for (var chunk = 0; chunk < end; chunk += ChunkKeys)
        {
            var blocks = (Math.Min(ChunkKeys, end - chunk) + BlockTokens - 1) / BlockTokens;
            for (var b = 0; b < blocks; b++)
            {
                var keys = pool.Keys(Layer, rows.Block(sequence, chunk + (b * BlockTokens)), head);
                Float32Kernel.Multiply(q, stride, tileRows, keys, BlockTokens, size, scores + (b * BlockTokens), ChunkKeys, add: false);
            }

            for (var r = 0; r < tileRows; r++)
            {
                var seen = Math.Min(start + (r / queries) + 1 - chunk, blocks * BlockTokens);
                var shrink = Weigh(scores + (r * ChunkKeys), seen, blocks * BlockTokens, ref largest[r], ref sums[r]);
                if (shrink != 1)
                    Scale(mix + (r * stride), stride, shrink);
            }

            for (var b = 0; b < blocks; b++)
            {
                var values = pool.Values(Layer, rows.Block(sequence, chunk + (b * BlockTokens)), head);
                var depth = Math.Min(BlockTokens, end - chunk - (b * BlockTokens)); // beyond it nothing was written yet
                for (var channel = 0; channel < stride; channel += Float32Kernel.Width)
                    Float32Kernel.Multiply(scores + (b * BlockTokens), ChunkKeys, tileRows, values + channel, stride, depth, mix + channel, stride, add: true);
            }
        }

        for (var r = 0; r < tileRows; r++)
        {
            var to = Mixed + ((firstRow + (r / queries)) * MixedStride) + (((head * _group) + firstQuery + (r % queries)) * size);
            for (var i = 0; i < size; i++)
                to[i] = mix[(r * stride) + i] / sums[r];
        }
    }

    /// <summary>Turns scores into weights relative to the largest score so far.</summary>
    /// <param name="seen">How many of them the row may see; none or fewer where the chunk lies in its future.</param>
    /// <returns>By what earlier weights shrink.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Weigh(float* scores, int seen, int count, ref float largest, ref float sum)
    {
        for (var i = Math.Max(0, seen); i < count; i++)
            scores[i] = float.NegativeInfinity;
        if (seen <= 0)
        {
            new Span<float>(scores, count).Clear();
            return 1;
        }

        var most = Vector256.Load(scores);
        for (var i = 8; i < count; i += 8)
            most = Vector256.Max(most, Vector256.Load(scores + i));
        var before = largest;
        for (var lane = 0; lane < 8; lane++)
            largest = MathF.Max(largest, most[lane]);
        var reference = Vector256.Create(largest);
        var total = Vector256<float>.Zero;
        for (var i = 0; i < count; i += 8)
        {
            var weight = RowMath.Exp(Vector256.Load(scores + i) - reference);
            weight.Store(scores + i);
            total += weight;
        }

        var shrink = before == largest ? 1 : MathF.Exp(before - largest); // 0 at the first chunk
        sum = (sum * shrink) + Vector256.Sum(total);
        return shrink;
    }

    private static void Scale(float* row, int count, float factor)
    {
        for (var i = 0; i < count; i += 8)
            (Vector256.Load(row + i) * factor).Store(row + i);
    }
}
