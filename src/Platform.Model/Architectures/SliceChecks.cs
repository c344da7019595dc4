namespace Platform.Model.Architectures;

/// <summary>What every engine asks of the slices of a step before it touches memory.</summary>
internal static class SliceChecks
{
    private const int BlockTokens = 16;

    /// <param name="room">Length of the span for the results.</param>
    /// <param name="width">Length of one row of results.</param>
    /// <exception cref="ArgumentException">A slice leaves the context, its block table, the pool or the vocabulary, or the results do not fit.</exception>
    public static void Check(ReadOnlySpan<SequenceSlice> slices, DecoderConfig config, int blocks, long room, int width)
    {
        if (slices.IsEmpty)
            throw new ArgumentException("A step needs at least one slice.", nameof(slices));
        var wanted = 0L;
        foreach (ref readonly var slice in slices)
        {
            Check(slice, config, blocks);
            wanted += slice.WantedRows;
        }

        if (room < wanted * width)
            throw new ArgumentException($"{wanted} rows of {width} results do not fit into {room} numbers.", nameof(room));
    }

    private static void Check(in SequenceSlice slice, DecoderConfig config, int blocks)
    {
        var end = (long)slice.Start + slice.Tokens.Length;
        if (slice.Tokens.IsEmpty || slice.Start < 0 || end > config.Context)
            throw new ArgumentException($"A slice of {slice.Tokens.Length} tokens from position {slice.Start} on does not fit into the context of {config.Context}; a slice has at least one token.", nameof(slice));
        if (end > (long)slice.Blocks.Length * BlockTokens)
            throw new ArgumentException($"A slice reaches position {end - 1}, but its {slice.Blocks.Length} blocks end before it.", nameof(slice));
        if (slice.LogitsFrom < 0 || slice.LogitsFrom > slice.Tokens.Length)
            throw new ArgumentException($"Rows are wanted from {slice.LogitsFrom} on, but the slice has {slice.Tokens.Length} tokens.", nameof(slice));
        foreach (var block in slice.Blocks.Span)
            if ((uint)block >= (uint)blocks)
                throw new ArgumentException($"The block {block} is outside the pool of {blocks}.", nameof(slice));
        foreach (var token in slice.Tokens.Span)
            if ((uint)token >= (uint)config.VocabularySize)
                throw new ArgumentException($"The token {token} is outside the vocabulary of {config.VocabularySize}.", nameof(slice));
    }
}
