using Platform.Model.Layers;

namespace Platform.Model.Architectures.TorchScript;

/// <summary>Slices of one length as the arrays that the script takes.</summary>
/// <param name="Sequences">B.</param>
/// <param name="Tokens">T, new tokens of each.</param>
/// <param name="Longest">L, positions of the longest.</param>
/// <param name="Slots">Where new keys and values go, B·T.</param>
/// <param name="Gather">Where those of all positions lie, B·L; slot 0 stands where a sequence is shorter.</param>
/// <param name="Mask">Added to scores, B·T·L: 0 or minus infinity.</param>
/// <param name="Wanted">Rows (of B·T) whose results are wanted.</param>
internal sealed record ScriptRows(int Sequences, int Tokens, int Longest, long[] Ids, long[] Positions, long[] Slots, long[] Gather, float[] Mask, long[] Wanted)
{
    public static ScriptRows Of(ReadOnlySpan<SequenceSlice> slices)
    {
        var (count, tokens, longest) = (slices.Length, slices[0].Tokens.Length, 0);
        foreach (ref readonly var slice in slices)
            longest = Math.Max(longest, slice.Start + tokens);
        var rows = new ScriptRows(count, tokens, longest, new long[count * tokens], new long[count * tokens], new long[count * tokens],
            new long[count * longest], new float[count * tokens * longest], []);
        var wanted = new List<long>();
        for (var at = 0; at < count; at++)
            rows.Fill(slices[at], at, wanted);
        return rows with { Wanted = [.. wanted] };
    }

    private void Fill(in SequenceSlice slice, int at, List<long> wanted)
    {
        var blocks = slice.Blocks.Span;
        for (var position = 0; position < slice.Start + Tokens; position++)
            Gather[(at * Longest) + position] = Slot(blocks, position);
        for (var i = 0; i < Tokens; i++)
        {
            var row = (at * Tokens) + i;
            Ids[row] = slice.Tokens.Span[i];
            Positions[row] = slice.Start + i;
            Slots[row] = Slot(blocks, slice.Start + i);
            Mask.AsSpan((row * Longest) + slice.Start + i + 1, Longest - slice.Start - i - 1).Fill(float.NegativeInfinity);
            if (i >= slice.LogitsFrom)
                wanted.Add(row);
        }
    }

    private static long Slot(ReadOnlySpan<int> blocks, int position) =>
        ((long)blocks[position / KeyValueCache.BlockTokens] * KeyValueCache.BlockTokens) + (position % KeyValueCache.BlockTokens);
}
