using Platform.Model.Architectures;

namespace Platform.Model.Generation;

/// <summary>Lets a model go on from prompts, many at once; for measuring and training, where nobody waits for a single one.</summary>
/// <param name="engine">Its pool is used from the first block on.</param>
/// <param name="context">Tokens of prompt and answer together.</param>
/// <param name="ends">Tokens that end an answer.</param>
internal sealed class Continuation(IDecoderEngine engine, int context, IReadOnlySet<int> ends)
{
    private const int AtOnce = 32;
    private const int PrefillTokens = 1024;
    private readonly int _vocabulary = engine.Config.VocabularySize;
    private readonly SamplingScratch _scratch = new();

    /// <param name="prompts">One that is too long loses its beginning.</param>
    /// <param name="most">Tokens of an answer.</param>
    /// <returns>What was written, and the token by which the model ended it; null where it was cut off.</returns>
    public IReadOnlyList<(int[] Ids, int? End)> Write(IReadOnlyList<int[]> prompts, int most, SamplingOptions options, long seed, CancellationToken cancellationToken)
    {
        var written = new List<(int[], int?)>(prompts.Count);
        for (var at = 0; at < prompts.Count;)
        {
            var group = new List<Sequence>();
            var free = 0;
            while (at < prompts.Count && group.Count < AtOnce)
            {
                var prompt = prompts[at].Length > context - most ? prompts[at][^(context - most)..] : prompts[at];
                var blocks = (prompt.Length + most + engine.BlockTokens - 1) / engine.BlockTokens;
                if (group.Count > 0 && free + blocks > engine.Blocks)
                    break;
                var sampler = new Sampler(options, seed, at, [.. ends], _scratch);
                sampler.SeePrompt(prompt);
                group.Add(new Sequence(prompt, [.. Enumerable.Range(free, blocks)], sampler));
                free += blocks;
                at++;
            }

            foreach (var sequence in group)
                Begin(sequence);
            while (group.Where(sequence => sequence.End is null && sequence.Written.Count < most).ToList() is { Count: > 0 } open)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(open);
            }

            written.AddRange(group.Select(sequence => (sequence.Written.ToArray(), sequence.End)));
        }

        return written;
    }

    private void Begin(Sequence sequence)
    {
        var logits = new float[_vocabulary];
        for (var start = 0; start < sequence.Prompt.Length; start += PrefillTokens)
        {
            var part = sequence.Prompt.AsMemory(start, Math.Min(PrefillTokens, sequence.Prompt.Length - start));
            engine.Step([new SequenceSlice(part, start, sequence.Blocks, start + part.Length == sequence.Prompt.Length ? part.Length - 1 : part.Length)], logits);
        }

        Choose(sequence, logits);
    }

    private void Step(List<Sequence> open)
    {
        var logits = new float[open.Count * _vocabulary];
        engine.Step([.. open.Select(sequence => new SequenceSlice(new[] { sequence.Written[^1] }, sequence.Length - 1, sequence.Blocks, 0))], logits);
        for (var i = 0; i < open.Count; i++)
            Choose(open[i], logits.AsSpan(i * _vocabulary, _vocabulary));
    }

    private void Choose(Sequence sequence, Span<float> logits)
    {
        var id = sequence.Sampler.Next(logits, sequence.Length, []).Id;
        if (ends.Contains(id))
        {
            sequence.End = id;
            return;
        }

        sequence.Sampler.Accept(id);
        sequence.Written.Add(id);
    }

    private sealed record Sequence(int[] Prompt, int[] Blocks, Sampler Sampler)
    {
        public List<int> Written { get; } = [];

        public int? End { get; set; }

        public int Length => Prompt.Length + Written.Count;
    }
}
