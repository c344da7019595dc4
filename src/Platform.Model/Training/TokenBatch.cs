using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Training;

/// <summary>Some blocks as tensors: B blocks of T tokens. Belongs to the dispose scope it is made in.</summary>
internal sealed class TokenBatch
{
    private TokenBatch(int blocks, int tokens) => (Blocks, Tokens) = (blocks, tokens);

    public int Blocks { get; }

    public int Tokens { get; }

    /// <summary>Shape (B, T).</summary>
    public required Tensor Inputs { get; init; }

    /// <summary>Shape (B·T).</summary>
    public required Tensor Positions { get; init; }

    /// <summary>Shape (B, 1, T, T), true where a token may look; empty when each may look at all before it.</summary>
    public required Tensor Mask { get; init; }

    /// <summary>Which of the B·T rows count; empty when all do.</summary>
    public required Tensor Rows { get; init; }

    /// <summary>Tokens to foretell, one for each row that counts.</summary>
    public required Tensor Targets { get; init; }

    public required int Counted { get; init; }

    public static TokenBatch Of(IReadOnlyList<TokenBlock> blocks)
    {
        var (count, tokens) = (blocks.Count, blocks[0].Inputs.Length);
        var (inputs, positions, rows, targets) = (new long[count * tokens], new long[count * tokens], new List<long>(), new List<long>());
        for (var b = 0; b < count; b++)
            for (var t = 0; t < tokens; t++)
            {
                var at = b * tokens + t;
                (inputs[at], positions[at]) = (blocks[b].Inputs[t], blocks[b].Positions[t]);
                if (blocks[b].Targets[t] == TokenBlocks.Ignored)
                    continue;
                rows.Add(at);
                targets.Add(blocks[b].Targets[t]);
            }

        return new TokenBatch(count, tokens)
        {
            Inputs = tensor(inputs).view(count, tokens),
            Positions = tensor(positions),
            Mask = blocks.Any(block => block.Documents > 1) ? MaskOf(blocks, tokens) : zeros(0),
            Rows = rows.Count == inputs.Length ? zeros(0, ScalarType.Int64) : tensor(rows.ToArray()),
            Targets = tensor(targets.ToArray()),
            Counted = rows.Count,
        };
    }

    /// <summary>A token looks at those before it in its own document.</summary>
    private static Tensor MaskOf(IReadOnlyList<TokenBlock> blocks, int tokens)
    {
        var mask = new bool[blocks.Count * tokens * tokens];
        for (var b = 0; b < blocks.Count; b++)
            for (var t = 0; t < tokens; t++)
                mask.AsSpan((b * tokens + t) * tokens + t - blocks[b].Positions[t], blocks[b].Positions[t] + 1).Fill(true);
        return tensor(mask).view(blocks.Count, 1, tokens, tokens);
    }
}
