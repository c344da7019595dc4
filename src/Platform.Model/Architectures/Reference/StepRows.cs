using Platform.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Model.Architectures.Reference;

/// <summary>The slices of a step as tensors, all rows one after another; lives in the caller's dispose scope.</summary>
/// <param name="Tokens">Shape (N).</param>
/// <param name="Positions">Shape (N).</param>
/// <param name="Wanted">Indices of the rows whose results are wanted, or null where none is.</param>
internal sealed record StepRows(Tensor Tokens, Tensor Positions, Tensor? Wanted, IReadOnlyList<SequenceRows> Sequences, RowAdapters Adapters)
{
    /// <exception cref="ArgumentException">A slice leaves the context, its block table, the pool or the vocabulary.</exception>
    public static StepRows Of(ReadOnlySpan<SequenceSlice> slices, DecoderConfig config, int blocks, Device device)
    {
        var (tokens, positions, wanted) = (new List<long>(), new List<long>(), new List<long>());
        var sequences = new List<SequenceRows>(slices.Length);
        var adapters = new List<(int First, int Count, int Adapter)>();
        foreach (var slice in slices)
        {
            Check(slice, config, blocks);
            var (first, count) = (tokens.Count, slice.Tokens.Length);
            foreach (var token in slice.Tokens.Span)
            {
                if ((uint)token >= (uint)config.VocabularySize)
                    throw new ArgumentException($"The token {token} is outside the vocabulary of {config.VocabularySize}.", nameof(slices));
                positions.Add(slice.Start + tokens.Count - first);
                tokens.Add(token);
            }

            for (var i = slice.LogitsFrom; i < count; i++)
                wanted.Add(first + i);
            sequences.Add(new SequenceRows(first, count, slice.Start, tensor(Slots(slice.Blocks.Span, slice.Start + count), device: device)));
            if (slice.Adapter != 0)
                adapters.Add((first, count, slice.Adapter));
        }

        if (sequences.Count == 0)
            throw new ArgumentException("A step needs at least one slice.", nameof(slices));
        return new StepRows(tensor(tokens, device: device), tensor(positions, device: device), wanted.Count == 0 ? null : tensor(wanted, device: device), sequences, new RowAdapters(adapters));
    }

    private static void Check(in SequenceSlice slice, DecoderConfig config, int blocks)
    {
        var end = (long)slice.Start + slice.Tokens.Length;
        if (slice.Tokens.IsEmpty || slice.Start < 0 || end > config.Context)
            throw new ArgumentException($"A slice of {slice.Tokens.Length} tokens from position {slice.Start} on does not fit into the context of {config.Context}; a slice has at least one token.", nameof(slice));
        if (end > (long)slice.Blocks.Length * KeyValueCache.BlockTokens)
            throw new ArgumentException($"A slice reaches position {end - 1}, but its {slice.Blocks.Length} blocks end before it.", nameof(slice));
        if (slice.LogitsFrom < 0 || slice.LogitsFrom > slice.Tokens.Length)
            throw new ArgumentException($"Rows are wanted from {slice.LogitsFrom} on, but the slice has {slice.Tokens.Length} tokens.", nameof(slice));
        foreach (var block in slice.Blocks.Span)
            if ((uint)block >= (uint)blocks)
                throw new ArgumentException($"The block {block} is outside the pool of {blocks}.", nameof(slice));
    }

    private static long[] Slots(ReadOnlySpan<int> blocks, int count)
    {
        var slots = new long[count];
        for (var position = 0; position < count; position++)
            slots[position] = (long)blocks[position / KeyValueCache.BlockTokens] * KeyValueCache.BlockTokens + position % KeyValueCache.BlockTokens;
        return slots;
    }
}
