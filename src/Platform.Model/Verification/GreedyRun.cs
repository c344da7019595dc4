using Platform.Model.Architectures;

namespace Platform.Model.Verification;

/// <summary>One sequence, continued with the most likely token each time.</summary>
/// <param name="Logits">After the prompt.</param>
internal sealed record GreedyRun(float[] Logits, int[] Tokens)
{
    private const int MostPromptTokensInAStep = 512; // bounds the memory of attention scores

    public static int BlocksFor(int positions) => (positions + 15) / 16;

    public static GreedyRun Of(IDecoderEngine engine, IReadOnlyList<int> prompt, int newTokens, CancellationToken cancellationToken)
    {
        int[] blocks = [.. Enumerable.Range(0, BlocksFor(prompt.Count + newTokens))];
        var logits = new float[engine.Config.VocabularySize];
        int[] given = [.. prompt];
        for (var start = 0; start < given.Length; start += MostPromptTokensInAStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = given.AsMemory(start, Math.Min(MostPromptTokensInAStep, given.Length - start));
            engine.Step([new SequenceSlice(part, start, blocks, start + part.Length == given.Length ? part.Length - 1 : part.Length)], logits);
        }

        var (first, tokens) = ((float[])logits.Clone(), new List<int>(newTokens));
        while (tokens.Count < newTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens.Add(MostLikely(logits));
            if (tokens.Count < newTokens)
                engine.Step([new SequenceSlice(new[] { tokens[^1] }, given.Length + tokens.Count - 1, blocks, 0)], logits);
        }

        return new GreedyRun(first, [.. tokens]);
    }

    /// <summary>The first of the largest, as the usual argmax has it.</summary>
    public static int MostLikely(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best])
                best = i;
        return best;
    }
}
