using Platform.Model.Architectures.Managed;
using Platform.Model.Generation;
using Platform.Model.Recipes;
using Platform.Model.Training;

namespace Platform.Model.Distillation;

/// <summary>Answers that the student writes itself in the middle of its training, in place of those in the documents: it learns where its own words lead it.</summary>
/// <remarks>Source: Agarwal et al. 2023, "GKD", arXiv:2306.13649. Written anew in each step, by the weights of that step.</remarks>
internal sealed class OwnAnswers
{
    private readonly OnPolicyPart _part;
    private readonly IReadOnlySet<int> _ends;
    private readonly TrainPart _train;

    /// <param name="ends">Tokens that end an answer.</param>
    /// <exception cref="RecipeException">The part cannot be used.</exception>
    public OwnAnswers(OnPolicyPart part, IReadOnlySet<int> ends, TrainPart train)
    {
        if (part.Share is not (> 0 and <= 1) || part.Beta is not (>= 0 and <= 1) || part.Temperature is not (> 0 and <= 2) || part.Tokens < 1)
            throw new RecipeException("distill.onPolicy: share must be above 0 and at most 1, beta 0 to 1, temperature above 0 and at most 2, tokens at least 1.");
        (_part, _ends, _train) = (part, ends, train);
    }

    public double Beta => _part.Beta;

    /// <summary>Whether the student writes in a step; the same in a run that was resumed.</summary>
    public bool IsAt(int step) => _part.Share >= 1 || new Random(unchecked(_train.Seed * 1_000_003 + step)).NextDouble() < _part.Share;

    /// <returns>For each block one that holds its first document's beginning and the student's answer, of which alone the tokens count.</returns>
    public IReadOnlyList<TokenBlock> Write(TrainedNetwork network, IReadOnlyList<TokenBlock> blocks, int step)
    {
        var length = blocks[0].Inputs.Length;
        var most = Math.Min(_part.Tokens, length / 2);
        var prompts = blocks.Select(block => Beginning(block, length - most)).ToList();
        using var weights = network.Weights.Share();
        const int BlockTokens = 16;
        using var engine = new ManagedDecoder(weights, WeightFormat.Float32, (length / BlockTokens + 1) * blocks.Count, _train.Threads > 0 ? _train.Threads : Environment.ProcessorCount);
        var written = new Continuation(engine, length, _ends).Write(prompts, most, new SamplingOptions { Temperature = _part.Temperature }, unchecked(_train.Seed * 7919L + step), CancellationToken.None);
        return [.. prompts.Zip(written, (prompt, answer) => Joined(prompt, answer.End is { } end ? [.. answer.Ids, end] : answer.Ids, length))];
    }

    /// <summary>Up to where something is to be learned; where all is, the first half.</summary>
    private static int[] Beginning(TokenBlock block, int most)
    {
        var document = block.Documents == 0 ? block.Inputs.Length : block.Document.Count(number => number == block.Document[0]);
        var first = Array.FindIndex(block.Targets, target => target != TokenBlocks.Ignored);
        var end = first > 0 && first < document ? first + 1 : Math.Max(1, document / 2);
        return block.Inputs[Math.Max(0, end - most)..end];
    }

    private static TokenBlock Joined(int[] prompt, int[] answer, int length)
    {
        var block = new TokenBlock(length) { Documents = 1 };
        block.Put(0, [.. prompt, .. answer], [.. Enumerable.Repeat(false, prompt.Length), .. Enumerable.Repeat(true, answer.Length)], 0, prompt.Length + answer.Length - 1, document: 1);
        return block;
    }
}
