namespace Platform.Model.Generation;

/// <summary>Decides whether a token that a smaller model proposed stands, so that the text is one that the model itself could have given.</summary>
/// <remarks>
/// Without a seed a proposal stands with probability min(1, p/q), and where it falls the rest of p over q is drawn from: the most proposals
/// stand that can, and the distribution is exactly p (Leviathan et al. 2023, arXiv:2211.17192, theorem 3.5). With a seed the model's own
/// choice at this place is made and the proposal stands where it is the same: fewer stand, but the text is the one without a draft.
/// </remarks>
internal sealed class DraftCheck(SamplingScratch scratch)
{
    private float[] _probabilities = [];

    /// <summary>Draws a proposal from the draft's logits.</summary>
    /// <param name="probabilities">Receives the draft's distribution where it will be needed; V values.</param>
    public static int Propose(Sampler sampler, SamplingOptions options, ReadOnlySpan<float> logits, int position, Span<float> probabilities, SamplingScratch scratch)
    {
        var candidates = Candidates.Of(logits, options, scratch);
        if (NeedsDistribution(options))
            candidates.Spread(probabilities);
        return candidates.Pick(sampler.Random.At(position, options.Seed is null ? Draw.Proposal : Draw.Token));
    }

    public static bool NeedsDistribution(SamplingOptions options) => options.Seed is null && options.Temperature is not 0;

    /// <param name="row">The model's logits at this place; changed.</param>
    /// <param name="proposed">The draft's distribution, where it is needed.</param>
    /// <returns>The token that comes here, and whether it is the proposal: then the next proposal can be judged.</returns>
    public (SampledToken Token, bool Stands) Judge(Sampler sampler, SamplingOptions options, Span<float> row, ReadOnlySpan<float> proposed, int proposal, int position)
    {
        if (!NeedsDistribution(options))
        {
            var own = sampler.Next(row, position, []);
            return (own, own.Id == proposal);
        }

        if (_probabilities.Length < row.Length)
            _probabilities = new float[row.Length];
        var probabilities = _probabilities.AsSpan(0, row.Length);
        var normalizer = TokenScores.Normalizer(row);
        var top = TokenScores.Top(row, normalizer, options.TopLogProbs ?? 0);
        Candidates.Of(row, options, scratch).Spread(probabilities);
        var stands = sampler.Random.At(position, Draw.Acceptance) * proposed[proposal] < probabilities[proposal];
        var token = stands ? proposal : Residual(probabilities, proposed, sampler.Random.At(position, Draw.Residual));
        return (new SampledToken(token, row[token] - normalizer, top), stands);
    }

    private static int Residual(ReadOnlySpan<float> probabilities, ReadOnlySpan<float> proposed, double uniform)
    {
        var total = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
            total += Math.Max(0, probabilities[i] - proposed[i]);
        var (left, last) = (uniform * total, 0);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var over = probabilities[i] - proposed[i];
            if (over <= 0)
                continue;
            left -= over;
            last = i;
            if (left < 0)
                break;
        }

        return last;
    }
}
