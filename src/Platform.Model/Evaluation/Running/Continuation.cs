using Platform.Model.Architectures;
using Platform.Model.Generation;

namespace Platform.Model.Evaluation.Running;

/// <summary>Lets a model go on from prompts, many at once.</summary>
internal sealed class Continuation(EvaluatedModel model)
{
    private const int AtOnce = 32;
    private const int PrefillTokens = 1024;
    private readonly int _vocabulary = model.Engine.Config.VocabularySize;
    private readonly SamplingScratch _scratch = new();

    /// <param name="prompts">One that is too long loses its beginning.</param>
    /// <param name="most">Tokens of an answer.</param>
    /// <returns>What was written, without the token that ends it, and whether the model ended it.</returns>
    public IReadOnlyList<(int[] Ids, bool Ended)> Write(IReadOnlyList<int[]> prompts, int most, SamplingOptions options, long seed, CancellationToken cancellationToken)
    {
        var written = new List<(int[], bool)>(prompts.Count);
        for (var at = 0; at < prompts.Count;)
        {
            var group = new List<Sequence>();
            var free = 0;
            while (at < prompts.Count && group.Count < AtOnce)
            {
                var prompt = prompts[at].Length > model.Context - most ? prompts[at][^(model.Context - most)..] : prompts[at];
                var blocks = (prompt.Length + most + model.Engine.BlockTokens - 1) / model.Engine.BlockTokens;
                if (group.Count > 0 && free + blocks > model.Engine.Blocks)
                    break;
                var sampler = new Sampler(options, seed, at, [.. model.Tokenizer.EndTokens], _scratch);
                sampler.SeePrompt(prompt);
                group.Add(new Sequence(prompt, [.. Enumerable.Range(free, blocks)], sampler));
                free += blocks;
                at++;
            }

            foreach (var sequence in group)
                Begin(sequence);
            while (group.Where(sequence => !sequence.Ended && sequence.Written.Count < most).ToList() is { Count: > 0 } open)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Step(open);
            }

            written.AddRange(group.Select(sequence => (sequence.Written.ToArray(), sequence.Ended)));
        }

        return written;
    }

    private void Begin(Sequence sequence)
    {
        var logits = new float[_vocabulary];
        for (var start = 0; start < sequence.Prompt.Length; start += PrefillTokens)
        {
            var part = sequence.Prompt.AsMemory(start, Math.Min(PrefillTokens, sequence.Prompt.Length - start));
            model.Engine.Step([new SequenceSlice(part, start, sequence.Blocks, start + part.Length == sequence.Prompt.Length ? part.Length - 1 : part.Length)], logits);
        }

        Choose(sequence, logits);
    }

    private void Step(List<Sequence> open)
    {
        var logits = new float[open.Count * _vocabulary];
        model.Engine.Step([.. open.Select(sequence => new SequenceSlice(new[] { sequence.Written[^1] }, sequence.Length - 1, sequence.Blocks, 0))], logits);
        for (var i = 0; i < open.Count; i++)
            Choose(open[i], logits.AsSpan(i * _vocabulary, _vocabulary));
    }

    private void Choose(Sequence sequence, Span<float> logits)
    {
        var id = sequence.Sampler.Next(logits, sequence.Length, []).Id;
        if (model.Tokenizer.EndTokens.Contains(id))
        {
            sequence.Ended = true;
            return;
        }

        sequence.Sampler.Accept(id);
        sequence.Written.Add(id);
    }

    private sealed record Sequence(int[] Prompt, int[] Blocks, Sampler Sampler)
    {
        public List<int> Written { get; } = [];

        public bool Ended { get; set; }

        public int Length => Prompt.Length + Written.Count;
    }
}
