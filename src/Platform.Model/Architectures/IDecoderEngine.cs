namespace Platform.Model.Architectures;

/// <summary>Runs new tokens of several sequences through the network over one paged key/value pool that it owns.</summary>
/// <remarks>Not thread safe: one thread calls it. It keeps what it needs of the weights it was built from: these may be disposed afterwards.</remarks>
internal interface IDecoderEngine : IDisposable
{
    DecoderConfig Config { get; }

    /// <summary>For people and logs: <c>reference-fp32</c>, <c>torchscript-int8</c>, <c>managed-int8</c> …</summary>
    string Name { get; }

    /// <summary>Positions in a block of the pool: 16.</summary>
    int BlockTokens { get; }

    /// <summary>Size of the pool; blocks are numbered from 0.</summary>
    int Blocks { get; }

    /// <summary>Memory of weights and pool.</summary>
    long Bytes { get; }

    /// <summary>Runs one step.</summary>
    /// <param name="slices">New tokens, each sequence at most once.</param>
    /// <param name="logits">Receives for each slice its wanted rows one after another, VocabularySize values each.</param>
    void Step(ReadOnlySpan<SequenceSlice> slices, Span<float> logits);

    /// <summary>The same, but gives the final hidden states (after the last norm), Width values a row: embeddings are pooled from these.</summary>
    void Hidden(ReadOnlySpan<SequenceSlice> slices, Span<float> states);

    /// <summary>Copies a block of the pool, all layers, so that a shared one can be written to.</summary>
    void CopyBlock(int from, int to);
}

/// <summary>New tokens at positions Start … Start + Tokens.Length - 1 of one sequence.</summary>
/// <param name="Blocks">The sequence's block table: entry i holds positions 16i … 16i + 15; covers at least all positions up to the last token.</param>
/// <param name="LogitsFrom">Index in <paramref name="Tokens"/> from which rows are wanted: Tokens.Length - 1 for the last only, Tokens.Length for none.</param>
/// <param name="Adapter">Number of a low-rank adapter known to the engine; 0 for none.</param>
internal readonly record struct SequenceSlice(ReadOnlyMemory<int> Tokens, int Start, ReadOnlyMemory<int> Blocks, int LogitsFrom, int Adapter = 0)
{
    public int WantedRows => Tokens.Length - LogitsFrom;
}
