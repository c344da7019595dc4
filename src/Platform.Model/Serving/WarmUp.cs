using Platform.Model.Architectures;

namespace Platform.Model.Serving;

/// <summary>Runs an engine a few times before requests come: the first calls compile, allocate and fault pages in.</summary>
internal static class WarmUp
{
    private const int Prompt = 32;
    private const int Steps = 3;

    public static void Run(OpenedModel opened)
    {
        Run(opened.Engine);
        if (opened.Draft is { } draft)
            Run(draft);
    }

    /// <summary>One prompt, then single tokens of one and of several sequences. What it leaves in the pool nobody finds.</summary>
    private static void Run(IDecoderEngine engine)
    {
        var tokens = Enumerable.Range(0, Prompt).Select(i => i % engine.Config.VocabularySize).ToArray();
        var length = Math.Min(Prompt, Math.Min(engine.Config.Context - 1, engine.Blocks * engine.BlockTokens));
        var logits = new float[4 * engine.Config.VocabularySize];
        var blocks = Enumerable.Range(0, (length + engine.BlockTokens - 1) / engine.BlockTokens).ToArray();
        engine.Step([new SequenceSlice(tokens.AsMemory(0, length), 0, blocks, length - 1)], logits);
        foreach (var batch in new[] { 1, Math.Min(4, engine.Blocks) })
            for (var step = 0; step < Steps; step++)
                engine.Step([.. Enumerable.Range(0, batch).Select(i => new SequenceSlice(tokens.AsMemory(step, 1), step, new[] { i }, 0))], logits);
    }
}
